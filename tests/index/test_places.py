"""Where a pasted sentence stands: exactly, in part, over several sentences, and what is nearest to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptassist.index.passages import split_article
from ptassist.index.places import Place, Places, key_of
from tests.answering.made import article_of

HEEL = article_of(
    "Heel pain is common. Roll the foot over a cold bottle — it eases “heel” pain [1, 2].\n\n"
    "## Stretch\n\n- Stretch the calf twice a day.\n- Don't run if you limp.\n\n"
    "Rest. Rest helps the calf twice a day.",
    "heel",
)
KNEE = article_of("Heel pain is common. Bend the knee slowly.", "knee")
ARTICLES = [HEEL, KNEE]
PLACES = Places(ARTICLES, [p for article in ARTICLES for p in split_article(article)])


def found(pasted: str, article_id: str | None = None) -> list[tuple[str, list[str]]]:
    """(article, sentences) of every place."""
    texts = {article.id: article.text for article in ARTICLES}
    return [
        (place.article_id, [texts[place.article_id][start:end] for start, end in place.spans])
        for place in PLACES.find(pasted, article_id)
    ]


BOTTLE = "Roll the foot over a cold bottle — it eases “heel” pain [1, 2]."


@pytest.mark.parametrize(
    "pasted",
    [
        BOTTLE,
        'Roll the foot over a cold bottle - it eases "heel" pain.',
        "roll  the foot over a cold\nbottle – it eases 'heel' pain¹",
        "Roll the foot over a cold bottle",
        "cold bottle — it",
    ],
)
def test_spaces_quotes_dashes_markers_and_a_lost_end_do_not_matter(pasted):
    assert found(pasted) == [("heel", [BOTTLE])]


def test_sentences_that_stand_together_are_found_together():
    both = ["Stretch the calf twice a day.", "Don't run if you limp."]
    assert found("Stretch the calf twice a day. Don’t run if you limp.") == [("heel", both)]
    assert found("twice a day don't run") == [("heel", both)]
    assert found("Heel pain is common. Don't run if you limp.") == []


def test_a_whole_sentence_goes_before_a_part_of_another():
    assert found("Rest.") == [("heel", ["Rest."])]
    assert found("the calf twice a day") == [
        ("heel", ["Stretch the calf twice a day."]),
        ("heel", ["Rest helps the calf twice a day."]),
    ]


def test_every_place_is_found_and_an_article_narrows():
    assert found("Heel pain is common.") == [
        ("heel", ["Heel pain is common."]),
        ("knee", ["Heel pain is common."]),
    ]
    assert found("Heel pain is common.", "knee") == [("knee", ["Heel pain is common."])]
    assert found("Heel pain is common.", "hip") == []


@pytest.mark.parametrize("pasted", ["", "…", "[1]", "eel pain is common", "Heel pain is commo"])
def test_no_words_and_parts_of_words_are_found_nowhere(pasted):
    assert found(pasted) == []


def test_a_heading_is_no_sentence():
    assert found("Stretch") == [("heel", ["Stretch the calf twice a day."])]


def test_the_nearest_sentence_and_how_near():
    near = PLACES.nearest("Bend your knee slowly.")
    assert near is not None
    assert near.text == "Bend the knee slowly."
    assert near.place == Place("knee", ((21, 42),))
    # " bend " and " knee slowly " are common: 19 of the 22 and the 23 letters.
    assert near.similarity == pytest.approx(2 * 19 / (22 + 23))
    assert PLACES.nearest("Zebras gallop.") is None
    assert PLACES.nearest("Bend your knee slowly.", "heel") is None


def test_the_key_is_the_words_alone():
    assert key_of(" Don’t—HOP¹ [2, 3] café\u00ad! ") == " don t hop cafe "
    assert key_of("…") == "  "


@given(st.integers(0, 6), st.integers(1, 3), st.sampled_from(["\n", "  ", "\u00a0"]))
def test_whatever_is_copied_is_found_where_it_was(first, count, space):
    spans = [(s.start, s.end) for p in split_article(HEEL) for s in p.sentences]
    chosen = tuple(spans[first : first + count])
    if chosen:
        pasted = space.join(HEEL.text[start:end].replace(" ", space) for start, end in chosen)
        assert Place("heel", chosen) in PLACES.find(pasted, "heel")
