"""The gate: what stops a new index, what does not, and what a person is shown."""

import copy
import dataclasses
import json
import re
from pathlib import Path

import pytest

from ptassist.answering.answer import Answer
from ptassist.assistant import Assistant
from ptassist.build import build_index
from ptassist.checks.gate import GateQuestions, ask_all, read_gate
from ptassist.checks.page import page_of
from ptassist.checks.shown import show
from ptassist.cli.reports import tell_report
from ptassist.errors import EvaluationError, GoldenQuestionsError
from ptassist.evaluation.golden import Golden
from ptassist.evaluation.questions import Judged, Kind
from ptassist.index.store import Index
from ptassist.index.versions import current_folder, list_versions, roll_back
from ptassist.settings import Settings
from tests.fakes import (
    ARTICLES,
    FakeEncoder,
    article_source,
    assistant_in,
    build_in,
    load_in,
    write_corpus,
)

TOPICS = {
    "elbow": "Rolling dough with a straight elbow eases the sore outer elbow within a month.",
    "wrist": "A soft wrist splint at night calms a tingling wrist after typing.",
    "ankle": "Hop on a wobble cushion to steady a weak ankle after a sprain.",
    "jaw": "Resting the tongue behind the teeth relaxes a clicking jaw.",
    "rib": "Slow side bends loosen a stiff rib after coughing.",
    "toe": "Wide shoes give a bent toe room to straighten.",
}
JUDGED = tuple(
    Judged(name, (text,), "en", Kind.ANSWERABLE, {name: 1}) for name, text in TOPICS.items()
)


def corpus_of(topics: dict[str, str]) -> dict[str, str | bytes]:
    return {f"{name}.md": article_source(f"The {name}", text) for name, text in topics.items()}


def assistant_over(folder: Path, articles: dict[str, str | bytes]) -> Assistant:
    return assistant_in(build_in(folder, articles)[0])


@pytest.fixture(scope="module")
def topical(tmp_path_factory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("topical"), corpus_of(TOPICS))


def golden(article="elbow", question="rolling dough sore elbow", sentence=None) -> Golden:
    return Golden(2, question, article, sentence)


def asked(assistant: Assistant, *questions: Golden, published: Assistant | None = None):
    return ask_all(GateQuestions(golden=questions), assistant, published)


def test_a_golden_question_that_finds_its_article_passes(topical):
    report = asked(topical, golden(), golden("The wrist", "splint for a tingling wrist at night"))
    assert report.passed
    assert [result.article_id for result in report.golden] == ["elbow", "wrist"]
    assert [result.problem for result in report.golden] == ["", ""]


@pytest.mark.parametrize(
    "sentence", [TOPICS["elbow"], TOPICS["elbow"].upper(), "with a straight elbow"]
)
def test_its_sentence_may_differ_in_case_and_be_a_part(topical, sentence):
    assert asked(topical, golden(sentence=sentence)).passed


def test_a_sentence_that_is_not_quoted_stops_it(topical):
    report = asked(topical, golden(sentence="Kneading is better."))
    assert report.faults == (
        'row 2 "rolling dough sore elbow": does not quote "Kneading is better."',
    )


def test_an_article_that_is_not_shown_stops_it(topical):
    (fault,) = asked(topical, golden("jaw")).faults
    assert fault.startswith('row 2 "rolling dough sore elbow": does not find jaw; it shows elbow')


def test_an_article_that_the_corpus_does_not_have_stops_it(topical):
    assert asked(topical, golden("shoulder")).faults == (
        'row 2 "rolling dough sore elbow": the corpus has no article "shoulder"',
    )


def test_a_question_that_cannot_be_asked_or_gets_a_card_is_told_as_such(topical):
    (fault,) = asked(topical, golden(question="!!!")).faults
    assert fault == 'row 2 "!!!": does not find elbow; it shows no article (refused)'
    (fault,) = asked(topical, golden(question="my chest hurts and my left arm is numb")).faults
    assert fault.endswith("it shows no article (urgent)")


UNANSWERED = Golden(3, "how do volcanoes erupt", None)
ANSWERED = Golden(4, "rolling dough sore elbow", None)


@pytest.mark.parametrize(
    "question", ["how do volcanoes erupt", "!!!", "hello", "my chest hurts and my left arm is numb"]
)
def test_a_golden_question_that_no_article_answers_and_that_is_not_answered_passes(
    topical, question
):
    report = asked(topical, Golden(3, question, None), published=topical)
    assert (report.passed, report.notes) == (True, ())
    assert report.golden[0].article_id is None


def test_one_that_is_answered_and_was_not_before_stops_it_and_says_what_is_quoted(
    topical, tmp_path
):
    before = assistant_over(tmp_path, corpus_of({k: v for k, v in TOPICS.items() if k != "elbow"}))
    report = asked(topical, ANSWERED, published=before)
    (fault,) = report.faults
    assert fault.startswith('row 4 "rolling dough sore elbow": no article answers it, but elbow')
    assert fault.endswith(f'is quoted: "{TOPICS["elbow"]}"')
    assert report.notes == ()


