import inspect
import re
from pathlib import Path

import pytest

from ptassist import errors
from ptassist.errors import CorpusError, EmptyCorpusError, Fault, PtassistError


def every_error(base: type[PtassistError] = PtassistError) -> list[type[PtassistError]]:
    return [base, *(error for child in base.__subclasses__() for error in every_error(child))]


def drawn_tree() -> dict[str, tuple[str, str]]:
    """Name -> (name of the base, what the drawing says) of the tree in the module's docstring."""
    found: dict[str, tuple[str, str]] = {}
    above: list[str] = []
    for line in inspect.cleandoc(errors.__doc__ or "").splitlines():
        match = re.fullmatch(r"([│├└─\s]*)(\w+Error)\s*(.*)", line)
        if match:
            drawing, name, said = match.groups()
            above = [*above[: len(drawing) // 4 - 1], name]
            found[name] = (above[-2] if len(above) > 1 else "", said)
    return found


def test_the_drawn_tree_is_the_tree_of_the_classes():
    tree = drawn_tree()
    assert set(tree) == {error.__name__ for error in every_error()}
    for error in every_error()[1:]:
        assert error.__base__ is not None
        assert tree[error.__name__][0] == error.__base__.__name__


def test_every_error_says_in_one_sentence_what_happened_as_drawn():
    for error in every_error()[1:]:
        first = (error.__doc__ or "").split("\n")[0]
        assert first.endswith(".")
        drawn = drawn_tree()[error.__name__][1]
        assert first.split(";")[0].rstrip(".").lower() == drawn.split(";")[0].lower()


def test_an_error_carries_its_message_and_a_remedy():
    plain = PtassistError("the door is shut")
    assert (str(plain), plain.message, plain.remedy) == ("the door is shut", "the door is shut", "")
    assert errors.DamagedIndexError("x").remedy == "Build the index again: ptassist build"
    assert errors.DamagedIndexError("x", "Wait.").remedy == "Wait."
    assert errors.DamagedIndexError("x", "").remedy == ""


@pytest.mark.parametrize(
    "error",
    [e for e in every_error() if e not in (PtassistError, errors.QuestionError)],
    ids=lambda error: error.__name__,
)
def test_every_error_that_staff_can_meet_names_what_mends_it(error):
    assert error.default_remedy


def test_a_fault_is_shown_as_editors_read_it():
    path = Path("corpus/articles/a.md")
    assert str(Fault(path, 3, "no title")) == "corpus/articles/a.md:3: no title"
    assert str(Fault(path, None, "no title")) == "corpus/articles/a.md: no title"


def test_a_corpus_error_carries_and_shows_every_fault():
    faults = [Fault(Path("a.md"), 1, "empty"), Fault(Path("b.md"), None, "unreadable")]
    error = CorpusError(faults)
    assert error.faults == tuple(faults)
    assert error.message == (
        "2 faults in the corpus; nothing was built:\n  a.md:1: empty\n  b.md: unreadable"
    )
    assert CorpusError(faults[:1]).message.startswith("1 fault in the corpus;")


def test_an_empty_corpus_is_a_corpus_error_that_names_the_folder():
    error = EmptyCorpusError(Path("corpus/articles"))
    assert isinstance(error, CorpusError)
    assert "corpus/articles: no article found" in error.message
    assert "Markdown" in error.remedy
