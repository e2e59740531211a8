"""The address of the very sentence, percent-encoded so that a browser finds it."""

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.deep_link import article_url, deep_link
from tests.answering.made import article_of

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
    article = article_of("Hop.", url=URL)
    whole = type(article)(
        "made", "Made", text + "\n", article.blocks, article.sections, (), url=URL
    )
    fragment = deep_link(whole, 0, len(text)).removeprefix(f"{URL}#:~:text=")
    assert not set(fragment) & set("-& #")
    first, comma, last = fragment.partition(",")
    spaced = text.split()
    if len(spaced) <= 12:
        assert (unquote(first), comma) == (" ".join(spaced), "")
    else:
        assert unquote(first) == " ".join(spaced[:6])
        assert unquote(last) == " ".join(spaced[-6:])