def test_one_that_was_answered_before_as_well_is_only_told(topical):
    for published in (topical, None):
        report = asked(topical, UNANSWERED, ANSWERED, published=published)
        assert report.passed
        (note,) = report.notes
        assert note.startswith('row 4 "rolling dough sore elbow": no article answers it, but elbow')


class Misquoting(Assistant):
    """Changes one letter of all that it quotes."""

    def ask(self, text, history=()) -> Answer:
        answer = super().ask(text, history)
        changed = [dataclasses.replace(s, text=s.text[:-1] + "!") for s in answer.segments]
        return dataclasses.replace(answer, segments=tuple(changed))


def test_a_quote_that_is_not_word_for_word_stops_it_also_in_a_judged_question(topical):
    liar = copy.copy(topical)
    liar.__class__ = Misquoting
    report = ask_all(GateQuestions((golden(),), JUDGED[:1]), liar, None)
    assert len(report.faults) == 2
    assert all("which elbow does not say" in fault for fault in report.faults)
    assert not report.golden[0].now.quotes[0].verbatim
    assert report.found == 1


def test_changed_answers_are_told_from_unchanged_ones(topical, tmp_path):
    other = {
        **corpus_of(TOPICS),
        "elbow.md": article_source("The elbow", "Sore elbow? Stop rolling dough."),
    }
    new = assistant_over(tmp_path, other)
    first, second = asked(
        new,
        golden(),
        golden("jaw", "does resting the tongue relax a clicking jaw"),
        published=topical,
    ).golden
    assert first.is_changed
    assert first.before is not None
    assert first.before.quotes[0].text == TOPICS["elbow"]
    assert not second.is_changed


@pytest.mark.parametrize(("moved", "passes"), [(0, True), (3, True), (4, False), (6, False)])
def test_a_few_judged_questions_may_be_lost_but_not_many(topical, tmp_path, moved, passes):
    names, texts = list(TOPICS)[:moved], list(TOPICS.values())[:moved]
    rotated = dict(zip(names, [*texts[1:], *texts[:1]], strict=True))
    new = assistant_over(tmp_path, corpus_of(TOPICS | rotated))
    report = ask_all(GateQuestions(judged=JUDGED), new, topical)
    assert (report.judged, report.found_before, report.found) == (6, 6, 6 - moved)
    assert report.lost == tuple(names)
    assert report.passed is passes
    assert ask_all(GateQuestions(judged=JUDGED), new, None).passed  # nothing to compare with


def test_judged_questions_without_their_article_are_not_asked(topical):
    stranger = Judged("x", ("a question",), "en", Kind.ANSWERABLE, {"not-here": 1})
    harmless = Judged("y", ("what is new",), "en", Kind.UNANSWERABLE_FAR, {})
    about = GateQuestions(judged=(stranger, harmless, *JUDGED)).about(topical.articles.values())
    report = ask_all(about, topical, topical)
    assert (about.judged, report.judged, report.passed) == (JUDGED, 6, True)


def test_progress_climbs_to_the_number_of_questions(topical):
    told: list[tuple[int, int]] = []
    ask_all(GateQuestions((golden(),), JUDGED), topical, None, lambda *now: told.append(now))
    assert told == [(done, 7) for done in range(1, 8)]


def test_what_is_shown_when_nothing_answers_are_the_nearest(topical):
    shown = show(topical, ["how do volcanoes erupt"])
    assert (shown.kind, len(shown.article_ids), shown.quotes) == ("not_covered", 3, ())


# The gate as a part of the build. It reads the triage rules, which takes a while.


def write_golden(settings: Settings, *rows: str) -> Path:
    path = settings.corpus_dir.parent / "golden.csv"
    path.write_text("\n".join(["question,article,sentence", *rows]) + "\n", encoding="utf-8")
    return path


def add_article(settings: Settings) -> None:
    write_corpus(settings.corpus_dir, {"new.md": article_source("New", "Rest the wrist often.")})


def test_without_questions_nothing_is_asked(built: Settings):
    assert read_gate(built) == GateQuestions()
    add_article(built)
    report = build_index(built, encoder=FakeEncoder())
    assert report.gate is not None
    assert (report.gate.golden, report.gate.judged, report.gate.passed) == ((), 0, True)


def test_questions_are_read_beside_the_articles(built: Settings):
    write_golden(built, "does it hurt,hopping,")
    folder = built.corpus_dir.parent / "evaluation"
    folder.mkdir()
    line = {"id": "1", "question": "q", "kind": "answerable", "relevant": ["hopping"]}
    (folder / "questions.jsonl").write_text(json.dumps(line) + "\n")
    questions = read_gate(built)
    assert [item.article for item in questions.golden] == ["hopping"]
    assert [item.id for item in questions.judged] == ["1"]


