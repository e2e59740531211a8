"""The cues file: what each kind of cue catches, what it leaves, and what is wrong with a bad file."""

import time
from pathlib import Path

import pytest

from ptassist.answering.cues import Cues, cues_for, load_cues, prepare
from ptassist.errors import ShippedFileError
from ptassist.shipped import shipped

CUES = load_cues(shipped("corpus/language"))
EN, ES = CUES["en"], CUES["es"]
_OPENINGS = [
    "what is",
    "what",
    "how do",
    "when should",
    "why do",
    "causes",
    "make",
    "stop",
    "qué",
    "cómo",
    "no",
]


@pytest.mark.parametrize(
    ("sentence", "governs"),
    [
        ("Before you begin hopping, ask a nurse.", True),
        ("If you have gout, ask a nurse.", True),
        ("Rest, and never hop at night.", True),
        ("You shouldn’t hop at night.", True),
        ("Hop before dinner.", False),
        ("You do not need a wall.", False),
        ("Nurses who do not hop are rare.", False),
    ],
)
def test_what_governs(sentence: str, governs: bool) -> None:
    assert EN.governs(sentence) is governs


@pytest.mark.parametrize(
    ("sentence", "limits"),
    [
        ("Rest if it hurts.", True),
        ("Rest unless it is noon.", True),
        ("Rest (if not already tried).", True),
        ("Only cats hop.", True),
        ("Rest until noon.", True),
        ("People with a recent hip fracture rest.", True),
        ("Hopping is contraindicated here.", True),
        ("Hop under supervision.", True),
        ("This is healing, if not healed.", False),
        ("Hop near a wall.", False),
        ("The lonely wall is a manifold.", False),
    ],
)
def test_what_limits(sentence: str, limits: bool) -> None:
    assert EN.limits(sentence) is limits


@pytest.mark.parametrize(
    ("sentence", "excludes"),
    [
        ("Do not hop with gout.", True),
        ("People with gout should not hop.", True),
        ("People with gout cannot hop.", True),
        ("Avoid hopping on ice.", True),
        ("Hopping is not recommended with gout.", True),
        ("A therapist helps you avoid injuries.", False),
        ("Hop near a wall.", False),
    ],
)
def test_what_excludes(sentence: str, excludes: bool) -> None:
    assert EN.excludes(sentence) is excludes


@pytest.mark.parametrize(
    ("sentence", "encourages"),
    [
        ("Gout does not have to mean a life of rest.", True),
        ("You’ve got this!", True),
        ("Book your visit today.", True),
        ("Contact us for more.", True),
        ("Our team can help.", True),
        ("Click here for more.", True),
        ("The heel is a bone.", False),
        ("Read the label of the book.", False),
    ],
)
def test_what_encourages(sentence: str, encourages: bool) -> None:
    assert EN.encourages(sentence) is encourages


def test_how_a_sentence_opens() -> None:
    assert EN.contrasts("However, cats hop.")
    assert not EN.contrasts("Cats hop however they like.")
    assert EN.needs_antecedent("“They hop.”")
    assert not EN.needs_antecedent("Itching is common.")
    assert EN.says_yes_or_no("Yes!")
    assert EN.says_yes_or_no("No, they do not.")
    assert not EN.says_yes_or_no("Nobody hops.")
    assert not EN.says_yes_or_no("No shoe fits all.")


def test_spanish_has_its_own_cues() -> None:
    assert ES.governs("Antes de empezar, pregunte.")
    assert ES.limits("Pare si duele.")
    assert ES.excludes("No salte con gota.")
    assert ES.encourages("Pida una cita.")
    assert ES.contrasts("Sin embargo, duele.")
    assert ES.needs_antecedent("Esto ayuda.")
    assert ES.says_yes_or_no("Sí, ayuda.")
    assert not ES.governs("Before you begin, ask.")


def test_a_language_without_cues_takes_english() -> None:
    assert cues_for(CUES, "de") is EN
    assert cues_for(CUES, "es") is ES


def test_quotation_marks_bullets_and_apostrophes_are_prepared() -> None:
    assert prepare("“‘• - IT’S late”") == "it's late”"


def test_no_cue_matches_nothing_at_all() -> None:
    for cues in CUES.values():
        kinds = [kind for kind in Cues.__slots__ if kind != "sought"]
        found = [getattr(cues, kind).search("") for kind in kinds]
        patterns = [p for one in cues.sought for p in (one.asks, one.tells, one.over) if p]
        found += [pattern.search("") for pattern in patterns]
        assert found == [None] * (len(kinds) + len(patterns))


@pytest.mark.parametrize(
    ("sentence", "announces"),
    [
        ("Here are five tips for stiff hips.", True),
        ("Here’s how a hip moves", True),
        ("Below is an overview of the exercises.", True),
        ("Let’s look at what oak can do.", True),
        ("In this article, we will explore heel pain.", True),
        ("This leaflet is for people with gout.", True),
        ("The following resources tell more about gout.", True),
        ("Here is the short answer: hop with both feet.", False),
        ("Let's start with slow squats.", False),
        ("This exercise is for stiff hips.", False),
        ("Hop below the pain.", False),
    ],
)
def test_what_announces(sentence: str, announces: bool) -> None:
    assert EN.announces(sentence) is announces


