"""No recommendation without its condition: what comes along with a sentence, rule by rule."""

import pytest

from ptassist.answering.conditions import SentenceRules
from ptassist.answering.cues import cues_for
from ptassist.index.approved import Approved, Decisions, Rule
from ptassist.index.passages import split_article
from ptassist.index.places import Place
from tests.answering.made import CUES, Rules, article_of

PRECAUTION = "Do not hop with a swollen knee."
SECTIONS = f"""
# Hopping

Talk to us if you have brittle bones. Hopping is an old habit.

## Start

Hop near a wall. {PRECAUTION} Warm feet hop better. Count every hop aloud.

### On grass

Wet grass is slippery. Grass hides small holes.

## Later

Hop on one foot. Swap feet at the sixth hop.
"""


def test_a_precaution_comes_along_to_every_later_sentence_of_its_section() -> None:
    rules = Rules(SECTIONS)
    assert rules.conditions("Warm feet") == {PRECAUTION}
    assert rules.conditions("Count every hop") == {PRECAUTION}


def test_a_precaution_governs_the_subsections_of_its_section() -> None:
    rules = Rules(SECTIONS)
    assert rules.conditions("Wet grass") == {PRECAUTION}
    assert rules.conditions("Grass hides") == {PRECAUTION}


def test_a_precaution_does_not_govern_another_section() -> None:
    rules = Rules(SECTIONS)
    assert rules.conditions("Hop on one foot") == set()
    assert rules.conditions("Swap feet") == set()


def test_a_precaution_of_a_subsection_does_not_govern_the_section_above_or_beside() -> None:
    body = (
        "## Start\n\nHop near a wall.\n\n### Grass\n\nNever hop on wet grass. Grass is soft.\n\n"
        "### Sand\n\nSand is heavy to hop on.\n"
    )
    rules = Rules(body)
    assert rules.conditions("Hop near") == set()
    assert rules.conditions("Sand is") == set()
    assert rules.conditions("Grass is") == {"Never hop on wet grass."}


def test_a_precaution_governs_nothing_that_stands_before_it() -> None:
    rules = Rules(f"Hop near a wall. Warm feet hop better. Count every hop. {PRECAUTION}")
    assert rules.conditions("Hop near") == set()
    assert rules.conditions("Warm feet") == set()
    assert rules.conditions("Count every") == {PRECAUTION}  # its neighbour


def test_the_opening_under_the_page_title_governs_no_other_section() -> None:
    rules = Rules(SECTIONS)
    assert rules.conditions("Hopping is an old") == {"Talk to us if you have brittle bones."}
    assert rules.conditions("Hop near a wall") == {PRECAUTION}


def test_a_heading_with_a_colon_stays_below_the_precautions_before_it() -> None:
    body = (
        "## Getting ready\n\nBefore you start to hop, ask a nurse. Nurses know a lot.\n\n"
        "## Good moves include:\n\n- Hop with both feet\n- Land as softly as a cat\n"
    )
    rules = Rules(body)
    assert rules.conditions("Land as softly") == {"Before you start to hop, ask a nurse."}
    assert rules.contexts("Land as softly") == {"Good moves include:"}


@pytest.mark.parametrize(
    "precaution",
    [
        "Before you begin hopping, ask a nurse.",
        "Before starting, ask a nurse.",
        "Ask a nurse if you have had a fracture.",
        "If you are pregnant, ask a nurse.",
        "You should not hop in the dark.",
        "You mustn’t hop in the dark.",
        "Please don't hop in the dark.",
        "Hop in daylight, and never at night.",
        "“Do not hop in the dark.”",
        "DO NOT HOP IN THE DARK.",
    ],
)
def test_every_kind_of_precaution_governs_over_a_distance(precaution: str) -> None:
    rules = Rules(f"{precaution} Hopping is old. Warm feet hop better. Count every hop aloud.")
    assert rules.conditions("Count every") == {precaution}


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not let old age stop you from hopping.",
        "You do not need to hop fast.",
        "Don't worry about the height.",
        "Did you ask a nurse before you start to hop?",
    ],
)
def test_encouragement_and_questions_govern_nothing(sentence: str) -> None:
    rules = Rules(f"{sentence} Hopping is old. Warm feet hop better. Count every hop aloud.")
    assert rules.conditions("Count every") == set()


