"""Counters of what visitors pressed: exact sums, one vote an answer, a file that is whole or as it was."""

import json
import logging
import threading
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.errors import RecordsError
from ptassist.records.feedback import Feedback, Opinion, Reason, Vote, read_feedback

V1, V2 = "20260101T000000Z-aaaaaaaaaaaa", "20260201T000000Z-bbbbbbbbbbbb"


def vote(number: int, helpful: bool = True, reason: Reason | None = None, *ids: str) -> Vote:
    return Vote(f"{number:032x}", helpful, reason, ids or ("heel",))


def written(folder: Path, *votes: Vote, version: str = V1) -> list[Opinion]:
    feedback = Feedback(folder)
    for one in votes:
        feedback.add(one, version)
    feedback.write()
    return read_feedback(folder)


def test_votes_are_counted_by_article_and_reason(tmp_path: Path) -> None:
    opinions = written(
        tmp_path,
        vote(1),
        vote(2, False, Reason.UNCLEAR, "heel", "hop"),
        vote(3, False, Reason.UNCLEAR, "hop"),
        vote(4, False, None, "hop"),
    )
    assert opinions == [
        Opinion("hop", 0, 3, {"unclear": 2}),
        Opinion("heel", 1, 1, {"unclear": 1}),
    ]


def test_an_answer_without_a_quote_counts_too(tmp_path: Path) -> None:
    unquoted = Vote("0" * 32, False, Reason.MISSING, ())
    assert written(tmp_path, unquoted) == [Opinion("", 0, 1, {"missing": 1})]


def test_a_second_press_takes_the_place_of_the_first(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path)
    feedback.add(vote(1, False, None), V1)
    feedback.write()
    feedback.add(vote(1, False, Reason.WRONG), V1)
    feedback.add(vote(1, True), V1)
    feedback.add(vote(1, True), V1)
    feedback.write()
    assert read_feedback(tmp_path) == [Opinion("heel", 1, 0, {})]


def test_a_reason_for_what_helped_is_not_counted(tmp_path: Path) -> None:
    assert written(tmp_path, vote(1, True, Reason.WRONG)) == [Opinion("heel", 1, 0, {})]


def test_an_article_named_twice_counts_once(tmp_path: Path) -> None:
    assert written(tmp_path, vote(1, True, None, "heel", "heel")) == [Opinion("heel", 1, 0, {})]


def test_several_servers_add_to_one_file(tmp_path: Path) -> None:
    servers = [Feedback(tmp_path) for _ in range(4)]

    def press(place: int) -> None:
        for number in range(25):
            servers[place].add(vote(100 * place + number), V1)
            servers[place].write()

    threads = [threading.Thread(target=press, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_feedback(tmp_path) == [Opinion("heel", 100, 0, {})]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    Feedback(tmp_path / "records").write()
    assert not (tmp_path / "records").exists()


def test_what_is_on_disk_names_no_answer_and_no_time(tmp_path: Path) -> None:
    written(tmp_path, vote(7, False, Reason.OTHER))
    rows = json.loads((tmp_path / "feedback.json").read_bytes())
    assert [set(row) for row in rows] == [{"index_version", "article_id", "said", "times"}] * 2
    assert f"{7:032x}" not in (tmp_path / "feedback.json").read_text()


def test_counts_of_old_versions_are_dropped(tmp_path: Path) -> None:
    for month in range(1, 15):
        written(tmp_path, vote(month), version=f"2026{month:02}01T000000Z-aaaaaaaaaaaa")
    assert read_feedback(tmp_path) == [Opinion("heel", 12, 0, {})]


def test_versions_are_summed(tmp_path: Path) -> None:
    written(tmp_path, vote(1), version=V1)
    assert written(tmp_path, vote(2), version=V2) == [Opinion("heel", 2, 0, {})]


@pytest.mark.parametrize("content", [b"", b"{", b'[{"article_id": 3}]', b"\xff\xfe", b'{"a": 1}'])
def test_damaged_counters_are_refused_and_left_for_a_person(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "feedback.json"
    path.write_bytes(content)
    with pytest.raises(RecordsError, match="cannot be read"):
        read_feedback(tmp_path)
    feedback = Feedback(tmp_path)
    feedback.add(vote(1), V1)
    feedback.write()
    assert path.read_bytes() == content
    path.unlink()
    feedback.write()  # nothing was lost
    assert read_feedback(tmp_path) == [Opinion("heel", 1, 0, {})]


def test_a_folder_that_cannot_be_written_costs_no_vote(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "records"
    folder.write_text("a file stands in the way")
    feedback = Feedback(folder)
    feedback.add(vote(1), V1)
    with caplog.at_level(logging.WARNING):
        feedback.write()
    assert "could not be written" in caplog.text
    folder.unlink()
    feedback.write()
    assert read_feedback(folder) == [Opinion("heel", 1, 0, {})]


VOTES = st.lists(
    st.tuples(
        st.builds(
            vote,
            st.integers(0, 5),
            st.booleans(),
            st.sampled_from([None, *Reason]),
            st.sampled_from(["heel", "hop"]),
        ),
        st.booleans(),
    ),
    max_size=30,
)


@given(VOTES)
@settings(max_examples=60, deadline=None)
def test_the_last_press_about_each_answer_is_what_counts(
    tmp_path_factory: pytest.TempPathFactory, presses: list[tuple[Vote, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("votes")
    feedback = Feedback(folder)
    for one, write in presses:
        feedback.add(one, V1)
        if write:
            feedback.write()
    feedback.write()
    last = {one.answer_id: one for one, _ in presses}.values()
    expected = Counter((article, one.helpful) for one in last for article in one.article_ids)
    found = {o.article_id: o for o in read_feedback(folder)}
    for article in ("heel", "hop"):
        opinion = found.get(article, Opinion(article, 0, 0, {}))
        assert opinion.helpful == expected[article, True]
        assert opinion.unhelpful == expected[article, False]