@pytest.mark.slow
def test_a_refused_index_is_kept_but_not_published(built: Settings):
    served = current_folder(built.index_dir)
    write_golden(built, "rolling the foot over a cold bottle,feet/heel,", "how to knead,bread,")
    add_article(built)
    report = build_index(built, encoder=FakeEncoder())
    assert report.gate is not None
    assert report.gate.faults == ('row 3 "how to knead": the corpus has no article "bread"',)
    assert (report.published, current_folder(built.index_dir)) == (None, served)
    held, old = list_versions(built.index_dir)
    assert (held.name, held.is_candidate, held.is_current) == (report.refused, True, False)
    assert (old.is_candidate, old.is_current) == (False, True)
    assert "new" not in load_in(built).articles


@pytest.mark.slow
def test_force_publishes_what_was_refused_without_building_it_again(built: Settings):
    write_golden(built, "how to knead,bread,")
    add_article(built)
    refused = build_index(built, encoder=FakeEncoder()).refused
    encoder = FakeEncoder()
    report = build_index(built, force=True, encoder=encoder)
    assert report.published == refused
    assert report.gate is not None
    assert not report.gate.passed
    assert encoder.encoded == ["how to knead"]  # once, though both indexes are asked it
    assert [(v.name == refused, v.is_candidate) for v in list_versions(built.index_dir)] == [
        (True, False),
        (False, False),
    ]
    assert build_index(built, encoder=FakeEncoder()).is_unchanged


@pytest.mark.slow
def test_a_refused_index_is_published_once_the_questions_are_mended(built: Settings):
    path = write_golden(built, "how to knead,bread,")
    add_article(built)
    refused = build_index(built, encoder=FakeEncoder()).refused
    path.unlink()
    assert build_index(built, encoder=FakeEncoder()).published == refused


@pytest.mark.slow
def test_a_roll_back_passes_over_what_was_refused(built: Settings):
    first = current_folder(built.index_dir).name
    path = write_golden(built, "how to knead,bread,")
    add_article(built)
    refused = build_index(built, encoder=FakeEncoder()).refused
    path.unlink()
    write_corpus(built.corpus_dir, {"more.md": article_source("More", "Stretch often.")})
    build_index(built, encoder=FakeEncoder())
    assert roll_back(built.index_dir).name == first
    assert roll_back(built.index_dir, refused).name == refused


def test_a_broken_spreadsheet_is_known_before_anything_is_encoded(built: Settings):
    write_golden(built, "only a question")
    add_article(built)
    encoder = FakeEncoder()
    for dry_run in (True, False):
        with pytest.raises(GoldenQuestionsError, match="row 2: no article"):
            build_index(built, dry_run=dry_run, encoder=encoder)
    assert encoder.encoded == []
    assert issubclass(GoldenQuestionsError, EvaluationError)


@pytest.mark.slow
def test_the_page_shows_old_answers_beside_new_ones_and_escapes_them(built: Settings):
    write_golden(
        built,
        "rolling the foot over a cold bottle,feet/heel,",
        "<script>alert(1)</script> hopping,hopping,",
        "signs to slow down on stairs,stairs,",
    )
    write_corpus(
        built.corpus_dir,
        {
            "feet/heel.md": ARTICLES["feet/heel.md"].replace("an hour or two", "<b>one</b> hour"),
            "new.md": article_source("New", "Rest."),
        },
    )
    report = build_index(built, encoder=FakeEncoder())
    assert report.published
    assert report.page == page_of(built.index_dir, report.published)
    html = report.page.read_text(encoding="utf-8")
    assert "for an hour or two" in html  # before
    assert "&lt;b&gt;" not in html or "<b>" not in html
    assert "3 asked, 1 with another answer than before" in html
    assert "<script" not in html
    assert not re.search(r"\b(?:src|href|action|on\w+)=", html)
    assert "http" not in html.replace("http-equiv", "")
    assert "<h3>rolling the foot over a cold bottle</h3>" in html
    assert "slow down on stairs" not in html  # its answer is the same


@pytest.mark.slow
def test_what_is_only_told_stands_in_the_report_and_on_the_page(built: Settings, capsys):
    write_golden(built, "<i>rolling</i> the foot over a cold bottle,none,", "zebra jazz,-,")
    add_article(built)
    report = build_index(built, encoder=FakeEncoder())
    assert report.published
    assert report.page is not None
    tell_report(report, built, dry_run=False)
    told = (
        'row 2 "<i>rolling</i> the foot over a cold bottle": no article answers it, but feet/heel'
    )
    assert f"  note     {told}" in capsys.readouterr().err
    html = report.page.read_text(encoding="utf-8")
    assert "&lt;i&gt;rolling&lt;/i&gt; the foot over a cold bottle&#34;: no article answers" in html
    assert "<i>" not in html


@pytest.mark.slow
def test_the_page_of_a_first_build_says_that_there_was_no_index(tmp_path):
    write_corpus(tmp_path / "corpus")
    settings = Settings(corpus_dir=tmp_path / "corpus", index_dir=tmp_path / "index")
    write_golden(settings, "<i>cold</i> bottle for the heel,feet/heel,")
    report = build_index(settings, encoder=FakeEncoder())
    assert report.page is not None
    html = report.page.read_text(encoding="utf-8")
    assert "There was no index." in html
    assert "&lt;i&gt;cold&lt;/i&gt; bottle" in html
    assert isinstance(load_in(settings), Index)