@pytest.mark.parametrize(
    "stop",
    [
        "If squeezing hurts, stop.",
        "If hopping makes the knee ache, please stop and ask us.",
        "Stop if the knee swells.",
        "Hop slowly, and stop as soon as you feel dizzy.",
    ],
)
def test_when_to_stop_comes_along_from_anywhere_in_the_section(stop: str) -> None:
    rules = Rules(f"Hop near a wall. Warm feet hop better. Count every hop aloud. {stop}")
    assert rules.conditions("Hop near") == {stop}
    assert rules.conditions("Warm feet") == {stop}


def test_a_list_of_when_to_stop_comes_along_from_below() -> None:
    body = (
        "Hop near a wall.\n\nWarm feet hop better.\n\nPlease stop if you feel:\n\n- sharp pain in a knee\n"
        "- a racing heart at rest\n"
    )
    rules = Rules(body)
    assert rules.conditions("Hop near") == {"sharp pain in a knee", "a racing heart at rest"}
    assert "Please stop if you feel:" in rules.contexts("Hop near")


def test_when_to_stop_stays_in_its_section() -> None:
    body = "## Start\n\nHop near a wall. Be warm.\n\n## Later\n\nSwap feet. Stop if it hurts.\n"
    assert Rules(body).conditions("Hop near") == set()


@pytest.mark.parametrize(
    "harmless",
    [
        "When you hop, stop smoking too.",
        "Hopping will not stop when you age.",
        "If you hop daily, you stop counting.",
        "Should you stop if it aches?",
    ],
)
def test_a_stop_of_something_else_comes_along_with_nothing(harmless: str) -> None:
    rules = Rules(f"Hop near a wall. Warm feet hop better. {harmless} Count every hop.")
    assert harmless not in rules.conditions("Hop near")


def test_all_precautions_of_all_levels_come_along() -> None:
    body = (
        "## Hop\n\nNever hop on ice. Ice is hard.\n\n### Night\n\nDo not hop in the dark. "
        "Dark is dark. Use a lamp with a wide beam.\n"
    )
    assert Rules(body).conditions("Use a lamp") == {"Never hop on ice.", "Do not hop in the dark."}


@pytest.mark.parametrize(
    "limit",
    [
        "Rest if the knee aches.",
        "It works unless the floor is wet.",
        "Thin shoes are best to avoid.",
        "Only short hops count.",
        "All floors will do except tiles.",
        "Drink water before every set.",
        "Wait until the ache is gone.",
        "People with a recent fracture need a plan.",
        "Hopping alone is not safe.",
    ],
)
def test_a_neighbour_with_a_condition_comes_along_from_both_sides(limit: str) -> None:
    rules = Rules(f"Shoes were made long ago. Hop near a wall. {limit} Warm feet hop better.")
    assert rules.conditions("Hop near") == {limit}
    assert limit in rules.conditions("Warm feet")
    assert rules.conditions("Shoes were") == set()


def test_a_condition_two_sentences_away_stays_where_it_is() -> None:
    rules = Rules("Rest when it is only warm. Hop near a wall. Count every hop aloud.")
    assert rules.conditions("Hop near") == {"Rest when it is only warm."}
    assert rules.conditions("Count every") == set()


def test_a_neighbour_of_another_section_is_no_neighbour() -> None:
    body = "## One\n\nHop near a wall.\n\n## Two\n\nOnly short hops count here.\n"
    assert Rules(body).conditions("Hop near") == set()


