"""How a question is put to the articles: in their words, where they never say the visitor's."""

from pathlib import Path

import pytest

from ptassist.answering.phrasing import Phrasing, Put
from ptassist.answering.question import understand
from ptassist.answering.reader import PIECES, WEIGHTS
from ptassist.index.store import Index
from ptassist.shipped import shipped
from tests.answering.made import index_of

TABLE = """
pain words: [hurts]
things:
  - same: [glorps, hop drills, jump work, floor squeezes]
  - lay: [wobbly feet]
    means: [balance]
"""


@pytest.fixture
def phrasing(tmp_path: Path) -> Phrasing:
    for file in shipped("corpus/language").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "synonyms.yaml").write_text(TABLE, encoding="utf-8")
    return Phrasing(tmp_path, WEIGHTS / PIECES)


def put(phrasing: Phrasing, index: Index, text: str) -> Put:
    (one,) = phrasing.ways(index, understand(text))
    return one


def test_encoder_and_reader_get_the_name_that_the_articles_say(phrasing: Phrasing) -> None:
    index = index_of(
        "A hop drill is fun.", "Hop. Then drill a hole.", "Do the jump work. Jump to work."
    )
    found = put(phrasing, index, "Do glorps help?")
    assert found.question.standalone.startswith("Do hop drills help?")
    assert found.question.words == "Do glorps help?"
    assert found.question.text == "Do glorps help?"
    assert found.more == "hop drills, jump work, floor squeezes"


def test_words_apart_from_each_other_are_no_name(phrasing: Phrasing) -> None:
    index = index_of("Drill a hole, then hop.", "Work hard and jump.")
    assert put(phrasing, index, "Do glorps help?").question.standalone.startswith("Do glorps help?")


def test_a_title_says_a_name_too(phrasing: Phrasing) -> None:
    index = index_of("# Jump work\n\nStart low and count to ten. A hop or a drill is enough.")
    assert put(phrasing, index, "why glorps?").question.standalone.startswith("why jump work?")


def test_what_the_articles_say_themselves_stays(phrasing: Phrasing) -> None:
    index = index_of("Glorps are a hop drill. A hop drill is fun.")
    assert put(phrasing, index, "Do glorps help?").question.standalone == "Do glorps help?"
