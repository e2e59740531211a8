"""Which sentences of a hit are read, and where each reading lands."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ptassist.answering.question import understand
from ptassist.answering.reader import Reading, Window
from ptassist.answering.reading import read_hits, window_of
from tests.answering.made import article_of, hits_of, index_of

BODY = "## Sore heels\n\nOak is hard. Cold bottles ease heel pain. Snow is white today. Stairs creak at night."
QUESTION = understand("what eases heel pain")


class LengthReader:
    """Reads a sentence as its number of words, a window as its number of sentences."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Window, ...]]] = []

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        self.asked.append((question, tuple(windows)))
        return [
            Reading(float(len(w.sentences)), tuple(float(len(s.split())) for s in w.sentences))
            for w in windows
        ]


def test_each_reading_lands_at_its_sentence_and_those_outside_the_window_get_nothing() -> None:
    index = index_of(article_of(BODY, title="Feet"))
    hits = hits_of(index, QUESTION)
    found = read_hits(LengthReader(), index, QUESTION, hits, words=9)
    # "Cold bottles ease heel pain." (5 words) is the most similar; of its neighbours one more fits.
    assert found[hits[0].row].answers == 2.0
    assert sorted(found[hits[0].row].sentences) == [0.0, 0.0, 3.0, 5.0] or sorted(
        found[hits[0].row].sentences
    ) == [0.0, 0.0, 4.0, 5.0]
    assert found[hits[0].row].sentences[1] == 5.0


def test_the_question_is_read_once_beside_all_windows_under_their_headings() -> None:
    index = index_of(article_of(BODY, "a", "Feet"), article_of("Heel pain fades.", "b", "Heels"))
    reader = LengthReader()
    read_hits(reader, index, QUESTION, hits_of(index, QUESTION))
    ((asked, windows),) = reader.asked
    assert asked == QUESTION.standalone
    assert {window.above for window in windows} == {"Feet. Sore heels", "Heels"}


def test_no_more_than_the_best_hits_are_read() -> None:
    index = index_of(*(f"Heel pain number {n}." for n in "abcdefg"))
    hits = hits_of(index, QUESTION)
    assert set(read_hits(LengthReader(), index, QUESTION, hits, most=3)) == {
        hit.row for hit in hits[:3]
    }
    assert read_hits(LengthReader(), index, QUESTION, []) == {}


@given(words=st.integers(1, 40))
def test_a_window_is_a_run_of_sentences_around_the_most_similar_one(words: int) -> None:
    index = index_of(article_of(BODY))
    (hit,) = hits_of(index, QUESTION)
    window, first = window_of(index, hit, words)
    texts = [index.articles["made"].text[s.start : s.end] for s in hit.passage.sentences]
    assert list(window.sentences) == texts[first : first + len(window.sentences)]
    assert "Cold bottles ease heel pain." in window.sentences
    # A sentence longer than the window is read alone; otherwise the window holds.
    assert sum(len(s.split()) for s in window.sentences) <= max(words, 5)
