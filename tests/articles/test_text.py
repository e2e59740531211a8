"""Pasted text: made-up pastes of the shape of the real one, which is read where it is at hand."""

import datetime as dt
import re
from pathlib import Path

import pytest

from ptassist.articles.article import BlockKind
from ptassist.articles.readers import article_of
from ptassist.articles.references import cited_in
from ptassist.articles.text import read_text
from ptassist.errors import UnreadableFileError
from ptassist.index.passages import split_article

PASTE = """Hopping and Brittle Bones: A Plain Guide

Dr. Author One, PT, DPT • June 28, 2025

Brittle bones break from small falls (NIM, 2022).They affect many people, mostly after midlife.


Why Hop?

Hopping loads the hip bone more than walking does (Maple, 2018).


Main Gains from Hopping

  1. Denser Bones
    Regular hopping may slow the loss of bone. It matters most at the hip.

  2. Better Balance
    Short hops train the muscles of the leg.

Before You Begin

Before you begin, ask your therapist if you have had a fracture. Do not hop with a swollen knee.


Safe Ways Include:

  • Start slow with small hops.
  • Mind your form, not the height—ask when unsure. As form gets better, slowly go higher
  • Slowly add hops, such as sideways ones
  • Hold on to a table


Brittle bones need not mean fear!

\u0020

Book An Orthopedic Evaluation

Resources:


Maple, A. R., & Birch, S. W. (2018). Hops and bones. Invented Journal, 33(4), 435-444. https://doi.org/10.5555/hop.2018.1

National Institute of Motion: Bones and Joints. (2022). Brittle bones. Retrieved from https://motion.example/bones#:~:text=Bones


By Dr. Author One, PT, DPT February 2, 2026
Therapy for Throwing Injuries, Sampleville
By Author Two, PT January 28, 2026
Stairs and Sore Knees, Sampleville
By Author Three, PT, DPT September 3, 2025
{whole}
By Dr. Author Two, PT, DPT August 14, 2025
A Knee Story - Sampleville"""
WHOLE = (
    "Typically, people rest too long after a sprain. While rest is good, there is more to do. Ankle sprain rehab"
    " after the first week (days 7-40) focuses on helping the ankle carry load again. Here is what it includes: Early"
    " Motion Encourages gentle circles. Loading Targets the calf with slow raises. Balance work on one leg can lower"
    " the risk of another sprain. Ankle rehab may take twelve weeks. A sprain that still swells after two weeks needs"
    " a visit. Ultimately, ankle rehab is made for each person."
)
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def made_up() -> str:
    return PASTE.format(whole=WHOLE)


def test_the_paste_gives_the_article_with_its_facts_and_the_post_with_its_own():
    first, second = read_text(made_up().encode())
    assert first.title == "Hopping and Brittle Bones: A Plain Guide"
    assert (first.author, first.published) == ("Dr. Author One, PT, DPT", dt.date(2025, 6, 28))
    assert first.left_out == ('booking call: "Book An Orthopedic Evaluation"', "3 listed posts")
    assert first.notes == ()
    assert (second.author, second.published) == ("Author Three, PT, DPT", dt.date(2025, 9, 3))
    assert second.title == "Ankle sprain rehab after the first week"
    assert "the title is derived from the text: check it" in second.notes
    assert second.markdown.strip() == WHOLE


def test_sections_items_and_references_of_the_paste():
    article = article_of(read_text(made_up().encode())[0], "hopping")
    assert [section.heading for section in article.sections] == [
        None,
        "Why Hop?",
        "Main Gains from Hopping",
        "Before You Begin",
        "Resources:",
    ]
    words = [(b.kind.value, article.text[b.start : b.end]) for b in article.blocks]
    assert ("item", "Denser Bones") in words
    assert (
        "item",
        "Regular hopping may slow the loss of bone. It matters most at the hip.",
    ) in words
    assert ("item", "Hold on to a table") in words
    assert ("paragraph", "Safe Ways Include:") in words
    assert [(r.label, r.doi) for r in article.references] == [
        ("Maple & Birch, 2018", "10.5555/hop.2018.1"),
        ("National Institute of Motion, 2022", None),
    ]
    assert cited_in("It is common (NIM, 2022).", article.references) == ([1], 0)
    assert cited_in("It helps (Maple, 2018).", article.references) == ([0], 0)


def lost(source: str, texts: list[str]) -> list[str]:
    """The lines of a paste that stand in none of the texts."""
    read = [" ".join(text.split()) for text in texts]
    lines = (re.sub(r"^\s*(?:•|\d+\.)\s*", "", line) for line in source.splitlines())
    lines = (" ".join(line.split()) for line in lines)
    return [line for line in lines if line and not any(line in text for text in read)]


def test_no_line_of_the_paste_is_lost_but_title_bylines_list_and_call():
    articles = [article_of(draft, "x") for draft in read_text(made_up().encode())]
    gone = lost(made_up(), [article.text for article in articles])
    assert gone == [
        "Hopping and Brittle Bones: A Plain Guide",
        "Dr. Author One, PT, DPT • June 28, 2025",
        "Book An Orthopedic Evaluation",
        "By Dr. Author One, PT, DPT February 2, 2026",
        "Therapy for Throwing Injuries, Sampleville",
        "By Author Two, PT January 28, 2026",
        "Stairs and Sore Knees, Sampleville",
        "By Author Three, PT, DPT September 3, 2025",
        "By Dr. Author Two, PT, DPT August 14, 2025",
        "A Knee Story - Sampleville",
    ]