def test_a_sentence_with_its_own_condition_does_not_need_itself() -> None:
    assert Rules("Hop unless it is icy.").conditions("Hop unless") == set()


def test_a_neighbouring_question_is_no_condition() -> None:
    assert Rules("What if it hurts? Rest for one day.").conditions("Rest for") == set()


ITEMS = """
Hop like this:

- Hop with both feet.
- Land as softly as a cat.
- Rest for one whole minute.
- Stop hopping if the knee aches.

Other good things to do:

- Drink a glass of water.
- Sleep in a dark room.
"""


def test_an_item_of_the_same_list_brings_its_condition_over_any_distance() -> None:
    rules = Rules(ITEMS)
    assert rules.conditions("Hop with both") == {"Stop hopping if the knee aches."}
    assert rules.conditions("Land as") == {"Stop hopping if the knee aches."}


def test_an_item_of_another_list_brings_nothing() -> None:
    rules = Rules(ITEMS)
    assert rules.conditions("Drink a") == set()
    assert rules.conditions("Sleep in") == set()


def test_a_list_in_another_section_is_another_list() -> None:
    body = "## A\n\n- Hop with both feet.\n\n## B\n\n- Stop hopping if the knee aches.\n"
    assert Rules(body).conditions("Hop with") == set()


def test_a_contrast_comes_along_with_the_sentence_before_it_only() -> None:
    rules = Rules("Hopping helps the hip. However, it tires the calf. Warm feet hop better.")
    assert rules.conditions("Hopping helps") == {"However, it tires the calf."}
    assert rules.conditions("Warm feet") == set()
    assert rules.conditions("However") == set()


def test_a_pronoun_brings_the_sentence_that_it_leans_on() -> None:
    rules = Rules("The calf is a muscle. It lifts the heel. Warm feet hop better.")
    assert rules.contexts("It lifts") == {"The calf is a muscle."}
    assert rules.contexts("Warm feet") == set()


def test_a_chain_of_pronouns_is_followed_for_two_sentences() -> None:
    rules = Rules("The calf is a muscle. It lifts the heel. This tires. They all rest at night.")
    assert rules.contexts("This tires") == {"It lifts the heel.", "The calf is a muscle."}
    assert rules.contexts("They all") == {"This tires.", "It lifts the heel."}


def test_a_pronoun_at_the_start_of_a_section_brings_its_heading() -> None:
    rules = Rules("## Before\n\nHop near a wall.\n\n## The calf muscle\n\nIt lifts the heel up.\n")
    assert rules.contexts("It lifts") == {"The calf muscle"}


def test_a_pronoun_at_the_start_of_an_article_without_headings_brings_nothing() -> None:
    assert Rules("It lifts the heel up.").contexts("It lifts") == set()


def test_a_condition_brings_what_it_leans_on_too() -> None:
    rules = Rules("Thin shoes hurt. They are only for sand. Warm feet hop better.")
    assert rules.conditions("Warm feet") == {"They are only for sand."}
    assert rules.contexts("Warm feet") == {"Thin shoes hurt."}


def test_a_yes_without_a_question_is_no_answer() -> None:
    rules = Rules("## Facts\n\nHop near a wall. Yes, hopping is good for the hip.\n")
    assert not rules.may_answer("Yes, hopping")
    assert rules.may_answer("Hop near")


@pytest.mark.parametrize(
    "opening", ["Yes, ", "No, ", "Absolutely. ", "Not always: ", "It depends, "]
)
def test_a_yes_or_no_brings_the_question_before_it(opening: str) -> None:
    rules = Rules(f"Is hopping good for the hip? {opening}hopping loads the hip bone well.")
    start = opening.split(maxsplit=1)[0]
    if opening.strip() != "Absolutely.":  # a sentence of its own, too short to answer
        assert rules.may_answer(start)
        assert rules.contexts(start) == {"Is hopping good for the hip?"}
    else:
        assert not rules.may_answer(start)


