"""Spanish words: what their forms and misspellings have in common, and what English shares with them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.spanish import (
    Stems,
    cognate,
    is_infinitive,
    singulars,
    without_accents,
    without_diminutive,
)

STEMS = Stems()


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("saltar", "saltando"),
        ("saltar", "saltaria"),
        ("saltar", "saltarlo"),
        ("agacharme", "agacharse"),
        ("doler", "dolia"),
        ("lesion", "lesiones"),
        ("hinchada", "hinchados"),
        # as they sound
        ("rodilla", "rodiya"),
        ("ejercicio", "ejersisio"),
        ("hombro", "ombro"),
        ("vejiga", "begiga"),
        ("cadera", "kadera"),
        ("cuello", "cueyo"),
        ("quiste", "kiste"),
        ("izquierda", "iskierda"),
    ],
)
def test_forms_and_misspellings_of_a_word_share_a_stem(word: str, other: str) -> None:
    assert STEMS.of(word) == STEMS.of(other)


@pytest.mark.parametrize(
    ("word", "other"),
    [("pero", "perro"), ("carro", "caro"), ("codo", "cuello"), ("va", "ve"), ("pie", "piel")],
)
def test_other_words_do_not(word: str, other: str) -> None:
    assert STEMS.of(word) != STEMS.of(other)


@settings(deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_no_word_loses_its_stem(word: str) -> None:
    assert 0 < len(STEMS.of(word)) <= len(word)


@pytest.mark.parametrize(
    ("word", "plain"), [("muñeca", "muneca"), ("ciática", "ciatica"), ("pie", "pie"), ("ü", "u")]
)
def test_accents_are_taken_off(word: str, plain: str) -> None:
    assert without_accents(word) == plain


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("correr", True),
        ("agacharme", True),
        ("levantarlo", True),
        ("medico", False),
        ("mar", False),
    ],
)
def test_infinitives(word: str, is_one: bool) -> None:
    assert is_infinitive(word) is is_one


def test_what_a_word_would_be_without_its_plural() -> None:
    assert singulars("lesiones") == ("lesiones", "lesione", "lesion")
    assert singulars("pies")[1] == "pie"
    assert singulars("pie")[0] == "pie"


@pytest.mark.parametrize(
    ("word", "plain"),
    [("saltitos", "saltos"), ("cabecita", "cabea"), ("poquito", "poo"), ("pie", "pie")],
)
def test_diminutives(word: str, plain: str) -> None:
    assert without_diminutive(word) == plain


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("estimulacion", "stimulation"),
        ("lesiones", None),
        ("inflamaciones", "inflamation"),
        ("densidad", "density"),
        ("espondilosis", "spondilosis"),
        ("escoliosis", "scoliosis"),
        ("fisiologia", "physiology"),
        ("neuralgia", "neuralgia"),
        ("laparoscopia", "laparoscopy"),
        ("fasciotomia", "fasciotomy"),
        ("probablemente", "probably"),
        ("cronicamente", "cronicaly"),
        ("rodilla", None),
        ("dad", None),
    ],
)
def test_learned_words_get_their_english_ending(word: str, english: str | None) -> None:
    assert cognate(word) == english
