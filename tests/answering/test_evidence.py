"""The sentences that answer: which, how many, with what, and in which order."""

import pytest

from ptassist.answering.choosing import MOST_CONDITIONS
from ptassist.answering.evidence import find_evidence
from ptassist.answering.question import understand
from ptassist.answering.reading import Read
from tests.answering.made import (
    CUES,
    article_of,
    evidence_of,
    hits_of,
    index_of,
    roles,
    said,
    vector_of,
)

ANSWER, CONDITION, CONTEXT = "answer", "condition", "context"


def quoted(index, question: str, *turns: str, most_answers: int = 3) -> list[tuple[str, str]]:
    return roles(evidence_of(index, question, *turns, most_answers=most_answers)[1])


def test_the_sentence_with_the_words_of_the_question_is_quoted_alone() -> None:
    index = index_of("Cold bottles ease heel pain. Oak floors creak at noon.", "Snow is white.")
    question, evidence = evidence_of(index, "what eases heel pain, cold bottles?")
    assert roles(evidence) == [(ANSWER, "Cold bottles ease heel pain.")]
    assert not evidence.excludes
    assert not question.asks_permission


def test_no_hits_give_no_evidence() -> None:
    index, question = index_of("Cold bottles ease heel pain."), understand("heel pain")
    evidence = find_evidence(index, question, [], vector_of(question), CUES)
    assert (evidence.quotes, evidence.excludes) == ((), False)


@pytest.mark.parametrize(
    "body",
    [
        "What eases heel pain? Book a visit for heel pain today.",
        "Heel pain doesn't have to mean the end of heel joy.",
        "Call us for heel pain.",
        "Here are five tips that ease heel pain.",
        "In this article you learn what eases heel pain.",
        "Yes, heel pain eases with a cold bottle.",
    ],
)
def test_an_article_without_a_sentence_that_may_answer_gives_no_evidence(body: str) -> None:
    assert quoted(index_of(body), "what eases heel pain") == []


def test_a_question_is_never_quoted_as_an_answer() -> None:
    index = index_of("What eases heel pain? A cold bottle under the sole does that well.")
    assert quoted(index, "what eases heel pain") == [
        (ANSWER, "A cold bottle under the sole does that well.")
    ]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("what helps sore heels", "Soft insoles ease sore heels."),
        ("what causes sore heels", "Hard floors lead to sore heels."),
        ("what are sore heels", "Sore heels are a bruise below bone."),
        (
            "when should i see a doctor about sore heels",
            "Sore heels at night need a doctor's care.",
        ),
    ],
)
def test_of_like_sentences_the_one_that_tells_what_is_sought_comes_first(
    question: str, first: str
) -> None:
    index = index_of(
        "Sore heels trouble one cat in ten. Hard floors lead to sore heels. Soft insoles ease sore heels. "
        "Sore heels are a bruise below bone. Sore heels at night need a doctor's care."
    )
    assert quoted(index, question)[0] == (ANSWER, first)


def test_what_the_line_above_promises_counts_for_the_sentences_below_it() -> None:
    index = index_of(
        "Facts on sore heels:\n\n- Sore heels love cold cats.\n\n"
        "Tips on sore heels:\n\n- Sore heels love warm cats.\n"
    )
    assert quoted(index, "what helps sore heels", most_answers=1) == [
        (CONTEXT, "Tips on sore heels:"),
        (ANSWER, "Sore heels love warm cats."),
    ]


def test_the_words_of_the_line_above_a_list_count_for_its_items() -> None:
    index = index_of("Roll a carpet at noon.\n\nFor sore heels:\n\n- Roll a bottle at noon.\n")
    assert quoted(index, "what to roll for sore heels", most_answers=1) == [
        (CONTEXT, "For sore heels:"),
        (ANSWER, "Roll a bottle at noon."),
    ]


def test_quotes_stand_in_reading_order_with_their_roles() -> None:
    index = index_of(
        "## Soft steps include:\n\nBefore you start stair climbing, ask a nurse.\n\n"
        "Do these every day:\n\n- Climb stairs slowly with a rail.\n- Breathe out at the top.\n"
    )
    assert quoted(index, "climb stairs slowly rail") == [
        (CONDITION, "Before you start stair climbing, ask a nurse."),
        (CONTEXT, "Do these every day:"),
        (ANSWER, "Climb stairs slowly with a rail."),
    ]


