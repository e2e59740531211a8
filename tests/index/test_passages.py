import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.articles.article import Article, BlockKind
from ptassist.articles.library import load_articles
from ptassist.articles.markdown import read_markdown
from ptassist.index.passages import (
    TARGET_WORDS,
    Passage,
    headings_above,
    sentences_to_encode,
    split_article,
    split_sentences,
    text_to_encode,
)
from tests.fakes import write_corpus


def article_of(source: str, language: str = "en") -> Article:
    body = read_markdown(source)
    return Article(
        "dir/a",
        "The Title",
        body.text,
        body.blocks,
        body.sections,
        body.references,
        language=language,
    )


def sentences_of(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


def quoted(article: Article, passage: Passage) -> list[str]:
    return [article.text[s.start : s.end] for s in passage.sentences]


SENTENCES = [
    ("Dr. Reed and Mr. Ash saw her. She left.", ["Dr. Reed and Mr. Ash saw her.", "She left."]),
    (
        "Use a weight, e.g. a bottle, i.e. water. Then rest.",
        ["Use a weight, e.g. a bottle, i.e. water.", "Then rest."],
    ),
    ("Lift 1.5 lb. Then add 2.5 lb more.", ["Lift 1.5 lb.", "Then add 2.5 lb more."]),
    ("Stop at 3 p.m. on days off. Rest.", ["Stop at 3 p.m. on days off.", "Rest."]),
    ("Is it safe?! Yes. No!", ["Is it safe?!", "Yes.", "No!"]),
    ("“Is it safe?” she asked. Go on.", ["“Is it safe?” she asked.", "Go on."]),
    ('He said "Stop." She stopped.', ['He said "Stop."', "She stopped."]),
    ("He said “no.” Then he left.", ["He said “no.”", "Then he left."]),
    ("Bones heal [1]. They do [2, 3].", ["Bones heal [1].", "They do [2, 3]."]),
    ("Wait... then go. Stop.", ["Wait... then go.", "Stop."]),
    ("Cold vs. warm: both help. Rest.", ["Cold vs. warm: both help.", "Rest."]),
    (
        "Reed et al. found it (Reed et al., 2020). It held.",
        ["Reed et al. found it (Reed et al., 2020).", "It held."],
    ),
    ("U.S. adults walk. It helps.", ["U.S. adults walk.", "It helps."]),
    ("J. Alder wrote it. Prof. Elm read it.", ["J. Alder wrote it.", "Prof. Elm read it."]),
    ("See Fig. 2. It shows a hop.", ["See Fig. 2.", "It shows a hop."]),
    ("No. 5 is best. Rest.", ["No. 5 is best.", "Rest."]),
    ("  Spaces around.   And between. ", ["Spaces around.", "And between."]),
    ("A line without a full stop", ["A line without a full stop"]),
    ("Why It Helps?", ["Why It Helps?"]),
    (
        "Rest for two weeks; then walk: slowly. Stop.",
        ["Rest for two weeks; then walk: slowly.", "Stop."],
    ),
    ("", []),
    (" \n ", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_are_split_where_a_reader_would(text, expected):
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hops help.¹ It is good.", "Hops help.¹"),
        ("Hops help.¹,² It is good.", "Hops help.¹,²"),
        ("Hops help.¹⁻³ It is good.", "Hops help.¹⁻³"),
        ("Hops help. [2] It is good.", "Hops help. [2]"),
        ("Hops help.[2, 3] It is good.", "Hops help.[2, 3]"),
        ("Do hops help?¹ They do.", "Do hops help?¹"),
        ("Hops help. [2,3] show that rest does.", "Hops help."),
        ("¹ A note. It is good.", "¹ A note."),
    ],
)
def test_a_marker_behind_the_full_stop_belongs_to_its_sentence(text, first):
    assert sentences_of(text)[0] == first


def test_spanish_sentences_are_split_where_a_reader_would():
    text = "Duele. ¿Puedo saltar? ¡Sí! Vea al Dr. Reed o a la Sra. Pino. Fin."
    assert sentences_of(text, "es") == [
        "Duele.",
        "¿Puedo saltar?",
        "¡Sí!",
        "Vea al Dr. Reed o a la Sra. Pino.",
        "Fin.",
    ]


@pytest.mark.parametrize("language", ["en", "es", "de", "zz"])
@settings(max_examples=80, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_splitting_loses_and_moves_no_character(language, text):
    end = 0
    for start, stop in split_sentences(text, language):
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()


WORD = st.sampled_from(
    "walk rest knee hip slowly daily Dr. e.g. 1.5 lb (Reed, 2020) [1] ache".split()
)
SENTENCE = st.builds(
    lambda words, stop: " ".join(words).capitalize() + stop,
    st.lists(WORD, min_size=1, max_size=40),
    st.sampled_from([".", "!", "?", "?!", ""]),
)
PROSE = st.lists(SENTENCE, min_size=1, max_size=8).map(" ".join)
BLOCK = st.one_of(
    PROSE,
    st.lists(SENTENCE, min_size=1, max_size=6).map(
        lambda items: "\n".join(f"- {i}" for i in items)
    ),
    st.tuples(
        st.integers(1, 4), st.sampled_from(["Care", "Rest:", "Is it safe?", "References"])
    ).map(lambda heading: "#" * heading[0] + " " + heading[1]),
    st.just("Start with these steps:"),
)
SOURCE = st.lists(BLOCK, min_size=1, max_size=12).map("\n\n".join)


@settings(max_examples=80, deadline=None)
@given(SOURCE)
def test_passages_hold_whole_sentences_of_one_section_and_miss_none(source):
    article = article_of(source)
    passages = split_article(article)
    assert [p.id for p in passages] == [f"dir/a#{n}" for n in range(len(passages))]
    assert {p.article_id for p in passages} <= {"dir/a"}
    expected = [
        (index, block.start + start, block.start + end)
        for index, block in enumerate(article.blocks)
        if block.kind is not BlockKind.HEADING and not article.sections[block.section].is_references
        for start, end in split_sentences(article.text[block.start : block.end], "en")
    ]
    found = [(s.block, s.start, s.end) for p in passages for s in p.sentences]
    assert found == expected  # every sentence once, whole, in reading order
    for passage in passages:
        first, last = passage.sentences[0], passage.sentences[-1]
        assert (passage.start, passage.end) == (first.start, last.end)
        assert {article.blocks[s.block].section for s in passage.sentences} == {passage.section}


@settings(max_examples=40, deadline=None)
@given(SOURCE)
def test_passages_stay_around_the_target_length(source):
    article = article_of(source)
    passages = split_article(article)
    for passage in passages:
        counts = [len(re.findall(r"\w+", text)) for text in quoted(article, passage)]
        closing = (
            passage is passages[-1]
            or passages[passages.index(passage) + 1].section != passage.section
        )
        assert sum(counts) <= TARGET_WORDS + (40 if closing else 0) or len(counts) <= 2


@settings(max_examples=40, deadline=None)
@given(SOURCE)
def test_splitting_is_repeatable(source):
    assert split_article(article_of(source)) == split_article(article_of(source))


def test_a_long_section_is_split_between_sentences_near_the_target():
    sentence = "Walk for ten minutes on flat ground every day."  # 9 words
    article = article_of("## Walking\n\n" + " ".join([sentence] * 40))
    counts = [len(p.sentences) for p in split_article(article)]
    assert counts == [12, 12, 16]  # 108 words each; the last 36 join the passage before them


def test_a_sentence_longer_than_the_target_stays_whole():
    article = article_of("Short one. " + "walk " * 200 + "home. Short two.")
    assert [len(p.sentences) for p in split_article(article)] == [1, 2]


LIST = "## Care\n\n{before}\n\nStart with these steps:\n\n- Hop ten times.\n- Rest.\n"


def test_the_line_above_a_list_goes_with_its_first_item():
    # 106 words, the line makes 110, and its first item no longer fits
    article = article_of(
        LIST.format(before=" ".join(["Walk on flat ground."] * 26 + ["Then rest."]))
        + "- Go home now.\n" * 15
    )
    first, second = split_article(article)
    assert quoted(article, first)[-1] == "Then rest."
    assert quoted(article, second)[:2] == ["Start with these steps:", "Hop ten times."]


def test_what_is_embedded_begins_with_title_headings_and_the_line_above_a_list():
    items = "\n".join(f"- Hop {n} times on both feet, then rest for a minute." for n in range(20))
    article = article_of(f"## Care\n\n### At home\n\nStart with these steps:\n\n{items}\n")
    passages = split_article(article)
    assert len(passages) > 1
    head = "The Title\nCare\nAt home\n"
    assert text_to_encode(article, passages[0]).startswith(
        head + "Start with these steps: Hop 0 times"
    )
    assert text_to_encode(article, passages[1]).startswith(head + "Start with these steps:\nHop ")
    assert article.text[passages[1].start :].startswith("Hop ")


def test_a_heading_that_introduces_a_list_is_not_embedded_twice():
    article = article_of("## Who should not hop\n\n- People with dizziness.\n")
    (passage,) = split_article(article)
    assert text_to_encode(article, passage) == (
        "The Title\nWho should not hop\nPeople with dizziness."
    )


def test_a_sentence_is_embedded_under_its_nearest_heading():
    article = article_of("Opening words.\n\n## Care\n\n### At home\n\nRest. Walk.\n")
    opening, home = split_article(article)
    assert sentences_to_encode(article, opening) == ["Opening words."]
    assert sentences_to_encode(article, home) == ["At home. Rest.", "At home. Walk."]
    assert headings_above(article, home.section) == ["Care", "At home"]


def test_a_sentence_knows_the_references_whose_marker_stands_inside_it():
    article = article_of(
        "Hopping helps [2]. Rest helps too. Both do [1, 2].\n\n## References\n\n1. A. 2015.\n2. B. 2016.\n"
    )
    (passage,) = split_article(article)
    assert [s.references for s in passage.sentences] == [(1,), (), (0, 1)]


def test_headings_and_references_are_in_no_passage(tmp_path):
    for article in load_articles(write_corpus(tmp_path)).articles:
        for passage in split_article(article):
            text = article.text[passage.start : passage.end]
            assert "10.5555" not in text
            assert not article.sections[passage.section].is_references
            assert all(
                article.blocks[s.block].kind is not BlockKind.HEADING for s in passage.sentences
            )
