import math
import tempfile
from collections import Counter
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.errors import DamagedIndexError
from ptassist.index.lexical import Lexical, _Terms, terms, words

K1, B = 1.5, 0.75


def lucene_bm25(texts: list[str], languages: list[str], question: str) -> list[float]:
    """BM25 as Lucene counts it, written out; the question's terms count once, in each language."""
    documents = [Counter(terms(t, lang)) for t, lang in zip(texts, languages, strict=True)]
    lengths = [sum(document.values()) for document in documents]
    mean = sum(lengths) / len(lengths)
    scores = []
    for document, length in zip(documents, lengths, strict=True):
        score = 0.0
        for term in {t for lang in set(languages) for t in terms(question, lang)}:
            holding = sum(term in other for other in documents)
            rarity = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            count = document[term]
            score += rarity * count / (count + K1 * (1 - B + B * length / mean))
        scores.append(score)
    return scores


def by_bm25s(texts: list[str], languages: list[str]) -> bm25s.BM25:
    """The library's own model of some texts, one of which holds a term at least."""
    model = bm25s.BM25(k1=K1, b=B)
    tokens = [terms(t, lang) for t, lang in zip(texts, languages, strict=True)]
    model.index(tokens, show_progress=False)
    return model


TEXTS = [
    "Heel pain in the morning eases when you stretch the calf.",
    "Stretching the calf twice a day eased heel pain. Heel, heel, heel!",
    "Hopping loads the hip bone more than walking does.",
    "Do not hop with a swollen knee.",
    "Rest.",
]


@pytest.mark.parametrize(
    "question",
    ["heel pain", "Should I stretch my calves for heel pain?", "hops", "not", "unheard words", ""],
)
def test_scores_equal_the_formula_of_lucene(question):
    expected = lucene_bm25(TEXTS, ["en"] * 5, question)
    found = Lexical.build(TEXTS, ["en"] * 5).scores(question)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


WORDS = st.lists(
    st.sampled_from("heel heels pain hop hopping the and not rodilla dolor la 1.5 knee's".split()),
    max_size=12,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["en", "es"])), min_size=1, max_size=8), WORDS)
def test_scores_equal_the_formula_for_any_corpus_and_question(rows, question):
    texts, languages = [text for text, _ in rows], [language for _, language in rows]
    if not any(terms(text, language) for text, language in rows):
        return  # the next test
    found = Lexical.build(texts, languages).scores(question)
    np.testing.assert_allclose(found, lucene_bm25(texts, languages, question), rtol=1e-5, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WORDS, st.sampled_from(["en", "es"])), min_size=1, max_size=8), WORDS)
def test_what_was_saved_scores_as_bm25s_itself_to_the_last_bit(rows, question):
    texts, languages = [text for text, _ in rows], [language for _, language in rows]
    asked = {t for lang in set(languages) for t in terms(question, lang)}
    with tempfile.TemporaryDirectory() as folder:
        Lexical.build(texts, languages).save(Path(folder))
        loaded = Lexical.load(Path(folder), len(texts), languages)
        known = sorted(term for term in asked if loaded.knows(term))
        expected = by_bm25s(texts, languages).get_scores(known) if known else np.zeros(len(texts))
        assert loaded.scores(question).tolist() == expected.tolist()


@pytest.mark.parametrize("name", ["vocab.index.json", "data.csc.index.npy", "indptr.csc.index.npy"])
@pytest.mark.parametrize("content", [None, b"", b"\x00 no array, no JSON"])
def test_a_damaged_file_is_told(tmp_path, name, content):
    Lexical.build(TEXTS, ["en"] * 5).save(tmp_path)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DamagedIndexError, match="cannot be read"):
        Lexical.load(tmp_path, 5, {"en"})


def test_a_corpus_of_stop_words_alone_can_be_built_saved_and_asked(tmp_path):
    Lexical.build(["the", "and of"], ["en", "en"]).save(tmp_path)
    loaded = Lexical.load(tmp_path, 2, {"en"})
    assert loaded.scores("heel pain").tolist() == [0.0, 0.0]


def test_a_text_without_a_common_term_scores_nothing():
    scores = Lexical.build(TEXTS, ["en"] * 5).scores("hopping")
    assert [bool(score > 0) for score in scores] == [False, False, True, True, False]


def test_saving_and_loading_changes_no_score(tmp_path):
    built = Lexical.build(TEXTS, ["en"] * 5)
    built.save(tmp_path)
    loaded = Lexical.load(tmp_path, 5, {"en"})
    for question in ("heel pain", "knee", "nothing known"):
        assert loaded.scores(question).tolist() == built.scores(question).tolist()