def test_what_announces_in_spanish() -> None:
    assert ES.announces("A continuación, cinco ejercicios para la cadera.")
    assert ES.announces("En este artículo hablamos del talón.")
    assert not ES.announces("Aquí el dolor cede con reposo.")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "en: {}", "en:\n  governing: ['(']", "en: text", "en:\n  governing: 3"],
)
def test_a_malformed_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "cues.yaml").write_text(content)
    with pytest.raises(ShippedFileError, match=r"cues\.yaml"):
        load_cues(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ShippedFileError, match=r"cues\.yaml: cannot be read"):
        load_cues(tmp_path)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("How long until I can hop?", {"how_long"}),
        ("When can I hop again", {"how_long"}),
        ("how many mins on ice", {"how_long"}),
        ("How often should I hop?", {"how_often"}),
        ("how many hops", {"how_many"}),
        ("how much should i cut back", {"how_many"}),
        ("What age is best?", {"what_age"}),
        ("is a daily hop enough", set()),
        ("Is hopping good for me?", set()),
        ("What causes a sore heel?", {"cause"}),
        ("why does my heel hurt", {"cause"}),
        ("what helps a sore heel", {"remedy"}),
        ("how do i get rid of heel pain", {"remedy"}),
        ("How is a sore heel treated?", {"remedy"}),
        ("exercises for a sore heel", {"remedy"}),
        ("symptoms of a sore heel", {"sign"}),
        ("how can i tell it is my heel", {"sign"}),
        ("feels like glass under my heel", set()),
        ("what is a heel spur", {"meaning"}),
        ("When is a sore heel serious?", {"care"}),
        ("when should I see a doctor about my heel", {"care"}),
        ("How can I prevent heel pain?", {"prevention"}),
        ("how do you do heel raises", {"doing"}),
        ("how do oak floors help you not to slip", set()),
    ],
)
def test_what_a_question_seeks(question: str, kinds: set[str]) -> None:
    assert EN.sought_by(question) == kinds


@pytest.mark.parametrize(
    ("sentence", "kind", "tells"),
    [
        ("Most heels heal within 4–6 weeks.", "how_long", True),
        ("It takes a few days.", "how_long", True),
        ("Stay off it overnight.", "how_long", True),
        ("It takes patience.", "how_long", False),
        ("Hop three times a week.", "how_often", True),
        ("Hop every other day.", "how_often", True),
        ("Hop a lot.", "how_often", False),
        ("Do ten hops.", "how_many", True),
        ("Do some hops.", "how_many", False),
        ("Children under 12 hop best.", "what_age", True),
        ("Children hop best.", "what_age", False),
        ("Sore heels come from hard floors.", "cause", True),
        ("Sore heels are found on both feet.", "cause", False),
        ("Soft shoes ease a sore heel.", "remedy", True),
        ("Roll the sole over a bottle.", "remedy", True),
        ("Do not ease it with ice.", "remedy", False),
        ("A sore heel is worse after rest.", "sign", True),
        ("Pain right on a bone can mean a crack.", "sign", True),
        ("A heel spur is a small bump of bone.", "meaning", True),
        ("A heel spur does not mean rest.", "meaning", False),
        ("Ask a doctor the same day.", "care", True),
        ("Soft shoes lower the risk.", "prevention", True),
        ("Stand on one leg.", "doing", True),
        ("Do not stand on one leg.", "doing", False),
    ],
)
def test_what_a_sentence_tells(sentence: str, kind: str, tells: bool) -> None:
    assert (kind in EN.told(sentence)) is tells


@pytest.mark.parametrize(
    ("line", "kind", "promises"),
    [
        ("Treatment of a sore heel", "remedy", True),
        ("Exercises that are often used for heels:", "remedy", True),
        ("Common Causes", "cause", True),
        ("When to see a doctor", "care", True),
        ("Common Causes", "remedy", False),
        ("How long it takes", "how_long", False),
        ("", "cause", False),
    ],
)
def test_what_a_heading_promises(line: str, kind: str, promises: bool) -> None:
    assert (kind in EN.promised(line)) is promises


def test_a_spanish_question_seeks_in_spanish() -> None:
    assert ES.sought_by("¿Cuánto tiempo tarda?") == {"how_long"}
    assert ES.sought_by("cuanto tiempo tarda") == {"how_long"}
    assert "how_long" in ES.told("Mejora en seis semanas.")
    assert "how_long" not in ES.told("Mejora con paciencia.")


@pytest.mark.parametrize(
    ("question", "kind", "sentence", "other"),
    [
        ("¿Por qué me duele el talón?", "cause", "Se debe a suelos duros.", "Es un hueso."),
        ("¿Qué ayuda con el talón?", "remedy", "El hielo alivia el talón.", "Es un hueso."),
        ("sintomas de un espolon", "sign", "Empeora al andar.", "Es un hueso."),
        (
            "¿Qué es un espolón?",
            "meaning",
            "Un espolón es una punta de hueso.",
            "No significa reposo.",
        ),
        ("cuando debo ir al medico", "care", "Llame a su médico.", "Es un hueso."),
        ("como prevenir el dolor", "prevention", "Baja el riesgo.", "Es un hueso."),
        ("¿Cómo se hace?", "doing", "Estire la pierna.", "Es un hueso."),
    ],
)
def test_what_else_a_spanish_question_seeks(
    question: str, kind: str, sentence: str, other: str
) -> None:
    assert kind in ES.sought_by(question)
    assert kind in ES.told(sentence)
    assert kind not in ES.told(other)


def test_both_languages_know_the_same_kinds() -> None:
    """A Spanish question seeks in English articles too."""
    assert [kind.name for kind in EN.sought] == [kind.name for kind in ES.sought]


@pytest.mark.parametrize(
    "text",
    [
        "what is " + "a" * 1990 + "!",
        "what is " + "a-" * 990 + "!",
        *((word + " ") * (2000 // len(word + " ")) for word in _OPENINGS),
    ],
)
def test_no_message_keeps_the_patterns_busy(text: str) -> None:
    """A pattern that tries every way to split a long word would take hours for one message."""
    began = time.process_time()
    for cues in CUES.values():
        cues.sought_by(text)
        cues.told(text)
        cues.promised(text)
    assert time.process_time() - began < 0.5
