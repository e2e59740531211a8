"""Notes: the hard words of the quotes, each once, in plain words, and none that somebody has explained already."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.notes import MOST_NOTES, Entry, Notes, load_notes
from ptassist.checks.readability import flesch_kincaid, inflesz
from ptassist.errors import ShippedFileError
from ptassist.shipped import shipped

FOLDER = shipped("corpus/language")
ENTRIES = load_notes(FOLDER)
SHIPPED = Notes(FOLDER)
# Words that tell what to do, or judge.
ADVISING = re.compile(
    r"\b(?:you should|must|avoid|ask|see a|never|always|safe|danger\w*|risk\w*|deadly|cancer"
    r"|debe\w*|evite|pregunte|nunca|siempre|segur[oa]|peligr\w*|riesgo\w*|cáncer|\d+ mg)\b"
)
OURS = """
reviewer: A. Maple, PT
few:
  - en: kyphosis, kyphotic
    en_note: a round back.
    es: cifosis
    es_note: una espalda redonda.
  - en: hip abduction
    en_note: the leg moves out.
    es: abducción de cadera
    es_note: la pierna va hacia fuera.
many:
  - en: range of motion, ROM
    en_note: how far it moves.
    es: rango de movimiento
    es_note: hasta dónde se mueve.
  - en: hip
    en_note: where the leg begins.
    es: cadera
    es_note: donde nace la pierna.
  - en: biopsy, T score
    en_note: a test.
    es: raíz, disco herniado
    es_note: una prueba.
