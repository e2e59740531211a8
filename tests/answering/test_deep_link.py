"""The address of the very sentence, percent-encoded so that a browser finds it."""

from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.deep_link import article_url, deep_link, text_fragment
from ptassist.articles.article import Article
from ptassist.articles.readers import read_path
from ptassist.index.passages import split_article
from tests.answering.made import article_of
from tests.answering.matcher import first_match

SAMPLES = Path(__file__).parents[2] / "corpus" / "articles"

URL = "https://clinic.example/blog/hop"


def link(text: str, url: str = URL) -> str:
    article = article_of(text, url=url)
    return deep_link(article, 0, len(article.text.rstrip("\n")))


def test_a_short_sentence_is_named_whole() -> None:
    assert link("Hop near a wall.") == f"{URL}#:~:text=Hop%20near%20a%20wall."


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("Warm-up first, then hop", "Warm%2Dup%20first%2C%20then%20hop"),
        ("ice & heat", "ice%20%26%20heat"),
        ("100% of #1 hops/day?", "100%25%20of%20%231%20hops%2Fday%3F"),
        (
            "“Schöne Grüße” – né",
            "%E2%80%9CSch%C3%B6ne%20Gr%C3%BC%C3%9Fe%E2%80%9D%20%E2%80%93%20n%C3%A9",
        ),
        ("cuello rígido mañana", "cuello%20r%C3%ADgido%20ma%C3%B1ana"),
        ("a+b=c; d:e", "a%2Bb%3Dc%3B%20d%3Ae"),
    ],
)
def test_marks_of_the_directive_and_umlauts_are_percent_codes(text: str, encoded: str) -> None:
    assert link(text) == f"{URL}#:~:text={encoded}"


def test_twelve_words_are_named_whole_and_thirteen_by_their_ends() -> None:
    words = [f"w{n}" for n in range(1, 14)]
    assert link(" ".join(words[:12])).endswith("text=" + "%20".join(words[:12]))
    assert link(" ".join(words)).endswith(
        "text=w1%20w2%20w3%20w4%20w5%20w6,w8%20w9%20w10%20w11%20w12%20w13"
    )


def test_a_fragment_of_the_address_gives_way() -> None:
    assert link("Hop now", f"{URL}?a=1#top") == f"{URL}?a=1#:~:text=Hop%20now"


def test_an_article_without_an_address_is_shown_by_ptassist_with_the_sentence_marked() -> None:
    article = article_of("Hop near a wall. Rest.", "feet/höhe & co")
    assert article_url(article) == "/articles/feet/h%C3%B6he%20%26%20co"
    assert deep_link(article, 0, 16) == "/articles/feet/h%C3%B6he%20%26%20co?s=0-16#q"


def test_an_article_with_an_address_keeps_it() -> None:
    assert article_url(article_of("Hop.", url=f"{URL}#top")) == f"{URL}#top"


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), min_size=1))
@settings(max_examples=80, deadline=None)
def test_the_words_come_back_out_of_every_link(words: list[str]) -> None:
    text = " ".join(words)
    spaced = text.split()
    assert spaced == words
    fragment = text_fragment(text, 0, len(text))
    if (
        fragment is None
    ):  # the whole of a text stands in it once, and is named if it is not too long
        assert len(spaced) > 60
        return
    assert not set(fragment) & set("-& #")
    first, comma, last = fragment.partition(",")
    if comma:
        assert text.startswith(unquote(first))
        assert text.endswith(unquote(last))
        assert min(len(unquote(end).split()) for end in (first, last)) >= 6
    else:
        assert unquote(first) == text


# One place


def sentences_of(article: Article) -> list[tuple[int, int]]:
    return [(s.start, s.end) for passage in split_article(article) for s in passage.sentences]


def test_the_same_sentence_twice_is_told_apart_by_what_stands_around_it() -> None:
    text = "Warm up. Rest for a minute. Then hop. Rest for a minute. Cool down."
    first, second = text.index("Rest"), text.rindex("Rest")
    length = len("Rest for a minute.")
    assert text_fragment(text, first, first + length) == "up.-,Rest%20for%20a%20minute."
    assert text_fragment(text, second, second + length) == "hop.-,Rest%20for%20a%20minute."