def test_a_yes_or_no_brings_the_heading_that_asks() -> None:
    rules = Rules("## Is hopping good?\n\nThe hip is a joint. No, it is loud for neighbours.\n")
    assert rules.may_answer("No, it")
    assert rules.contexts("No, it") == {"Is hopping good?"}


def test_a_question_that_is_a_paragraph_of_its_own_comes_with_its_first_answer() -> None:
    rules = Rules("Oak is hard.\n\nHow high to hop?\n\nLower than most think. A hand is enough.\n")
    assert rules.contexts("Lower than") == {"How high to hop?"}
    assert rules.contexts("A hand") == set()


def test_a_question_within_a_paragraph_does_not_come_with_what_it_leads_to() -> None:
    rules = Rules("Oak is hard. How high to hop? Lower than most think.\n")
    assert rules.contexts("Lower than") == set()


def test_a_question_that_opens_a_list_item_stands_over_that_item() -> None:
    rules = Rules(
        "## Asked often\n\n- Why hop? Bones like loads. They grow denser. Is it loud? It is at night.\n"
        "- Oak is hard. How hard? As hard as bone.\n"
    )
    starts = ("Bones like", "They grow", "It is at")
    assert {rules.question_over(start) for start in starts} == {"Why hop?"}
    assert {rules.question_over(start) for start in ("Oak is", "As hard")} == {""}
    assert "Why hop?" in rules.contexts("Bones like")
    assert "How hard?" not in rules.contexts("As hard")


def test_a_line_with_a_colon_stands_over_its_list_alone() -> None:
    rules = Rules("Soft steps for heels:\n\n- Roll a bottle.\n- Stretch it.\n\nOak is hard here.\n")
    assert {rules.line_over(start) for start in ("Roll", "Stretch")} == {"Soft steps for heels:"}
    assert rules.line_over("Oak is") == ""


def test_a_heading_or_a_paragraph_that_asks_stands_over_all_up_to_the_next() -> None:
    rules = Rules(
        "Oak is hard.\n\n## Is hopping good?\n\nSome say so. Is it loud? It is at night.\n\n"
        "How high to hop?\n\nLower than most think. A hand is enough.\n\n## Shoes\n\nThey are soft.\n"
    )
    assert {rules.question_over(start) for start in ("Some say", "It is at")} == {
        "Is hopping good?"
    }
    assert {rules.question_over(start) for start in ("Lower", "A hand")} == {"How high to hop?"}
    assert {rules.question_over(start) for start in ("Oak is", "They are")} == {""}


def test_the_question_beside_outranks_the_heading() -> None:
    rules = Rules("## Is hopping good?\n\nIs it loud? Yes, it is loud for neighbours.\n")
    assert rules.contexts("Yes, it") == {"Is it loud?"}


def test_the_first_sentence_under_a_heading_that_asks_brings_it() -> None:
    rules = Rules("## Why hop?\n\nHopping loads the hip bone. Loads make bones denser.\n")
    assert rules.contexts("Hopping loads") == {"Why hop?"}
    assert rules.contexts("Loads make") == set()


def test_words_that_only_begin_like_yes_or_no_need_no_question() -> None:
    rules = Rules("Nothing beats a warm foot. Yesterday is gone for good. Not everyone hops.")
    assert rules.may_answer("Nothing beats")
    assert rules.may_answer("Yesterday is")


@pytest.mark.parametrize(
    "sentence",
    [
        "How often should a person hop?",
        "A good set looks like this:",
        "Hop every day.",
        "Book a visit with us today to hop better.",
        "Call us for a plan of your own.",
        "Old age doesn’t have to mean a life in a chair.",
        "You've got this, so keep hopping every day!",
        "Our therapists can show you how to hop.",
        "You are not alone with your sore heel.",
    ],
)
def test_questions_introductions_scraps_and_warm_words_are_no_answers(sentence: str) -> None:
    rules = Rules(f"The hip is a joint of the leg. {sentence}")
    assert not rules.may_answer(sentence)
    assert rules.may_answer("The hip")


