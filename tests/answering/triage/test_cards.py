"""The cards: short words, the right region's numbers, both languages complete."""

import re
import warnings
from pathlib import Path

import pytest

from ptassist.checks.readability import inflesz
from tests.fakes import shipped_triage

RULES = Path(__file__).parents[3] / "corpus" / "triage"
TRIAGE = shipped_triage()
ENGLISH = TRIAGE.rules.cards["en"]
US = TRIAGE.rules.regions["US"]


def _grade(text: str) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from textstat import textstat
    return float(textstat.flesch_kincaid_grade(text))


@pytest.mark.parametrize("name", ENGLISH.cards)
def test_cards_are_easy_to_read(name):
    card = ENGLISH.card(name, US)
    most = 5 if name.startswith("emergency") else 6
    # Digits are read out in one go; textstat would count "1-800-799-7233" as one long word.
    assert _grade(re.sub(r"[\d-]{4,}", "this line", card.text)) <= most


@pytest.mark.parametrize("name", TRIAGE.rules.cards["es"].cards)
def test_spanish_cards_are_easy_to_read(name):
    text = re.sub(r"[\d-]{3,}", "uno", TRIAGE.rules.cards["es"].card(name, US).text)
    # "Easy" and above on the INFLESZ scale; a leaflet for patients should reach 55.
    assert inflesz(re.split(r"(?<=[.!?])\s+", text)) >= 75


@pytest.mark.parametrize("name", ENGLISH.cards)
def test_sentences_are_short(name):
    for line in ENGLISH.card(name, US).text.split(". "):
        assert len(line.split()) <= 18


def test_both_languages_have_the_same_cards_and_labels():
    spanish = TRIAGE.rules.cards["es"]
    assert spanish.cards.keys() == ENGLISH.cards.keys()
    assert spanish.labels.keys() == ENGLISH.labels.keys()
    for name in ENGLISH.cards:
        assert set(spanish.cards[name].press) <= set(ENGLISH.cards[name].press)


def test_spanish_awaits_a_human_translator():
    assert TRIAGE.rules.cards["es"].translator is None
    assert ENGLISH.translator is not None


def test_every_emergency_card_can_be_pressed():
    for name in ENGLISH.cards:
        if name.startswith("emergency"):
            assert "tel:911" in {action.href for action in ENGLISH.card(name, US).actions}


def test_crisis_offers_a_call_and_a_text():
    hrefs = [action.href for action in ENGLISH.card("crisis", US).actions]
    assert hrefs[:2] == ["tel:988", "sms:988"]


@pytest.mark.parametrize("region", [r for r in TRIAGE.rules.regions if r != "US"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_card_never_shows_a_number_of_another_region(region, language):
    texts, numbers = TRIAGE.rules.cards[language], TRIAGE.rules.regions[region]
    own = set(numbers.said.values())
    for name in texts.cards:
        card = texts.card(name, numbers)
        shown = " ".join([card.title, card.text, *(action.label for action in card.actions)])
        assert {found.strip() for found in re.findall(r"\d[\d -]*\d", shown)} <= own
        assert "{" not in shown
        assert {action.href for action in card.actions} <= set(numbers.links.values())


def test_an_unknown_region_gets_words_and_no_link():
    card = shipped_triage("ZZ").assess(["i cough up blood"]).card
    assert card is not None
    assert "Call your local emergency number now." in card.text
    assert card.actions == ()


def test_no_card_claims_to_be_a_person_or_to_diagnose():
    for texts in TRIAGE.rules.cards.values():
        for name in texts.cards:
            text = texts.card(name, US).text.lower()
            assert not re.search(r"\b(i am|i'm|i recommend|you have (a|an|had)|diagnos)", text)
