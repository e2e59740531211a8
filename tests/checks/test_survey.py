import datetime as dt
from collections.abc import Sequence

import pytest

from ptassist.articles.article import Article
from ptassist.checks.survey import (
    LONG_WORDS,
    SHORT_WORDS,
    Note,
    NoteKind,
    dead_links,
    in_order,
    notes_on,
    survey,
    unlinked,
)
from ptassist.index.passages import split_article
from tests.checks.articles import article


def all_notes(articles: Sequence[Article], links: dict[str, list[str]]) -> tuple[Note, ...]:
    alone = [note for one in articles for note in notes_on(one)]
    return in_order([*survey(articles, links), *alone])


REVIEWED = dt.date(2026, 1, 2)
BODY = " ".join(f"word{n}" for n in range(SHORT_WORDS))


def kinds(
    *articles: Article, links: dict[str, list[str]] | None = None
) -> list[tuple[NoteKind, str]]:
    return [(note.kind, note.article_id) for note in all_notes(articles, links or {})]


def test_a_reviewed_article_of_usual_length_gets_no_note():
    assert kinds(article("a", BODY, reviewed=REVIEWED)) == []


def test_without_a_date_of_review_there_is_a_note():
    assert kinds(article("a", BODY, published=REVIEWED)) == [(NoteKind.UNREVIEWED, "a")]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (SHORT_WORDS - 1, [NoteKind.SHORT]),
        (SHORT_WORDS, []),
        (LONG_WORDS, []),
        (LONG_WORDS + 1, [NoteKind.LONG]),
    ],
)
def test_very_long_and_nearly_empty_articles_are_noted(words, kind):
    body = " ".join(f"w{n}" for n in range(words))
    assert [k for k, _ in kinds(article("a", body, reviewed=REVIEWED))] == kind


def test_headings_and_references_are_not_counted_as_words():
    body = "Rest.\n\n## References\n\n" + "\n\n".join(f"Author {n}. Title." for n in range(60))
    (note,) = notes_on(article("a", body, reviewed=REVIEWED))
    assert note == Note(NoteKind.SHORT, "a", "only 1 words")


def test_near_duplicates_are_noted_at_the_second():
    twice = [article("a", BODY, reviewed=REVIEWED), article("b", BODY, reviewed=REVIEWED)]
    assert survey(twice, {}) == (Note(NoteKind.NEAR_DUPLICATE, "b", "100% the same as a"),)


def test_sentences_that_no_link_can_tell_apart_are_noted():
    body = "Rest well. " + "Hop on. " * 40
    there = article("a", body, url="https://www.clinic.example/a")
    (note,) = unlinked(there, split_article(there))
    assert (note.kind, note.article_id) == (NoteKind.NO_LINK, "a")
    assert note.message.endswith('repeated sentences, such as "Hop on."')
    ours = article("a", body)
    assert list(unlinked(ours, split_article(ours))) == []
    alone = article("b", "Rest well. Hop on. Rest on.", url="https://www.clinic.example/b")
    assert list(unlinked(alone, split_article(alone))) == []


BLOG = "https://www.clinic.example/blog/"
KNEE = article("knee/pain", url=BLOG + "knee")
HEEL = article("heel", url=BLOG + "heel")
LOCAL = article("local")


def dead(of: Article, *targets: str) -> list[str]:
    notes = dead_links([KNEE, HEEL, LOCAL], {of.id: targets})
    return [note.message.removeprefix("links to ").split(",")[0] for note in notes]


@pytest.mark.parametrize(
    "target",
    [
        BLOG + "heel",
        "http://clinic.example/blog/heel/?from=x#top",
        "/blog/heel",
        "heel",
        "../heel.md",
        "#anchor",
        "",
        "mailto:desk@clinic.example",
        "tel:5550100100",
        "https://other.example/blog/gone",
        "https://clinic.example/contact",
        "https://clinic.example/",
        "http://[broken",
    ],
)
def test_a_link_that_leads_to_an_article_or_cannot_be_judged_is_not_dead(target):
    assert dead(KNEE, target) == []


@pytest.mark.parametrize("target", [BLOG + "gone", "/blog/gone", "gone", "gone.md", "heel.md"])
def test_a_link_to_an_article_that_is_not_there_is_dead(target):
    assert dead(KNEE, target, target) == [target]


def test_without_an_address_only_files_can_be_judged():
    assert dead(LOCAL, "gone.docx", "knee/pain.md", "gone", "/blog/x") == ["gone.docx"]
