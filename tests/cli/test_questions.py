"""`ptassist ask` and `search` in words: what stands in which line; the real commands are in test_commands.py."""

import dataclasses

import pytest

from ptassist.answering.answer import Answer, AnswerKind, Role
from ptassist.answering.notes import Note
from ptassist.assistant import Assistant
from ptassist.cli.questions import _lines
from tests.cli.conftest import Cli


def lines_of(answer: Answer) -> list[str]:
    return "\n".join(_lines(answer)).splitlines()


def test_an_answer_shows_frames_quotes_sources_and_the_way_to_a_therapist(assistant: Assistant):
    answer = assistant.ask("Can I hop on both feet to load the hip bone?")
    assert answer.kind is AnswerKind.ANSWER
    text = "\n".join(_lines(answer))
    for segment in answer.segments:
        assert f'"{segment.text}" [{segment.citation}]' in text
    for frame in answer.frames:
        assert frame.text in text
    for citation in answer.citations:
        assert f"[{citation.number}] {citation.title}" in text
        assert citation.deep_link in text
    assert answer.handoff.text in text
    assert all(action.href in text for action in answer.handoff.actions)


def test_a_frame_stands_right_before_its_segment(assistant: Assistant):
    answer = assistant.ask("Can I hop on both feet to load the hip bone?")
    lines = lines_of(answer)
    placed = [frame for frame in answer.frames if frame.before is not None]
    assert placed
    for frame in placed:
        quoted = f'"{answer.segments[frame.before or 0].text}"'
        assert quoted in lines[lines.index(frame.text) + 1]


def test_the_role_of_a_segment_is_marked(assistant: Assistant):
    answer = assistant.ask("How long do I rest between the sets of hopping?")
    marks = {Role.ANSWER: "   ", Role.CONDITION: "  !", Role.CONTEXT: "  ·"}
    assert len({segment.role for segment in answer.segments}) > 1
    for segment in answer.segments:
        (line,) = [line for line in lines_of(answer) if f'"{segment.text}"' in line]
        assert line.startswith(marks[segment.role])


def test_the_papers_that_a_sentence_cites_stand_below_it(assistant: Assistant):
    answer = assistant.ask("What helps heel pain?")
    cited = [segment for segment in answer.segments if segment.references]
    assert cited
    lines = lines_of(answer)
    for segment in cited:
        place = next(n for n, line in enumerate(lines) if f'"{segment.text}"' in line)
        below = lines[place + 1 : place + 1 + len(segment.references)]
        assert [line.split(":")[0].strip() for line in below] == [
            f"cites {reference.label}" for reference in segment.references
        ]


def test_a_hard_word_is_told_below_the_quotes_and_above_the_sources(assistant: Assistant):
    answer = assistant.ask("Can I hop on both feet to load the hip bone?")
    note = Note("hip bone", "where the leg begins.")
    lines = lines_of(dataclasses.replace(answer, notes=(note,)))
    place = lines.index("   Words: hip bone: where the leg begins.")
    quoted = max(n for n, line in enumerate(lines) if f'"{answer.segments[-1].text}"' in line)
    cited = next(n for n, line in enumerate(lines) if line.startswith("[1] "))
    assert quoted < place < cited
    told = [line for line in lines_of(answer) if "Words:" in line]
    assert len(told) == len(answer.notes)


def test_a_question_that_no_article_answers_shows_the_nearest_and_the_handoff(assistant: Assistant):
    answer = assistant.ask("Which mortgage suits a lighthouse keeper?")
    assert answer.kind is AnswerKind.NOT_COVERED
    lines = lines_of(answer)
    assert lines[0] == answer.frames[0].text
    nearest = [line for line in lines if "Nearest:" in line]
    assert len(nearest) == len(answer.nearest) > 0
    assert answer.handoff.text in lines


def test_an_emergency_shows_the_card_first(assistant: Assistant):
    answer = assistant.ask("I want to kill myself")
    assert answer.kind is AnswerKind.URGENT
    assert answer.card is not None
    lines = lines_of(answer)
    assert lines[0] == f"** {answer.card.title} **"
    assert any("988" in line for line in lines)
    assert answer.handoff.text in lines


@pytest.mark.parametrize("command", ["ask", "search"])
def test_without_an_index_a_question_is_refused_with_the_command_to_run(cli: Cli, command):
    ran = cli(command, "Can I hop?")
    assert (ran.code, ran.out) == (1, "")
    assert "no index has been built yet" in ran.err
    assert "ptassist build" in ran.err
    assert "Can I hop" not in ran.err


@pytest.mark.usefixtures("built")
def test_an_index_of_another_encoder_is_refused_by_name(cli: Cli):
    ran = cli("ask", "Can I hop?", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert '"fake"' in ran.err
    assert "ptassist build" in ran.err