def test_a_sentence_that_another_begins_with_is_told_apart_by_what_follows() -> None:
    text = "Hop near a wall. Hop near a wall. Hop near a tree."
    assert text_fragment(text, 0, 16) == "Hop%20near%20a%20wall.,-Hop%20near%20a%20wall."
    assert text_fragment(text, 17, 33) == "wall.-,Hop%20near%20a%20wall."


def test_case_accents_and_quotation_marks_make_no_difference() -> None:
    text = '“Día uno” ya. "DIA UNO" ya. Fin.'
    fragment = text_fragment(text, 0, 13)
    assert fragment is not None
    assert fragment.count(",") == 1  # something beside it is named


def test_the_ends_of_a_long_sentence_grow_until_they_are_unmistakable() -> None:
    words = [f"w{n}" for n in range(20)]
    text = " ".join(words[:7]) + " x. " + " ".join(words) + "."
    start = len(" ".join(words[:7]) + " x. ")
    fragment = text_fragment(text, start, len(text))
    assert fragment is not None
    first, _, last = fragment.partition(",")
    assert unquote(first) == " ".join(
        words[:8]
    )  # seven of them stand in the sentence before as well
    assert unquote(last) == " ".join(words[14:]) + "."


def test_without_a_fragment_of_its_own_a_sentence_is_found_under_its_heading() -> None:
    # More of the same on both sides than is ever named.
    body = "## Steps\n\n" + "Hop on. " * 40 + "\n\n## Rest\n\nSit."
    article = article_of(body, url=URL)
    spans = sentences_of(article)
    assert deep_link(article, *spans[20]) == f"{URL}#steps"
    assert "#:~:text=" in deep_link(article, *spans[-1])


def test_without_a_heading_it_is_the_page() -> None:
    article = article_of("Hop on. " * 40, url=f"{URL}#top")
    assert deep_link(article, *sentences_of(article)[20]) == URL


def test_a_stretch_without_a_whole_word_has_no_fragment() -> None:
    assert text_fragment("Hopping", 2, 4) is None
    assert text_fragment("Hop  on", 3, 5) is None


def test_a_sentence_that_was_glued_to_another_is_named_by_its_whole_words() -> None:
    text = "It hurts (2022).Affecting many people."
    assert text_fragment(text, text.index("Affecting"), len(text)) == "many%20people."


def test_a_sentence_of_thousands_of_words_makes_no_endless_address() -> None:
    text = "hop " * 5000
    assert text_fragment(text, 0, len(text)) is None
    assert len(text_fragment("Stop. " + " ".join(map(str, range(5000))), 6, 23_000) or "") < 400


WORDS = st.sampled_from(
    [
        "hop",
        "Hop",
        "hop.",
        "on",
        "a",
        "knee",
        "high-knee",
        "knee,",
        "“día”",
        '"DIA"',
        "ß",
        "ss",
        "1",
    ]
)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from([" ", "\n", "  "])), min_size=1, max_size=60),
    st.integers(0, 59),
    st.integers(1, 40),
)
@settings(max_examples=200, deadline=None)
def test_a_browser_marks_the_sentence_and_nothing_else(
    words: list[tuple[str, str]], first: int, count: int
) -> None:
    text = "".join(word + space for word, space in words)
    ends = list(accumulate(len(word + space) for word, space in words))
    first = min(first, len(words) - 1)
    last = min(first + count, len(words))
    start = ends[first] - len("".join(words[first]))
    end = ends[last - 1] - len(words[last - 1][1])
    fragment = text_fragment(text, start, end)
    if fragment is not None:
        assert first_match(text, fragment) == (start, end)


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.md")), ids=lambda path: path.stem)
def test_every_sentence_of_the_sample_articles_has_a_fragment_of_its_own(path: Path) -> None:
    reading = read_path(path, path.stem)
    for article in reading.articles:
        for start, end in sentences_of(article):
            fragment = text_fragment(article.text, start, end)
            assert fragment is not None, article.text[start:end]
            assert first_match(article.text, fragment) == (start, end)


def test_the_oracle_itself() -> None:
    text = "Hop now. The hopper  rests. Hop now, then rest."
    assert first_match(text, "hop") == (0, 3)
    assert first_match(text, "hop%20now,rest.") == (0, 47)
    assert first_match(text, "rests.-,hop") == (28, 31)
    assert first_match(text, "now,-then") is None
    assert first_match(text, "now%2C,-then") == (32, 36)
    assert first_match(text, "hopper%20rests.") == (13, 27)
    assert first_match(text, "hopp") is None