def test_an_item_brings_the_line_above_its_list() -> None:
    rules = Rules(ITEMS)
    assert rules.contexts("Land as") == {"Hop like this:"}
    assert rules.contexts("Drink a") == {"Other good things to do:"}


def test_only_the_sentence_that_ends_with_the_colon_introduces_the_list() -> None:
    rules = Rules("The hip is a joint. Do this for it:\n\n- Land as softly as a cat.\n")
    assert rules.contexts("Land as") == {"Do this for it:"}


def test_an_item_right_under_a_heading_brings_the_heading() -> None:
    rules = Rules("## Soft landings\n\n- Land as softly as a cat.\n- Bend both of the knees.\n")
    assert rules.contexts("Bend both") == {"Soft landings"}


def test_an_item_under_a_finished_sentence_brings_the_heading() -> None:
    rules = Rules("## Soft landings\n\nLoud feet hurt.\n\n- Land as softly as a cat.\n")
    assert rules.contexts("Land as") == {"Soft landings"}


def test_an_item_of_an_item_brings_its_parent() -> None:
    rules = Rules("Hop like this:\n\n- Find a good floor\n  - Land as softly as a cat.\n")
    assert rules.contexts("Land as") == {"Find a good floor"}


def test_a_condition_in_a_list_brings_the_line_above_the_list() -> None:
    rules = Rules("Stay at home in these cases:\n\n- Only one knee bends\n\nWarm feet hop better.")
    assert rules.conditions("Warm feet") == {"Only one knee bends"}
    assert rules.contexts("Warm feet") == {"Stay at home in these cases:"}


FRAGMENTS = """
Signs of a stiff foot

Pain at the first step

Heel that feels hot at night

Sole that is hard to touch

Stiff feet are common after a long night. A line without an end that goes on for far more than \
twelve words in a row
"""


def test_a_short_line_without_an_end_brings_its_heading() -> None:
    rules = Rules(FRAGMENTS)
    assert rules.is_fragment("Heel that")
    assert rules.contexts("Heel that") == {"Signs of a stiff foot"}


def test_a_sentence_and_a_long_line_are_no_fragments() -> None:
    rules = Rules(FRAGMENTS)
    assert not rules.is_fragment("Stiff feet")
    assert not rules.is_fragment("A line without")
    assert rules.contexts("Stiff feet") == set()


def test_an_item_is_no_fragment() -> None:
    assert not Rules("Do this:\n\n- Land softly on both feet\n").is_fragment("Land softly")


EXCLUSIONS = """
## Hop

Hop near a wall. Hopping is old. Warm feet hop better. People with gout must not hop. The end is \
near. Hopping is unless you sit. Why should you not hop?

## Skip

Never skip over a dog.
"""


def test_who_should_not_comes_along_when_the_visitor_asks_if_it_is_safe() -> None:
    rules = Rules(EXCLUSIONS)
    assert rules.conditions("Hop near") == set()
    assert rules.conditions("Hop near", warn=True) == {
        "People with gout must not hop.",
        "Hopping is unless you sit.",
    }


def test_who_should_not_of_another_section_stays_there() -> None:
    assert "Never skip over a dog." not in Rules(EXCLUSIONS).conditions("Hop near", warn=True)


SPANISH = """
## Cuello

Mueva los hombros cada hora. Antes de empezar, pregunte a su médico. El hombro es una \
articulación. La pantalla va a la altura de los ojos. Sin embargo, no todos la tienen.

¿Ayuda el calor? Sí, el calor afloja el cuello.
"""


def test_the_rules_hold_in_spanish() -> None:
    rules = Rules(SPANISH, "es")
    assert rules.conditions("La pantalla") == {
        "Antes de empezar, pregunte a su médico.",
        "Sin embargo, no todos la tienen.",
    }
    assert rules.may_answer("Sí, el calor")
    assert "¿Ayuda el calor?" in rules.contexts("Sí, el calor")