def test_the_real_paste():
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is not here; it is read only where the project is made")
    (seed,) = SEEDS.glob("*.txt")
    source = seed.read_text(encoding="utf-8")
    shown = [line.strip() for line in source.splitlines() if line.strip()]
    first, second = read_text(seed.read_bytes(), seed.name)
    assert first.title == shown[0]
    assert shown[1] == f"{first.author} • June 28, 2025"
    assert (first.published, second.published) == (dt.date(2025, 6, 28), dt.date(2025, 9, 3))
    assert f"By {second.author} September 3, 2025" in shown
    assert "the title is derived from the text: check it" in second.notes
    main, post = article_of(first, "main"), article_of(second, "post")
    assert [bool(r.doi) for r in main.references] == [True, False]
    assert all(r.url for r in main.references)
    prose = [main.text[b.start : b.end] for b in main.blocks]
    cited = {
        m: cited_in(t, main.references)
        for t in prose
        for m in ("NIH, 2022", "Hong, 2018")
        if m in t
    }
    assert cited == {"NIH, 2022": ([1], 0), "Hong, 2018": ([0], 0)}
    gone = lost(source, [main.text, post.text])
    listed = [n for n, line in enumerate(shown) if re.match(r"By .*, 20\d\d$", line)]
    titles = [shown[n + 1] for n in listed if shown[n + 1] not in post.text]
    assert len(titles) == 9
    expected = {*shown[:2], *titles, *(shown[n] for n in listed)}
    assert {line for line in gone if line not in expected} == {"Book An Orthopedic Evaluation"}
    assert len(listed) == 10
    passages = [
        article.text[p.start : p.end] for article in (main, post) for p in split_article(article)
    ]
    kept_out = [*titles, *(shown[n] for n in listed), "Book An Orthopedic Evaluation"]
    assert [line for line in kept_out if any(line in text for text in passages)] == []


def test_lines_broken_at_a_fixed_width_are_put_together():
    wrapped = (
        "Heel Pain\n\nThe heel carries the load of the whole body with every step, so that\n"
        "a sore heel is hard to rest and slow to mend for people who stand all\n"
        "day long. Most people feel better within eight weeks of care at home\nand in the clinic.\n\n"
        "Roll a bottle under the foot for a minute, and do it twice a day for\nsix weeks.\n"
        "- Walk on flat ground, if that does not hurt the heel at all, and rest\n  in between.\n"
    )
    (draft,) = read_text(wrapped.encode())
    assert draft.title == "Heel Pain"
    assert "so that a sore heel is hard" in draft.markdown
    assert (
        "- Walk on flat ground, if that does not hurt the heel at all, and rest in between.\n"
        in draft.markdown
    )


def test_a_menu_above_the_title_stays_out():
    paste = "Home\nBlog\nContact\nHeel Pain\nBy Author One, PT • June 2, 2024\nThe heel hurts. It eases.\n"
    (draft,) = read_text(paste.encode())
    assert (draft.title, draft.markdown) == ("Heel Pain", "The heel hurts. It eases.\n")
    assert "3 lines above the title" in draft.left_out


def test_a_list_of_posts_with_the_title_first():
    paste = (
        "Heel Pain\nBy Author One, PT • June 2, 2024\n\nThe heel hurts. It eases by noon.\n\n"
        "Knees and Stairs\nBy Author Two • May 1, 2024\n\nHips and Chairs\nBy Author Two • May 2, 2024\n"
    )
    (draft,) = read_text(paste.encode())
    assert draft.markdown == "The heel hurts. It eases by noon.\n"
    assert "2 listed posts" in draft.left_out


def test_a_text_without_title_and_byline():
    (draft,) = read_text(
        b"The heel hurts in the morning. Heel pain care at home is simple, and heel pain eases.\n"
    )
    assert draft.title == "Heel pain care at home"
    assert (draft.author, draft.published) == (None, None)
    assert draft.notes == ("the title is derived from the text: check it",)


def test_spanish_is_heard():
    (draft,) = read_text(
        "Dolor de talón\n\nPor Author Uno, PT • 5 de mayo de 2023\n\nEl talón duele por la mañana.".encode()
    )
    assert (draft.language, draft.published) == ("es", dt.date(2023, 5, 5))


def test_hidden_characters_are_counted():
    (draft,) = read_text("Heel Pain\n\nWa\u200blk \u2066daily\u2069.\n".encode())
    assert draft.markdown == "Walk daily.\n"
    assert draft.notes == ("3 hidden characters (zero width, bidi) were taken out",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "there is no text in the file"),
        (b" \n\n", "there is no text in the file"),
        (bytes(range(256)) * 20, "this is no text file"),
        (b"walk " * 300_000, "the text is longer than 1000000 characters"),
    ],
)
def test_what_is_no_article_says_why(content, reason):
    with pytest.raises(UnreadableFileError) as caught:
        read_text(content, "a.txt")
    assert caught.value.message == f"a.txt: {reason}"


def test_a_heading_level_of_a_reader_is_what_markdown_says():
    article = article_of(
        read_text(b"Heel Pain\n\nA line. Two.\n\nWhat Helps\n\nRest helps.\n")[0], "x"
    )
    assert [b.level for b in article.blocks if b.kind is BlockKind.HEADING] == [2]
