import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.articles.web.names import file_stem, slug


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Heel Pain in the Morning", "heel-pain-in-the-morning"),
        ("What's new? 5 facts!", "whats-new-5-facts"),
        ("Cuello rígido: ¿qué hacer?", "cuello-rigido-que-hacer"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\windows", "windows"),
        ("\x00\r\n\x1b[31m", "31m"),
        ("CON", "con-article"),
        ("lpt1", "lpt1-article"),
        (".imported.json", "imported-json"),
        ("🦴🦴", "from-the-address"),
        ("\u202eمفصل", "from-the-address"),
        ("-rf *", "rf"),
        ("", "from-the-address"),
    ],
)
def test_a_name_comes_of_the_title_or_of_the_address(title, stem):
    assert file_stem(title, "https://clinic.example/blog/from-the-address.html?x=1", set()) == stem


def test_without_title_and_address_there_is_a_name_too():
    assert file_stem("🦴", "", set()) == "article"
    assert file_stem("🦴", "https://clinic.example/", {"article"}) == "article-2"


def test_two_articles_with_one_title_get_two_names():
    taken: set[str] = set()
    for expected in ("knee", "knee-2", "knee-3"):
        stem = file_stem("Knee!", "", taken)
        taken.add(stem)
        assert stem == expected


def test_a_long_title_is_cut_between_words():
    name = slug("word " * 60)
    assert name == "-".join(["word"] * 16)
    assert len(slug("x" * 500)) == 80


@given(st.text(max_size=300), st.text(max_size=60))
def test_every_title_gives_a_harmless_name(title, url):
    stem = file_stem(title, url, set())
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem)
    assert len(stem) <= 90