def test_an_answer_that_also_limits_another_answer_is_shown_as_its_condition() -> None:
    index = index_of(
        "Do not climb stairs with a swollen knee. Oak is hard. Climb stairs with the strong leg."
    )
    shown = quoted(index, "climb stairs with the strong leg or a swollen knee")
    assert shown == [
        (CONDITION, "Do not climb stairs with a swollen knee."),
        (ANSWER, "Climb stairs with the strong leg."),
    ]


def test_a_condition_outranks_a_context() -> None:
    index = index_of("Some stairs are only for cats. They creak when feet climb the stairs.")
    assert quoted(index, "why do stairs creak when feet climb", most_answers=1) == [
        (CONDITION, "Some stairs are only for cats."),
        (ANSWER, "They creak when feet climb the stairs."),
    ]


def test_who_should_not_comes_along_only_when_the_visitor_asks_if_it_is_safe() -> None:
    body = (
        "Hopping on one foot trains the hip. Oak is hard. Warm feet bend well. "
        "People with gout must not hop."
    )
    question, evidence = evidence_of(index_of(body), "is hopping on one foot safe for the hip?")
    assert question.asks_permission
    assert roles(evidence) == [
        (ANSWER, "Hopping on one foot trains the hip."),
        (CONDITION, "People with gout must not hop."),
    ]
    assert evidence.excludes
    assert quoted(index_of(body), "does hopping on one foot train the hip", most_answers=1) == [
        (ANSWER, "Hopping on one foot trains the hip.")
    ]


def test_without_a_quoted_exclusion_the_evidence_says_so() -> None:
    _, evidence = evidence_of(
        index_of("Hopping on one foot trains the hip."), "is hopping on one foot safe?"
    )
    assert roles(evidence) == [(ANSWER, "Hopping on one foot trains the hip.")]
    assert not evidence.excludes


EASES = [
    "Cold glass bottles nightly ease heel pain.",
    "Warm beach walks daily ease heel pain.",
    "Slow calf stretches weekly ease heel pain.",
    "Soft rubber soles hourly ease heel pain.",
    "Wide cotton tapes briefly ease heel pain.",
]
OTHER = "Snow is white."  # what no question asks for: the other scores are scaled against it


def answers_of(shown: list[tuple[str, str]]) -> list[str]:
    return [words for role, words in shown if role == ANSWER]


def test_at_most_three_answers_from_at_most_three_articles() -> None:
    index = index_of(*EASES, OTHER)
    _, evidence = evidence_of(index, "heel pain")
    assert len(answers_of(roles(evidence))) == 3
    assert len({quote.article.id for quote in evidence.quotes}) == 3
    many = index_of(" ".join(EASES), *EASES, OTHER)
    assert 1 <= len(answers_of(quoted(many, "heel pain"))) <= 3


@pytest.mark.parametrize("most", [1, 2])
def test_fewer_answers_can_be_asked_for(most: int) -> None:
    assert len(answers_of(quoted(index_of(*EASES, OTHER), "heel pain", most_answers=most))) == most


def test_the_same_sentence_in_two_articles_is_quoted_once() -> None:
    index = index_of(EASES[0], EASES[0])
    assert quoted(index, "cold glass bottles for heel pain") == [(ANSWER, EASES[0])]


def test_an_article_about_another_complaint_is_not_mixed_in() -> None:
    heel = article_of("Ice eases pain within a day.", "heel", "Heel")
    neck = article_of("Heat eases pain for an hour.", "neck", "Neck")
    assert quoted(index_of(heel, neck), "what eases heel pain") == [
        (ANSWER, "Ice eases pain within a day.")
    ]


def test_a_sentence_that_drags_many_conditions_gives_way_to_one_that_does_not() -> None:
    limits = " ".join(f"Never hop number {n} on ice." for n in range(MOST_CONDITIONS + 1))
    heavy = f"{limits} Hopping on one foot trains the hip."
    light = "Hopping on one foot trains the hip bone."
    shown = quoted(index_of(heavy, light), "hopping on one foot trains the hip", most_answers=1)
    assert shown == [(ANSWER, light)]