def test_rarity_is_the_inverse_document_frequency():
    lexical = Lexical.build(TEXTS, ["en"] * 5)
    assert lexical.rarity("heel") == pytest.approx(math.log(1 + (5 - 2 + 0.5) / 2.5))
    assert lexical.rarity("knee") == pytest.approx(math.log(1 + (5 - 1 + 0.5) / 1.5))
    assert lexical.rarity("unheard") == pytest.approx(math.log(1 + 5.5 / 0.5))
    assert lexical.knows("heel")
    assert not lexical.knows("unheard")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Knee pain, 1.5 lb!", ["knee", "pain", "1", "5", "lb"]),
        ("¿Cuello RÍGIDO? niño", ["cuello", "rigido", "nino"]),
        ("the knee's ache, women’s", ["the", "knee", "ache", "women"]),
        ("don't don’t", ["don't", "don't"]),
        ("Cafe\u0301", ["cafe"]),
        ("snake_case 🏃 — …", ["snake", "case"]),
        ("", []),
    ],
)
def test_words_are_lower_case_without_accents(text, expected):
    assert words(text) == expected


def test_terms_are_stems_without_stop_words():
    assert terms("She was hopping and the hops hopped", "en") == ["hop", "hop", "hop"]
    assert terms("Los ejercicios de la rodilla", "es") == terms("ejercicio rodillas", "es")


def test_words_that_carry_meaning_in_a_health_question_are_kept():
    assert terms("not without rest before and after", "en") == [
        "not",
        "without",
        "rest",
        "befor",
        "after",
    ]


def test_an_unknown_language_is_stemmed_like_english():
    assert terms("hopping", "de") == ["hop"]


@given(st.lists(st.text(max_size=80), max_size=6), st.sampled_from(["en", "es", "fr"]))
def test_a_build_counts_the_terms_that_a_question_is_asked_with(texts, language):
    known = _Terms(language)
    assert [known.of(text) for text in texts] == [terms(text, language) for text in texts]


def test_a_word_is_held_in_any_of_its_forms_and_languages() -> None:
    model = Lexical.build(["Stretching tight calves.", "Saltar con cuidado."], ["en", "es"])
    assert model.holds("stretches")
    assert model.holds("saltando")
    assert not model.holds("zebra")
    assert not model.holds("the")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(WORDS, st.sampled_from(["en", "es"]), st.integers(0, 3)), min_size=1, max_size=8
    ),
    WORDS,
)
def test_a_group_scores_the_best_that_its_texts_have_for_each_term(rows, question):
    texts, languages = [text for text, _, _ in rows], [language for _, language, _ in rows]
    groups = np.array([group for _, _, group in rows], dtype=np.intp)
    lexical = Lexical.build(texts, languages)
    asked = {t for lang in set(languages) for t in terms(question, lang) if lexical.knows(t)}
    expected = np.zeros(groups.max() + 1)
    for term in asked:
        one = by_bm25s(texts, languages).get_scores([term])
        for group in set(groups.tolist()):
            expected[group] += max(one[groups == group])
    found = lexical.group_scores(question, groups)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["en", "es"])), min_size=1, max_size=8),
    WORDS,
    st.sampled_from(["en", "es"]),
)
def test_the_texts_that_hold_an_expression_hold_each_of_its_terms(rows, expression, language):
    texts, languages = [text for text, _ in rows], [spoken for _, spoken in rows]
    sought = set(terms(expression, language))
    held = [set(terms(text, spoken)) for text, spoken in rows]
    expected = [row for row, of_text in enumerate(held) if sought and sought <= of_text]
    assert Lexical.build(texts, languages).holding(expression, language).tolist() == expected


def test_groups_of_one_text_score_what_the_texts_score():
    lexical = Lexical.build(TEXTS, ["en"] * 5)
    question = "Should I stretch my calves for heel pain?"
    alone = lexical.group_scores(question, np.arange(5))
    np.testing.assert_allclose(alone, lexical.scores(question), rtol=1e-6)
    together = lexical.group_scores(question, np.zeros(5, dtype=np.intp))
    assert together.shape == (1,)
    assert together[0] > lexical.scores(question).max()
    assert lexical.group_scores("unheard words", np.arange(5)).tolist() == [0.0] * 5


def test_words_that_ask_for_a_kind_of_answer_are_not_searched_for():
    lexical = Lexical.build(["How and when to hop.", "Why heels hurt."], ["en", "en"])
    assert lexical.scores("how, when and WHY?").tolist() == [0.0, 0.0]
    assert lexical.scores("how to hop").tolist() == lexical.scores("hop").tolist()
    assert lexical.holds("how")