"""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Notes:
    folder = tmp_path_factory.mktemp("language")
    (folder / "notes.yaml").write_text(OURS, encoding="utf-8")
    return Notes(folder)


def noted(notes: Notes, *texts: str, language: str = "en", most: int = 9) -> list[tuple[str, str]]:
    return [(note.term, note.text) for note in notes.for_quotes(texts, language, most)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("KYPHOSIS comes with age.", ["KYPHOSIS"]),
        ("A kyphotic back, then kyphosis.", ["kyphotic"]),
        ("Hip-abduction and hips", ["Hip-abduction", "hips"]),
        ("hip. Abduction", ["hip"]),
        ("Two biopsies", ["biopsies"]),
        ("ROM, rom and ROMs", ["ROM"]),
        ("ranges of motion", ["ranges of motion"]),
        ("a range of\nmotion", ["range of\nmotion"]),
        ("a T-score, and they don't score", ["T-score"]),
        ("they don't score", []),
        ("the kyphosis's curve", ["kyphosis"]),
        ("una CIFÓSIS, dos raices", ["CIFÓSIS", "raices"]),
        ("los discos herniados", ["discos herniados"]),
        ("kyphosisx, xkyphosis, ship, hipster, hip2", []),
        ("", []),
    ],
)
def test_whole_words_are_found_in_any_form(ours: Notes, text: str, terms: list[str]) -> None:
    assert [term for term, _ in noted(ours, text)] == terms


def test_the_hardest_come_first_and_at_most_two(ours: Notes) -> None:
    text = "Hip range of motion with a kyphosis."
    assert [term for term, _ in noted(ours, text)] == ["kyphosis", "range of motion", "Hip"]
    assert [note.term for note in ours.for_quotes([text], "en")] == ["kyphosis", "range of motion"]
    assert MOST_NOTES == 2
    assert noted(ours, text, most=0) == []


def test_a_word_of_several_quotes_is_noted_once(ours: Notes) -> None:
    assert noted(ours, "kyphosis", "Kyphosis", "kyphotic") == [("kyphosis", "a round back.")]


def test_the_note_is_in_the_visitors_language_and_the_word_as_the_article_has_it(
    ours: Notes,
) -> None:
    spanish = "una espalda redonda."
    assert noted(ours, "kyphosis", language="es") == [("kyphosis", spanish)]
    assert noted(ours, "la cifosis", language="es") == [("cifosis", spanish)]
    assert noted(ours, "la cifosis") == [("cifosis", "a round back.")]
    assert noted(ours, "kyphosis", language="de") == [("kyphosis", "a round back.")]


def test_what_a_quote_explains_gets_no_note(ours: Notes) -> None:
    assert noted(ours, "Kyphosis is a round back.", "So kyphosis grows.") == []
    assert noted(ours, "So kyphosis grows.", "A round back (kyphosis) hurts.") == []


def test_what_the_article_explains_elsewhere_gets_no_note_and_the_next_word_does(
    ours: Notes,
) -> None:
    article = "Kyphosis means a back like a hill. Hip pain is common. Kyphosis grows."
    quotes = ["Kyphosis grows at the hip."]
    assert [n.term for n in ours.for_quotes(quotes, "en", 1)] == ["Kyphosis"]
    assert [n.term for n in ours.for_quotes(quotes, "en", 1, [article])] == ["hip"]
    assert [n.term for n in ours.for_quotes(quotes, "en", 1, ["Snow is white."])] == ["Kyphosis"]


def test_who_signed_is_told(ours: Notes) -> None:
    assert ours.reviewer == "A. Maple, PT"
    assert SHIPPED.reviewer is None or SHIPPED.reviewer.strip()


SPELLINGS = sorted({spelling for entry in ENTRIES for spelling in entry.spellings})
PIECES = st.one_of(
    st.sampled_from(SPELLINGS),
    st.sampled_from(SPELLINGS).map(str.upper),
    st.sampled_from(SPELLINGS).map(lambda spelling: f"{spelling}s"),
    st.sampled_from(
        ["the", "hip", "(", ")", ",", ".", "-", "is a", "called", "İ", "ß", "﷽", "\x00"]
    ),
    st.text(max_size=8),
)
TEXTS = st.lists(st.lists(PIECES, max_size=8).map(" ".join), max_size=4)


@given(TEXTS, st.sampled_from(["en", "es"]))
@settings(max_examples=300, deadline=None)
def test_every_noted_word_stands_whole_in_a_quote_at_most_two_and_never_twice(
    texts: list[str], language: str
) -> None:
    notes = SHIPPED.for_quotes(texts, language, articles=texts)
    assert len(notes) <= MOST_NOTES
    assert len({note.text for note in notes}) == len(notes)
    meanings = {entry.texts[language] for entry in ENTRIES}
    for note in notes:
        whole = rf"(?<![^\W_]){re.escape(note.term)}(?![^\W_])"
        assert any(re.search(whole, text) for text in texts)
        assert note.text in meanings


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.spellings[0])
def test_every_shipped_note_is_short_plain_and_no_advice(entry: Entry) -> None:
    assert flesch_kincaid([entry.texts["en"]]) <= 6
    # Below 55 on the INFLESZ scale is too hard for patients.
    assert inflesz([entry.texts["es"]]) >= 55
    for text in entry.texts.values():
        assert len(text.split()) <= 18
        assert text.endswith(".")
        assert not ADVISING.search(text)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.spellings[0])
def test_every_shipped_word_is_found_by_each_of_its_spellings(entry: Entry) -> None:
    for spelling in entry.spellings:
        (note,) = SHIPPED.for_quotes([f"One sees {spelling} here."], "en")
        assert (note.term, note.text) == (spelling, entry.texts["en"])


def test_no_shipped_spelling_stands_for_two_words() -> None:
    spelled = [s.casefold() for entry in ENTRIES for s in entry.spellings]
    assert len(set(spelled)) == len(spelled)
    assert len({entry.texts["en"] for entry in ENTRIES}) == len(ENTRIES) >= 120


def test_it_is_quick_and_no_text_keeps_it_busy() -> None:
    quotes = ["People with a kyphosis load the lumbar spine and the pelvic floor each day."] * 10
    SHIPPED.for_quotes(quotes, "en")
    started = time.process_time()
    for _ in range(100):
        SHIPPED.for_quotes(quotes, "en", articles=quotes)
    # A hundredth of it is half a millisecond where nothing else runs; a busy machine is slower.
    assert time.process_time() - started < 0.25
    started = time.process_time()
    for text in ("range of " * 5000, "a-" * 20_000, "é" * 50_000, "(" * 50_000, "İ" * 50_000):
        SHIPPED.for_quotes([text], "en", articles=[text])
    assert time.process_time() - started < 1


LINE = "few:\n  - {en: a, en_note: b., es: c, es_note: d.}\n"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "- a",
        "few: 3",
        "few: [3]",
        "few:\n  - {en: a, en_note: b.}",
        LINE.replace("b.", "''"),
        LINE.replace("en: a", "en: 'a, ?'"),
        LINE.replace("es: c", "es: 3"),
        "{",
    ],
)
def test_a_malformed_file_is_refused_by_its_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "notes.yaml").write_text(LINE, encoding="utf-8")
    assert [entry.spellings for entry in load_notes(tmp_path)] == [("a", "c")]
    (tmp_path / "notes.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ShippedFileError, match=r"notes\.yaml"):
        load_notes(tmp_path)
    with pytest.raises(ShippedFileError):
        load_notes(tmp_path / "elsewhere")
