"""The runner: which outcomes become which metrics, counted by hand and by another scorer."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

from ptassist.evaluation.metrics import Metric
from ptassist.evaluation.questions import Judged, Kind, read_questions
from ptassist.evaluation.runner import Asked, Outcome, measure, normalise, run

CLINIC_DEV = Path(__file__).parents[3] / "shared" / "data" / "clinic-dev"
GOLD = "Hop ten times on both feet, on a firm floor."


def judged(
    kind: Kind = Kind.ANSWERABLE,
    relevant: tuple[str, ...] = ("a",),
    quotes: tuple[str, ...] = (),
    language: str = "en",
) -> Judged:
    return Judged("q", ("How do I hop?",), language, kind, dict.fromkeys(relevant, 1), quotes)


def value(metrics: dict[str, Metric], name: str) -> tuple[float, int]:
    return round(metrics[name].value, 6), metrics[name].n


def test_every_question_is_asked_once_in_order_and_progress_counts_them():
    questions = [judged(relevant=(name,)) for name in "abc"]
    steps: list[int] = []
    asked = run(questions, lambda q: Outcome(tuple(q.relevant)), steps.append)
    assert [a.judged for a in asked] == questions
    assert [a.outcome.article_ids for a in asked] == [("a",), ("b",), ("c",)]
    assert steps == [1, 1, 1]


def test_nothing_asked_gives_no_metric():
    assert measure([]) == {}


def test_finding_is_measured_on_answerable_and_follow_up_questions_only():
    first, third, missed = Outcome(("a", "b")), Outcome(("x", "y", "a")), Outcome(("x",))
    metrics = measure(
        [
            Asked(judged(), first),
            Asked(judged(Kind.FOLLOW_UP), third),
            Asked(judged(), missed),
            Asked(judged(Kind.INJECTION), first),
            Asked(judged(Kind.RED_FLAG), missed),
        ]
    )
    assert value(metrics, "success@1") == (round(1 / 3, 6), 3)
    assert value(metrics, "success@3") == (round(2 / 3, 6), 3)
    assert value(metrics, "mrr@10") == (round((1 + 1 / 3) / 3, 6), 3)
    assert value(metrics, "ndcg@10") == (0.5, 3)  # 1, 1 / log2(4), 0
    assert value(metrics, "recall@100") == (round(2 / 3, 6), 3)


def test_a_search_without_quotes_gives_the_metrics_of_finding_and_no_other():
    metrics = measure([Asked(judged(quotes=(GOLD,)), Outcome(("a",), quoting=False))])
    assert set(metrics) == {"success@1", "success@3", "mrr@10", "ndcg@10", "recall@100"}


def test_the_right_sentence_may_be_the_first_or_among_three():
    asked = [
        Asked(judged(quotes=(GOLD,)), Outcome(("a",), quotes=(GOLD, "Rest for a minute or two."))),
        Asked(judged(quotes=(GOLD,)), Outcome(("a",), quotes=("One.", "Two.", GOLD))),
        Asked(judged(quotes=(GOLD,)), Outcome(("a",), quotes=("One.", "Two.", "Three.", GOLD))),
        Asked(judged(), Outcome(("a",), quotes=("Nobody judged a sentence of this question.",))),
    ]
    metrics = measure(asked)
    assert value(metrics, "sentence@1") == (round(1 / 3, 6), 3)
    assert value(metrics, "sentence@3") == (round(2 / 3, 6), 3)


@pytest.mark.parametrize(
    ("quote", "gold", "counts"),
    [
        (GOLD, GOLD, True),
        ("Hop ten times on both feet", GOLD, True),
        ("First: " + GOLD + " Then rest.", GOLD, True),
        ("Hop ten", GOLD, False),  # a scrap under 20 characters
        ("Rest.", "Rest.", True),  # a short sentence counts when it is the whole of it
        (GOLD + " word" * 200, GOLD, False),  # a page
        ("It’s “firm” — so hop\nten times", 'It\'s "firm" - so hop ten times', True),
        ("Something else entirely is said here.", GOLD, False),
        ("", GOLD, False),
    ],
)
def test_a_quote_counts_by_containment_but_neither_as_a_scrap_nor_as_a_page(quote, gold, counts):
    metrics = measure([Asked(judged(quotes=(gold,)), Outcome(("a",), quotes=(quote,)))])
    assert metrics["sentence@1"].value == float(counts)


def test_normalise_evens_out_what_typesetting_changes():
    assert normalise(" ﬁrm\u00a0floor – “yes”\n‘no’ ") == "firm floor - \"yes\" 'no'"


def test_verbatim_is_counted_over_segments_not_questions():
    metrics = measure(
        [
            Asked(judged(), Outcome(("a",), verbatim=(True, True, False))),
            Asked(judged(Kind.INJECTION), Outcome((), verbatim=(True,))),
        ]
    )
    assert value(metrics, "verbatim") == (0.75, 4)


def test_refusal_is_measured_on_what_should_and_should_not_be_refused():
    near, far = Kind.UNANSWERABLE_NEAR, Kind.UNANSWERABLE_FAR
    metrics = measure(
        [
            Asked(judged(), Outcome(("a",), answered=True, confidence=0.9)),
            Asked(judged(), Outcome(("a",), answered=False, confidence=0.4)),
            Asked(judged(near), Outcome(("a",), answered=True, confidence=0.6)),
            Asked(judged(near), Outcome(("a",), answered=False, confidence=0.4)),
            Asked(judged(far), Outcome(("a",), answered=False, confidence=0.1)),
            # A follow-up and a red flag that were not answered are no refusals either way.
            Asked(judged(Kind.FOLLOW_UP), Outcome((), answered=False)),
            Asked(judged(Kind.RED_FLAG), Outcome((), answered=False)),
        ]
    )
    assert value(metrics, "refusal_precision") == (round(2 / 3, 6), 3)
    assert value(metrics, "refusal_recall") == (round(2 / 3, 6), 3)
    # Pairs with near: .9 > .6, .9 > .4, .4 < .6, .4 = .4; with far: both higher.
    assert value(metrics, "auc_near") == (2.5 / 4, 4)
    assert value(metrics, "auc_far") == (1.0, 3)


def test_without_unanswerable_questions_there_is_no_refusal_to_measure():
    metrics = measure([Asked(judged(), Outcome(("a",), answered=False))])
    assert not [name for name in metrics if name.startswith(("refusal", "auc"))]


def test_when_everything_is_answered_refusal_has_a_recall_and_no_precision():
    asked = [Asked(judged(kind), Outcome(("a",), answered=True)) for kind in Kind]
    metrics = measure(asked)
    assert "refusal_precision" not in metrics
    assert value(metrics, "refusal_recall") == (0.0, 2)


def test_red_flags_count_a_card_and_false_cards_count_a_card_instead_of_an_answer():
    carded, emergency = Outcome((), carded=True), Outcome((), carded=True, emergency=True)
    metrics = measure(
        [
            Asked(judged(Kind.RED_FLAG), emergency),
            Asked(judged(Kind.RED_FLAG), carded),
            Asked(judged(Kind.RED_FLAG), Outcome(())),
            Asked(judged(Kind.RED_FLAG_DECOY), carded),  # a card above an answer is no false alarm
            Asked(judged(Kind.RED_FLAG_DECOY), emergency),
            Asked(judged(), Outcome(("a",))),
            Asked(judged(), Outcome(("a",))),
        ]
    )
    assert value(metrics, "red_flag_recall") == (round(2 / 3, 6), 3)
    assert value(metrics, "false_cards") == (0.25, 4)


def test_one_language_can_be_measured_alone():
    asked = [
        Asked(judged(), Outcome(("a",))),
        Asked(judged(language="es"), Outcome(("x",))),
    ]
    assert value(measure(asked), "success@1") == (0.5, 2)
    assert value(measure(asked, "en"), "success@1") == (1.0, 1)
    assert value(measure(asked, "es"), "success@1") == (0.0, 1)
    assert measure(asked, "fr") == {}


def test_the_names_are_those_of_the_contract():
    asked = [
        Asked(judged(kind, quotes=(GOLD,)), Outcome(("a",), (GOLD,), (True,), 0.5)) for kind in Kind
    ]
    assert set(measure(asked)) == {
        "success@1",
        "success@3",
        "mrr@10",
        "ndcg@10",
        "recall@100",
        "sentence@1",
        "sentence@3",
        "verbatim",
        "auc_near",
        "auc_far",
        "refusal_precision",
        "refusal_recall",
        "red_flag_recall",
        "false_cards",
    }


def scorer() -> ModuleType:
    """The scorer that comes with the data set, written by somebody else."""
    path = CLINIC_DEV / "score.py"
    if not path.is_file():
        pytest.skip(f"{path} is not here: it lies beside the checkout of this project only")
    spec = importlib.util.spec_from_file_location("clinic_dev_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_made_up_runs_score_the_same_as_by_the_data_sets_own_scorer():
    score = scorer()
    chance = random.Random(7)  # noqa: S311  # made-up runs, not a secret
    questions = read_questions(CLINIC_DEV)
    articles = sorted({name for q in questions for name in q.relevant})
    pool = [quote for q in questions for quote in q.quotes if 20 <= len(quote) <= 700]

    def made_up(q: Judged) -> Outcome:
        own = [quote for quote in q.quotes if 20 <= len(quote) <= 700]
        return Outcome(
            article_ids=tuple(chance.sample([*articles, *q.relevant], k=12)),
            quotes=tuple(chance.choices([*pool[:20], *own * 10], k=3)),
            answered=chance.random() < 0.6,
            emergency=chance.random() < 0.3,
        )

    asked = run(questions, made_up)
    ours = measure(asked)
    rows = score.load_jsonl(CLINIC_DEV / "questions.jsonl")
    predictions = {
        a.judged.id: {
            "article_ids": a.outcome.article_ids,
            "quoted_sentences": a.outcome.quotes,
            "abstained": not a.outcome.answered,
            "emergency": a.outcome.emergency,
        }
        for a in asked
    }
    found = score.retrieval_metrics(rows, predictions)
    for name in ("success@1", "success@3", "mrr@10"):
        assert value(ours, name) == (round(found[name], 6), found["n"])
    quoted = score.quote_metrics(rows, predictions)
    assert 0.2 < quoted["quote_accuracy"] < 1.0
    assert value(ours, "sentence@3") == (round(quoted["quote_accuracy"], 6), quoted["n"])
    refused = score.abstention_metrics(rows, predictions)
    assert value(ours, "refusal_precision")[0] == round(refused["precision"], 6)
    assert value(ours, "refusal_recall")[0] == round(refused["recall"], 6)
    alarms = score.redflag_metrics(rows, predictions)["false_alarm_decoy_plus_answerable"]
    assert value(ours, "false_cards")[0] == round(alarms, 6)
