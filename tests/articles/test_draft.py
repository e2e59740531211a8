import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ptassist.articles.article import BlockKind
from ptassist.articles.draft import Draft, to_corpus_file
from ptassist.articles.library import load_articles
from ptassist.articles.markdown import read_markdown
from ptassist.articles.parts.pieces import Piece, escape, lines_of, to_markdown
from ptassist.articles.readers import article_of, read_content

FULL = Draft(
    title='Heels: "a guide" # 1',
    markdown="## Rest\n\nRest helps.\n",
    author="Author One, PT, DPT",
    publisher="Example: Clinic",
    published=dt.date(2025, 6, 28),
    reviewed=dt.date(2026, 1, 2),
    url="https://clinic.example/blog/heels?a=b#c",
    language="es",
    tags=("heel", "pain, morning"),
    left_out=("menu",),
    notes=("the title is derived from the text: check it",),
)


def test_a_corpus_file_reads_back_to_the_same_article(tmp_path: Path):
    (tmp_path / "heels.md").write_text(to_corpus_file(FULL), encoding="utf-8")
    corpus = load_articles(tmp_path)
    assert corpus.articles == (article_of(FULL, "heels"),)
    assert corpus.warnings == ()


def test_a_person_can_read_and_correct_a_corpus_file():
    assert to_corpus_file(FULL) == (
        "---\n"
        "title: 'Heels: \"a guide\" # 1'\n"
        "url: https://clinic.example/blog/heels?a=b#c\n"
        "author: Author One, PT, DPT\n"
        "publisher: 'Example: Clinic'\n"
        "published: 2025-06-28\n"
        "reviewed: 2026-01-02\n"
        "language: es\n"
        "tags: [heel, 'pain, morning']\n"
        "# check: the title is derived from the text: check it\n"
        "---\n\n"
        "## Rest\n\nRest helps.\n"
    )


@pytest.mark.parametrize(
    "title", ["Yes", "null", "~", "2024-01-31", "1.10", "- a", "a: b", "'x'", "¿Qué?", "🏃 run"]
)
def test_a_title_stays_what_it_is(title):
    content = to_corpus_file(Draft(title, "Text.\n")).encode()
    (article,) = read_content(content, Path("a.md"), "a").articles
    assert article.title == title


LINE = st.text(alphabet="abcZ. ,:#*-_>`[]()!1)ñ\t\\~=+&;\"'’<•|/?", min_size=1, max_size=40)
PIECES = st.lists(
    st.tuples(st.sampled_from(list(BlockKind)), LINE, st.integers(1, 3), st.booleans()), max_size=5
)


@settings(max_examples=300, deadline=None)
@example([(BlockKind.HEADING, "1 #", 1, False)])
@given(PIECES)
def test_pieces_read_back_to_just_their_text(rows):
    pieces = [
        Piece(kind, text, level, ordered and kind is BlockKind.ITEM)
        for kind, text, level, ordered in rows
    ]
    said = [line for piece in pieces for line in lines_of(piece.text)]
    assert read_markdown(to_markdown(pieces)).text.split() == " ".join(said).split()


def test_links_of_a_reference_list_are_kept_as_links():
    piece = Piece(
        BlockKind.ITEM, "Maple. Read it here.", 1, True, 1, (("here", "https://a.example/x_(y)"),)
    )
    shown = to_markdown([Piece(BlockKind.HEADING, "References", 2), piece])
    assert shown == "## References\n\n1. Maple. Read it [here](<https://a.example/x_(y)>).\n"
    (reference,) = read_markdown(shown).references
    assert (reference.text, reference.url) == ("Maple. Read it here.", "https://a.example/x_(y)")


@pytest.mark.parametrize(
    "text", ["plain words, (1) and [2].", "5 > 4 - 1", "snake_case", "A & B", "Why? Yes!"]
)
def test_what_needs_no_escape_gets_none(text):
    assert escape(text) == text