def test_a_sentence_with_many_conditions_brings_them_all_when_it_is_the_only_one() -> None:
    limits = [f"Never hop number {n} on ice." for n in range(MOST_CONDITIONS + 1)]
    index = index_of(" ".join([*limits, "Hopping on one foot trains the hip."]))
    shown = quoted(index, "hopping on one foot trains the hip", most_answers=1)
    assert shown == [
        *[(CONDITION, limit) for limit in limits],
        (ANSWER, "Hopping on one foot trains the hip."),
    ]


CITING = """
Cold bottles ease heel pain (Alder & Pine, 2020). Oak floors creak. Sand eases the sole [9].

## References

Alder, J., & Pine, K. (2020). Cold bottles and the foot. Invented Review. \
https://doi.org/10.5555/foot.2020.4

Willow, L. (2021). Calves. Invented Review.
"""


def test_only_the_references_whose_marker_stands_inside_a_sentence_belong_to_it() -> None:
    index = index_of(CITING)
    by_words = {said(q): q.references for q in evidence_of(index, "cold bottles heel")[1].quotes}
    assert by_words["Cold bottles ease heel pain (Alder & Pine, 2020)."] == (0,)
    by_words = {said(q): q.references for q in evidence_of(index, "sand eases sole")[1].quotes}
    assert by_words["Sand eases the sole [9]."] == ()


def test_a_heading_is_quoted_as_the_introduction_of_a_fragment() -> None:
    index = index_of(
        "Signs of a stiff foot\n\nPain at the first step\n\nHeel that feels hot at night\n\n"
        "Sole that is hard to touch\n\nStiff feet are common."
    )
    shown = quoted(index, "heel hot at night", most_answers=1)
    assert shown == [
        (CONTEXT, "Signs of a stiff foot"),
        (ANSWER, "Heel that feels hot at night"),
    ]


def test_a_follow_up_is_answered_with_the_turn_before_in_mind() -> None:
    index = index_of("Oak floors creak at night.", "Heel pain at night needs a soft pillow.")
    shown = quoted(index, "and at night?", "my heel pain is bad", most_answers=1)
    assert answers_of(shown) == ["Heel pain at night needs a soft pillow."]


def test_a_reference_list_is_never_quoted() -> None:
    index = index_of(CITING)
    assert not any("Invented Review" in words for _, words in quoted(index, "calves Willow 2021"))


def test_the_best_hits_are_read_and_far_ones_are_not() -> None:
    index = index_of(*EASES)
    question = understand("taping cotton bands heel")
    hits = hits_of(index, question)
    evidence = find_evidence(index, question, hits[:1], vector_of(question), CUES)
    assert [quote.article.id for quote in evidence.quotes] == [hits[0].passage.article_id]


def test_the_best_answer_comes_first_with_its_conditions_and_the_rest_in_reading_order() -> None:
    index = index_of(
        "Short walks calm sore heels. Oak is hard. Before you start with bottles, ask a nurse."
        " Snow is white. Cold bottles ease tired feet while resting."
    )
    asked = "short walks calm sore heels, cold bottles ease tired feet while resting"
    assert quoted(index, asked) == [
        (CONDITION, "Before you start with bottles, ask a nurse."),
        (ANSWER, "Cold bottles ease tired feet while resting."),
        (ANSWER, "Short walks calm sore heels."),
    ]


def test_neighbouring_answers_stay_in_reading_order() -> None:
    index = index_of("Short walks calm sore heels. Cold bottles help tired feet.")
    assert quoted(index, "cold bottles tired feet, walks calm sore") == [
        (ANSWER, "Short walks calm sore heels."),
        (ANSWER, "Cold bottles help tired feet."),
    ]


def test_answers_end_where_a_visitor_would_stop_reading() -> None:
    long = " ".join(["heel pain eases slowly with bottles"] * 12)
    index = index_of(*(f"Number {n} {long} {n * 7}." for n in range(4)))
    answers = [text for role, text in quoted(index, "heel pain eases slowly with bottles")]
    assert len(answers) == 1


def test_a_sentence_that_the_reader_prefers_moves_up() -> None:
    index = index_of("Cold bottles ease heel pain. Cold bottles soothe heel pain.")
    question = understand("cold bottles heel pain")
    hits = hits_of(index, question)
    for best in (0, 1):
        estimates = tuple(1.0 if place == best else 0.0 for place in (0, 1))
        readings = {hits[0].row: Read(1.0, estimates)}
        evidence = find_evidence(index, question, hits, vector_of(question), CUES, 1, readings)
        assert (
            said(evidence.quotes[0])
            == [
                "Cold bottles ease heel pain.",
                "Cold bottles soothe heel pain.",
            ][best]
        )


