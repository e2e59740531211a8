"""The glossary: what Spanish questions become in English, what a line of the file means, and what is wrong with one."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.glossary import Glossary, load_glossary
from ptassist.answering.wording import read_yaml
from ptassist.errors import ShippedFileError
from ptassist.shipped import shipped

FOLDER = shipped("corpus/language")
GLOSSARY = load_glossary(FOLDER)
GROUPS = {k: v for k, v in read_yaml(FOLDER / "glossary-es.yaml").items() if isinstance(v, dict)}
FORMS = [
    (form.strip(), english.partition(",")[0].strip())
    for lines in GROUPS.values()
    for spanish, english in lines.items()
    for form in spanish.split(",")
]
SMALL = Glossary(
    {
        "body": {"rodilla": "knee", "hombro": "shoulder", "espalda": "back", "disco": "disc"},
        "symptoms": {"dolor": "pain"},
        "exercise": {
            "saltar, salto": "jump",
            "ejercicio": "exercise",
            "hernia discal": "slipped disc",
        },
        "adjectives": {"derecho": "right", "crónico": "chronic"},
        "small": {"qué": "what", "cómo": "how", "y": "and"},
    },
    ["la", "el", "me"],
)


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        (
            "¿cada cuánto debo hacer los ejercicios del suelo pélvico?",
            "how often should i do pelvic floor exercises",
        ),
        ("me duele la espalda baja al agacharme", "pain in lower back when bend down"),
        ("se me sale el pipí cuando salto", "i leak urine when jump"),
        (
            "¿Es normal el dolor de cadera en el embarazo?",
            "is it normal pelvic girdle pain in pregnancy",
        ),
        ("cuanto tarda en sanar un esguince", "how long does it take to heal sprain"),
        ("tengo la rodilla hinchada", "i have swollen knee"),
        ("después de dar a luz", "postpartum"),
        ("hernia de disco", "herniated disc"),
        ("me hicieron una cesárea hace 3 meses", "did cesarean 3 months"),
    ],
)
def test_what_a_question_becomes(spanish: str, english: str) -> None:
    assert GLOSSARY.to_english(spanish) == english


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("RODILLAS", "knee"),
        ("saltando saltamos saltaría saltarlo saltarse", "jump jump jump jump jump"),
        ("hernias discales", "slipped disc"),
        ("la hernia, el discal", "slipped disc"),
        ("rodilla derecha", "right knee"),
        ("dolor crónico de la espalda", "chronic back pain"),
        ("ejercicio del dolor de hombro", "shoulder pain exercise"),
        ("rodilla y hombro derecho", "knee and right shoulder"),
        ("rodillita", "knee"),
    ],
)
def test_forms_and_the_order_of_words(spanish: str, english: str) -> None:
    assert SMALL.to_english(spanish) == english


@pytest.mark.parametrize("written", ["rodiya", "ombro", "ejersisio", "ehercicio", "hombrro"])
def test_words_are_found_by_their_sound_where_spanish_ears_hear_the_same(written: str) -> None:
    alike = {"rodiya": "knee", "ombro": "shoulder", "ejersisio": "exercise"}
    assert SMALL.to_english(written) == alike.get(written, written)


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("que ejercicio", "what exercise"),
        ("el dolor que", "pain"),
        ("el dolor qué ejercicio", "pain what exercise"),
        ("rodilla. que ejercicio", "knee what exercise"),
        ("rodilla como espalda", "knee like back"),
        ("como salto", "how jump"),
        ("cómo salto", "how jump"),
    ],
)
def test_a_word_that_asks_is_told_from_one_that_joins(spanish: str, english: str) -> None:
    assert SMALL.to_english(spanish) == english


@pytest.mark.parametrize(
    ("text", "english", "share"),
    [
        ("Ana knee 65", "ana knee 65", 0.0),
        ("rodilla Ana", "knee ana", 0.5),
        ("estimulación rodilla", "stimulation knee", 1.0),
        ("hernia discal de Ana", "slipped disc ana", 2 / 3),
        ("y el 65", "and 65", 0.0),
        ("", "", 0.0),
        ("¿?", "", 0.0),
    ],
)
def test_what_is_not_known_stays_and_is_counted(text: str, english: str, share: float) -> None:
    rendering = SMALL.render(text)
    assert rendering.text == english
    assert rendering.known_share == pytest.approx(share)
    assert SMALL.known_share(text) == rendering.known_share


def test_every_word_alone_of_the_file_gives_its_own_english() -> None:
    alone = [(form, english) for form, english in FORMS if " " not in form]
    assert {form: GLOSSARY.to_english(form) for form, _ in alone} == dict(alone)


def test_every_line_of_several_words_gives_its_own_english() -> None:
    together = [(form, english) for form, english in FORMS if " " in form]
    assert {form: GLOSSARY.to_english(form) for form, _ in together} == dict(together)


def test_accents_and_capitals_change_no_rendering_of_several_words() -> None:
    plain = str.maketrans("áéíóúü", "aeiouu")
    # Without its accent "sé" is a word that is skipped.
    several = [
        (form, english) for form, english in FORMS if " " in form and "sé" not in form.split()
    ]
    shouted = {form: GLOSSARY.to_english(form.translate(plain).upper()) for form, _ in several}
    assert shouted == dict(several)


def test_the_file_is_large_and_no_line_stands_there_twice() -> None:
    text = (FOLDER / "glossary-es.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("  ") and ": " in line]
    assert len(lines) == sum(len(group) for group in GROUPS.values())
    assert len(lines) >= 900


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_rendered_in_one_line(text: str) -> None:
    rendering = GLOSSARY.render(text)
    assert 0.0 <= rendering.known_share <= 1.0
    assert rendering.text == " ".join(rendering.text.split())
    assert GLOSSARY.render(text) == rendering


@settings(deadline=None)
@given(st.lists(st.sampled_from([form for form, _ in FORMS]), max_size=6))
def test_what_the_file_holds_is_known_in_any_order(forms: list[str]) -> None:
    rendering = GLOSSARY.render(". ".join(forms))
    assert rendering.known_share in {0.0, 1.0}


@pytest.mark.parametrize(
    "hostile",
    [
        "que " * 500,
        "no puedo " * 222,
        "a" * 2000,
        "cuánto tiempo " * 140,
        "ñ́" * 1000,
        "de la de " * 220,
        "?!" * 1000,
    ],
)
def test_a_long_message_is_rendered_at_once(hostile: str) -> None:
    def took() -> float:
        start = time.process_time()
        GLOSSARY.to_english(hostile[:2000])
        return time.process_time() - start

    # Five milliseconds on an idle core; the rest is for a busy machine.
    assert min(took() for _ in range(5)) < 0.02


def write(folder: Path, text: str) -> Path:
    (folder / "glossary-es.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_file_of_ones_own_is_read_with_its_signature(tmp_path: Path) -> None:
    lines = {"reviewer": None, "body": {"rodilla, hinojo": "knee, knee joint"}, "skipped": "la el"}
    glossary = load_glossary(write(tmp_path, yaml.safe_dump(lines, allow_unicode=True)))
    assert glossary.to_english("la rodilla, el hinojo") == "knee knee"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("body:\n  rodilla: knee\n", "malformed"),
        ("body: knee\nskipped: la\n", "malformed"),
        ("body:\n  rodilla: yes\nskipped: la\n", "malformed"),
        ("- rodilla\n", "malformed"),
        ("", "malformed"),
        ("body:\n  no: knee\nskipped: la\n", "malformed"),
        ("body: [", ":\\d: not readable as YAML"),
        ("body:\n  pie: foot\n  mano, pie: hand\nskipped: la\n", "'pie' stands there twice"),
        ("body:\n  pie, Pié: foot\n  PIE: leg\nskipped: la\n", "'PIE' stands there twice"),
        ("body:\n  la: the\nskipped: la\n", "'la' holds only words that are skipped"),
        ("body:\n  'pie,': foot\nskipped: la\n", "'' holds only words that are skipped"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ShippedFileError, match=complaint):
        load_glossary(write(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShippedFileError, match="cannot be read"):
        load_glossary(tmp_path)