def test_when_to_stop_comes_along_in_spanish() -> None:
    rules = Rules(
        "Mueva los hombros. Respire hondo. Cuente hasta diez. Si le duele, deténgase.", "es"
    )
    assert rules.conditions("Mueva los") == {"Si le duele, deténgase."}


def test_a_language_without_cues_is_read_with_the_english_ones() -> None:
    rules = Rules("Hop near a wall. Only short hops count.", "de")
    assert rules.conditions("Hop near") == {"Only short hops count."}


LISTED = """
## Hop

Do not hop if you have:

- a fracture of the hip
- gout in the big toe

Hop ten times on both feet. Rest for a while after it.

## Skip

Skip with a soft rope.
"""
NOT_YOU = {"a fracture of the hip", "gout in the big toe"}


def test_a_list_below_a_precaution_says_it_item_by_item() -> None:
    rules = Rules(LISTED)
    assert rules.conditions("Rest for") == NOT_YOU
    assert rules.contexts("Rest for") == {"Do not hop if you have:"}
    assert rules.conditions("Rest for", warn=True) == NOT_YOU
    assert rules.conditions("Skip with") == set()


def test_the_items_of_one_such_list_do_not_govern_each_other() -> None:
    rules = Rules("Do not do any of these:\n\n- Hop on wet floors.\n- Hop in the dark.\n")
    assert rules.conditions("Hop in") == set()
    assert rules.contexts("Hop in") == {"Do not do any of these:"}


def test_a_list_below_a_harmless_line_governs_nothing() -> None:
    rules = Rules(
        "Good floors are these:\n\n- oak planks\n- wool rugs\n\nHop ten times. Rest a day."
    )
    assert rules.conditions("Rest a") == set()


# What therapists laid down.

LAID = article_of(
    """
Hopping loads the hip bone. Snow is white.

## How to hop

Before you start hopping, ask a nurse.

Hop softly on both feet. Land as quietly as a cat. It needs a firm floor.
"""
)


def laid_down(*rules: tuple[str, tuple[str, ...] | None]) -> tuple[SentenceRules, dict[str, int]]:
    """The rules of `LAID` with what was laid down, and the place of each sentence."""
    sentences = [s for p in split_article(LAID) for s in p.sentences]
    spans = {LAID.text[s.start : s.end]: (s.start, s.end) for s in sentences}
    made = tuple(
        Rule(
            Place(LAID.id, (spans[text],)),
            None if with_ is None else tuple(spans[other] for other in with_),
        )
        for text, with_ in rules
    )
    cues = cues_for(CUES, "en")
    rules_made = SentenceRules(LAID, sentences, cues, Approved(Decisions(rules=made)))
    return rules_made, {text: rules_made.place_of(start) for text, (start, _) in spans.items()}


def test_a_sentence_that_is_never_quoted_takes_what_needs_it_along() -> None:
    rules, places = laid_down(("Before you start hopping, ask a nurse.", None))
    assert [text for text, place in places.items() if rules.may_answer(place)] == [
        "Hopping loads the hip bone.",
    ]
    rules, places = laid_down(("Land as quietly as a cat.", None))
    assert not rules.may_answer(places["Land as quietly as a cat."])
    assert not rules.may_answer(places["It needs a firm floor."]), "it leans on that sentence"
    assert rules.may_answer(places["Hop softly on both feet."])


def test_what_always_goes_with_a_sentence_is_a_condition_of_it_and_of_no_other() -> None:
    rules, places = laid_down(("Hopping loads the hip bone.", ("Land as quietly as a cat.",)))
    along = rules.companions(places["Hopping loads the hip bone."]).conditions
    assert {LAID.text[start:end] for start, end in along} == {"Land as quietly as a cat."}
    assert rules.companions(places["Snow is white."]).conditions == frozenset()