@pytest.mark.parametrize(("estimate", "quoted_now"), [(0.9, "soothe"), (0.1, "ease")])
def test_what_stands_above_gives_way_to_what_the_reader_takes_for_an_answer(
    estimate: float, quoted_now: str
) -> None:
    index = index_of("Cold bottles ease heel pain. Cold bottles soothe heel pain.")
    question = understand("cold bottles ease heel pain")
    hits = hits_of(index, question)
    readings = {hits[0].row: Read(1.0, (0.9, estimate))}
    given = (index, question, hits, vector_of(question), CUES, 1, readings)
    assert said(find_evidence(*given).quotes[0]) == "Cold bottles ease heel pain."
    evidence = find_evidence(*given, above={("a0", 0)})
    assert said(evidence.quotes[0]) == f"Cold bottles {quoted_now} heel pain."


STEPS = [
    "Stand up straight and tall.",
    "Squeeze a ball very slowly.",
    "Roll the arch again slowly.",
    "Lift one heel off slowly.",
]


def instructions(line: str, marks: str | tuple[str, ...]) -> list[str]:
    """What is quoted of the steps when the reader takes all but the first for answers."""
    listed = "\n".join(f"{mark} {step}" for mark, step in zip(marks, STEPS, strict=True))
    index, question = index_of(f"{line}\n\n{listed}"), understand("what to do slowly")
    hits = hits_of(index, question)
    told = [STEPS.index(said_in) for said_in in sentences_of(index, hits[0]) if said_in in STEPS]
    estimates = [0.0] * (len(hits[0].passage.sentences) - len(told))
    readings = {hits[0].row: Read(1.0, (*estimates, *(float(step > 0) for step in told)))}
    evidence = find_evidence(index, question, hits, vector_of(question), CUES, 3, readings)
    return [said(quote) for quote in evidence.quotes if quote.role == ANSWER]


def sentences_of(index, hit) -> list[str]:
    text = index.articles[hit.passage.article_id].text
    return [text[s.start : s.end] for s in hit.passage.sentences]


@pytest.mark.parametrize(
    ("line", "marks"),
    [("How a heel squeeze is done:", "----"), ("Some squeezes:", ("1.", "2.", "3.", "4."))],
)
def test_where_several_steps_are_quoted_the_first_of_them_leads(
    line: str, marks: str | tuple[str, ...]
) -> None:
    shown = instructions(line, marks)
    assert len(shown) == 3
    assert shown[0] == STEPS[0]
    assert shown == sorted(shown, key=STEPS.index)


def test_tips_stand_without_the_first_of_them() -> None:
    assert set(instructions("Some tips:", "----")) == {*STEPS[1:]}


def test_of_like_sentences_the_one_that_tells_the_time_answers_how_long() -> None:
    index = index_of("Sore heels heal slowly with rest. Sore heels heal in six weeks with rest.")
    (told, *_) = quoted(index, "how long until sore heels heal with rest")
    assert told == (ANSWER, "Sore heels heal in six weeks with rest.")


def test_the_answer_to_the_articles_own_like_question_comes_first() -> None:
    index = index_of(
        "Bottles roll under sore heels.\n\n## Can I run with sore heels?\n\nSlow miles suit most feet."
    )
    shown = quoted(index, "can i run with sore heels")
    assert next(text for role, text in shown if role == ANSWER) == "Slow miles suit most feet."


@pytest.mark.parametrize("mark", ["## ", ""], ids=["heading", "paragraph"])
def test_all_of_the_paragraph_below_the_articles_own_like_question_answers_it(mark: str) -> None:
    index = index_of(
        "Sore heels ache in cold weather, and stiff heels do so in warm weather too.\n\n"
        f"## Asked often\n\n{mark}How long do sore heels last?\n\n"
        "That differs. Most are gone by the second winter.\n\n"
        f"{mark}Do soles matter?\n\nThick ones do."
    )
    answers = answers_of(quoted(index, "how long do sore heels last"))
    assert answers[0] == "Most are gone by the second winter."
    assert "Thick ones do." not in answers
