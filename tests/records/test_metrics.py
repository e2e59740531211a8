"""Prometheus' text format, compared line by line with sums made by hand."""

import re

from ptassist.records.metrics import Metrics


def lines(metrics: Metrics, version: str = "v1") -> list[str]:
    return [line for line in metrics.as_text(version).splitlines() if not line.startswith("#")]


def test_a_new_process_has_counted_nothing() -> None:
    assert [line for line in lines(Metrics()) if "bucket" not in line] == [
        "ptassist_answer_seconds_sum 0.000000",
        "ptassist_answer_seconds_count 0",
        'ptassist_index_info{version="v1"} 1',
    ]


def test_answers_problems_and_presses_are_counted_apart() -> None:
    metrics = Metrics()
    for seconds in (0.004, 0.005, 0.03, 11):
        metrics.answered("answer", "none", seconds)
    metrics.answered("urgent", "crisis", 0.001)
    metrics.refused(429)
    metrics.refused(429)
    metrics.voted(True)
    metrics.voted(False)
    found = lines(metrics)
    assert 'ptassist_answers_total{kind="answer",level="none"} 4' in found
    assert 'ptassist_answers_total{kind="urgent",level="crisis"} 1' in found
    assert 'ptassist_problems_total{status="429"} 2' in found
    assert 'ptassist_feedback_total{helpful="true"} 1' in found
    assert 'ptassist_feedback_total{helpful="false"} 1' in found
    assert 'ptassist_answer_seconds_bucket{le="0.005"} 3' in found  # the limit itself is inside
    assert 'ptassist_answer_seconds_bucket{le="0.025"} 3' in found
    assert 'ptassist_answer_seconds_bucket{le="0.05"} 4' in found
    assert 'ptassist_answer_seconds_bucket{le="10.0"} 4' in found
    assert 'ptassist_answer_seconds_bucket{le="+Inf"} 5' in found
    assert "ptassist_answer_seconds_sum 11.040000" in found
    assert "ptassist_answer_seconds_count 5" in found


def test_every_line_has_the_form_that_prometheus_reads() -> None:
    metrics = Metrics()
    metrics.answered("answer", "none", 0.1)
    text = metrics.as_text('odd "version"\\\nname')
    sample = re.compile(r'[a-z_]+(\{[a-z]+="([^"\\\n]|\\["\\n])*"(,[a-z]+="[^"]*")*\})? [0-9.]+')
    for line in text.removesuffix("\n").split("\n"):
        assert re.fullmatch(r"# (HELP|TYPE) ptassist_\w+ .+", line) or sample.fullmatch(line), line
    named = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    samples = set(re.findall(r"^(ptassist_\w+?)(?:_bucket|_sum|_count)?[ {]", text, re.MULTILINE))
    assert samples <= named
