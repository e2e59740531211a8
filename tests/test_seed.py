"""The clinic article that the project starts from, pasted by hand, answers its example question.

The article stays outside the project: its sentences are looked up in it by a few words at run time.
"""

import re
from pathlib import Path

import pytest

from ptassist.answering.answer import Answer
from ptassist.assistant import open_assistant
from ptassist.build import build_index
from tests.fakes import article_source, settings_in

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
QUESTION = "is jumping safe with osteoporosis?"
_BULLET = re.compile(r"^\s*[•*-]\s*")


def paste() -> str:
    """The article up to the blog's list of other posts; skips where it is not at hand."""
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip(f"{SEEDS} is not here; it is read only where the project is made")
    lines = found[0].read_text(encoding="utf-8").splitlines()
    end = next(n for n, line in enumerate(lines) if line.startswith("By Dr. "))
    return "\n".join(lines[:end])


def corpus_file(pasted: str) -> str:
    """The paste with its title line and its byline moved into the front matter."""
    title, byline, *_ = [line for line in pasted.splitlines() if line.strip()]
    author = byline.partition("•")[0].strip()
    text = pasted[pasted.index(byline) + len(byline) :]
    return article_source(f'"{title.strip()}"', text, author=f'"{author}"')


def line_with(pasted: str, words: str) -> str:
    (line,) = [line for line in pasted.splitlines() if words in line]
    return _BULLET.sub("", line).strip()


@pytest.fixture(scope="module")
def pasted() -> str:
    return paste()


@pytest.fixture(scope="module")
def answer(pasted: str, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    settings = settings_in(tmp_path_factory.mktemp("seed"))
    settings.corpus_dir.mkdir()
    (settings.corpus_dir / "seed.md").write_text(corpus_file(pasted), encoding="utf-8")
    build_index(settings)
    return open_assistant(settings).ask(QUESTION)


def test_the_seed_answers_as_the_design_writes_it_out(answer: Answer, pasted: str) -> None:
    precaution = line_with(pasted, "Before starting")
    precaution = precaution[: precaution.index(". ") + 1]  # its first sentence
    assert answer.kind == "answer"
    assert [(s.role.value, s.text) for s in answer.segments] == [
        ("condition", precaution),
        ("context", line_with(pasted, "Safe Practices")),
        ("answer", line_with(pasted, "jumping")),
    ]
    assert [(f.code, f.before) for f in answer.frames] == [
        ("cannot_say_for_you", 0),
        ("first", 0),
        ("then_under", 1),
        ("exclusions_not_found", None),
    ]
    assert [action.label for action in answer.handoff.actions] == [
        "Call (555) 010-0100",
        "Book a visit",
    ]


def test_the_seed_is_cited_by_section_author_and_sentence(answer: Answer, pasted: str) -> None:
    title, _, byline, *_ = pasted.splitlines()
    assert {citation.title for citation in answer.citations} == {title.strip()}
    assert all(byline.startswith(str(citation.author)) for citation in answer.citations)
    assert {segment.citation for segment in answer.segments} == {
        citation.number for citation in answer.citations
    }
    # No quoted sentence cites a study, so both stand under further reading only.
    assert [segment.references for segment in answer.segments] == [(), (), ()]
    assert any(entry.doi for entry in answer.citations[0].further_reading)
