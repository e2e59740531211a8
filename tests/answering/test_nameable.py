"""Nameable: what a question names is found whole, and is never said to be missing where an article holds it."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.nameable import MOST_NAMED, FieldTerms, Nameable, load_nameable
from ptassist.answering.question import understand
from ptassist.answering.reading import READ_PASSAGES
from ptassist.answering.wording import read_yaml
from ptassist.errors import ShippedFileError
from ptassist.index.store import Index
from ptassist.shipped import shipped
from tests.answering.made import article_of, hits_of, index_of

FOLDER = shipped("corpus/language")
LISTED = load_nameable(FOLDER)
TERMS = FieldTerms(LISTED)
NAMEABLE = Nameable(FOLDER)
NOTHING = index_of("Snow is white.")


def named(text: str, language: str = "en") -> list[str]:
    return [term.names[language] for term in TERMS.named_in(text, language)]


def unsaid(text: str, index: Index = NOTHING, language: str = "en") -> tuple[str, ...]:
    return NAMEABLE.unsaid(text, language, index)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("does dry needling help tennis elbow?", ["dry needling", "tennis elbow"]),
        ("can I play tennis", ["tennis"]),
        ("are STATINS bad for tendons", ["statins"]),
        ("what about a pessary or two pessaries", ["pessaries"]),
        ("my Runner’s knee, and runners knee again", ["runner's knee"]),
        ("had a c-section, csection or C section", ["C-sections"]),
        ("a kettle-bell and kettlebells", ["kettlebells"]),
        ("is a tens machine or TENS ok", ["a TENS unit"]),
        ("gabapentin, then Lyrica", ["gabapentin", "pregabalin"]),
        ("", []),
    ],
)
def test_what_a_question_names_is_found_once_in_order(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "do ten reps, tens of reps",
        "a cup of tea, and I cup my hand",
        "how fast can I heal",
        "lift heavy boxes, the room is spinning",
        "can I sit up, pull up my socks, push up the hill",
        "they said eat two eggs",
        "my skin and my skills",
    ],
)
def test_words_that_only_look_alike_name_nothing(text: str) -> None:
    assert named(text) == []


def test_in_spanish_terms_are_found_and_named_in_spanish() -> None:
    assert named("¿Los tacones causan juanetes?", "es") == ["tacones", "juanetes"]
    assert named("una gota de orina", "es") == []
    assert unsaid("¿sirve la acupuntura?", language="es") == ("acupuntura",)


def test_what_no_article_holds_is_unsaid_at_most_two() -> None:
    text = "dry needling, cupping, reiki or yoga?"
    assert unsaid(text) == ("dry needling", "cupping")
    assert MOST_NAMED == 2
    assert unsaid(text, index_of("Cupping leaves marks.")) == ("dry needling", "reiki")


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("cortisone shots?", "A steroid injection may ease pain."),
        ("is a TENS unit good", "Transcutaneous electrical nerve stimulation is a small current."),
        ("acupuncture?", "Some acupuncturists work here."),
        ("is arthroscopy needed", "Arthroscopic surgery helps few."),
        ("sciatica exercises", "The sciatic nerve runs down the leg."),
        ("statins?", "One statin may ache."),
        ("can I ski", "Skiers bend the knee."),
        ("my sleep apnea", "Apnoea stops the breath."),
        ("dry needling?", "Dry skin and a needle."),
        ("preeclampsia", "Pre-eclampsia raises the pressure."),
        ("botox", "Botox® is not given here."),
        ("¿ciática?", "La ciatica duele."),
    ],
)
def test_what_an_article_holds_in_any_form_is_not_unsaid(text: str, article: str) -> None:
    asked_in = "es" if "¿" in text else "en"
    assert unsaid(text, language=asked_in)
    for language in ("en", "es"):
        made = index_of(article_of(article, language=language))
        assert unsaid(text, made, asked_in) == ()


@pytest.mark.parametrize(
    "made",
    [
        article_of("Snow is white.", title="Pickleball and You"),
        article_of("Snow is white.\n\n## References\n\n1. Oak A. Pickleball injuries. 2020."),
        article_of("## Pickleball\n\nSnow is white."),
        article_of("- Snow\n- PICKLEBALL"),
    ],
)
def test_a_title_a_heading_and_a_reference_count_as_said(made: object) -> None:
    assert unsaid("pickleball?") == ("pickleball",)
    assert unsaid("pickleball?", index_of(made)) == ()  # type: ignore[arg-type]


WORDS = sorted(
    {s for term in LISTED for s in term.spellings if s.isalpha() and s.isascii() and len(s) > 3}
)


@given(
    st.sampled_from(WORDS),
    st.sampled_from([str, str.lower, str.upper, str.title]),
    st.sampled_from(["{}", "{}s", "{}'s", "{}’s", "{}-like", "non-{}", "({})", "“{}”,", "{}."]),
    st.sampled_from(["en", "es"]),
)
@settings(max_examples=300, deadline=None)
def test_no_inflection_of_a_word_in_an_article_is_called_missing(
    word: str, cased: object, shaped: str, language: str
) -> None:
    if word.endswith(("s", "ed")) and shaped == "{}s":
        shaped = "{}"  # nobody writes "danceds"
    said = shaped.format(cased(word))  # type: ignore[operator]
    made = index_of(article_of(f"People speak of {said} here.", language=language))
    for asked in (word, said, word.upper(), f"{word}s"):
        for spoken in ("en", "es"):
            term_names = {t.names[spoken] for t in LISTED if word in t.spellings}
            assert not term_names & set(NAMEABLE.unsaid(f"what of {asked} then", spoken, made))


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_names_only_what_is_listed(text: str) -> None:
    names = {term.names["en"] for term in LISTED}
    assert set(named(text)) <= names


def test_every_term_is_found_by_each_of_its_names() -> None:
    for term in LISTED:
        for language, name in term.names.items():
            assert name in named(name, language), name


def test_no_two_terms_share_a_name_and_none_is_long() -> None:
    for language in ("en", "es"):
        names = [term.names[language].casefold() for term in LISTED]
        assert len(set(names)) == len(names)
        assert max(len(name.split()) for name in names) <= 6
    assert len(LISTED) > 400


def test_the_longest_message_is_looked_through_at_once() -> None:
    started = time.process_time()
    for text in ("dry needling " * 150, "knee " * 400, "a-" * 1000, "é" * 2000):
        named(text)
    assert time.process_time() - started < 0.2


def test_the_terms_have_a_place_for_a_signature() -> None:
    assert "reviewer" in read_yaml(FOLDER / "nameable.yaml")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "- a",
        "drugs: 3",
        "drugs:\n  - [one]",
        "drugs:\n  - [a b, 3]",
        "drugs:\n  - ['?', ab]",
        "{",
    ],
)
def test_a_malformed_file_is_refused_by_its_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "nameable.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ShippedFileError, match=r"nameable\.yaml"):
        load_nameable(tmp_path)
    with pytest.raises(ShippedFileError):
        load_nameable(tmp_path / "elsewhere")


@pytest.mark.parametrize(
    ("text", "language", "missing"),
    [
        ("does dry needling help my heel", "en", True),
        ("does a night splint help heel pain", "en", False),
        ("night splint or dry needling for my heel", "en", True),
        ("heel pain after football, with toddlers", "en", False),
        ("what helps my heel", "en", False),
        ("plantar fasciitis and heel pain", "en", False),
        ("¿ayuda la punción seca para el talón?", "es", True),
        ("¿una férula nocturna para el talón?", "es", False),
    ],
)
def test_what_none_of_the_best_passages_speaks_of_is_missing(
    text: str, language: str, missing: bool
) -> None:
    told = "A night splint holds the foot while heel pain settles."
    index = index_of(
        article_of(told, "heel", "Plantar fasciitis"), "Dry needling eases a shoulder."
    )
    hits = [hit for hit in hits_of(index, understand(text)) if hit.passage.article_id == "heel"]
    assert NAMEABLE.missing(text, language, index, hits) is missing


def test_the_words_of_a_name_must_stand_in_one_passage() -> None:
    index = index_of("Some walk barefoot at home.", "Shoes with a firm heel help some.")
    hits = hits_of(index, understand("barefoot shoes"))
    assert len(hits) == 2
    assert NAMEABLE.missing("are barefoot shoes good for flat feet", "en", index, hits)
    both = index_of("Some like barefoot shoes at home, and have flat feet.")
    hits = hits_of(both, understand("barefoot shoes"))
    assert not NAMEABLE.missing("are barefoot shoes good for flat feet", "en", both, hits)


def test_what_an_unread_passage_says_is_missing_still() -> None:
    bodies = [f"Heel pain and heel pain number {number} ease." for number in range(READ_PASSAGES)]
    index = index_of(*bodies, "Dry needling is done by some.")
    hits = hits_of(index, understand("heel pain"))
    assert NAMEABLE.missing("dry needling for heel pain", "en", index, hits[:READ_PASSAGES])
    assert not NAMEABLE.missing("dry needling for heel pain", "en", index, hits[READ_PASSAGES:])
