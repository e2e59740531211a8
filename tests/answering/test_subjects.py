"""What a message is about: its telling words, its parts of the body, complaints and states."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.answering.subjects import MOST_CHARACTERS, read_subject


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("I have tennis elbow", ("tennis", "elbow")),
        ("how long does it take?", ()),
        ("is it safe to JUMP, to jump?", ("jump",)),
        ("im diabetic tho lol", ("diabetic",)),
        ("my mum had a stroke 3 weeks ago", ("stroke",)),
        ("¿y cada cuánto?", ()),
        ("¿Es peligroso saltar con osteoporosis?", ("saltar", "osteoporosis")),
        ("🦵🔥", ()),
        ("", ()),
    ],
)
def test_telling_words_are_what_a_message_is_about(text: str, telling: tuple[str, ...]) -> None:
    assert read_subject(text).telling == telling


@pytest.mark.parametrize(
    ("text", "parts", "complaints", "states"),
    [
        ("my knees and one ankle", {"knees", "ankle"}, set(), set()),
        ("sciatica down the leg", {"leg"}, {"sciatica"}, set()),
        ("bursitis or tendinopathy", set(), {"bursitis", "tendinopathy"}, set()),
        ("my diagnosis and the prognosis", set(), set(), set()),
        ("pregnant with osteoporosis", set(), set(), {"pregnant", "osteoporosis"}),
        ("I'm 30 weeks and my hip hurts", {"hip"}, set(), {"pregnant"}),
        ("im 6 weeks post op, a knee", {"knee"}, set(), set()),
        ("me duele la rodilla por la artrosis", {"rodilla"}, {"artrosis"}, set()),
        ("diabética y embarazada", set(), set(), {"diabetica", "embarazada"}),
        ("how strong can I get", set(), set(), set()),
    ],
)
def test_what_a_message_names_is_told_apart(
    text: str, parts: set[str], complaints: set[str], states: set[str]
) -> None:
    said = read_subject(text)
    assert [set(said.parts), set(said.complaints), set(said.states)] == [parts, complaints, states]
    assert said.named == parts | complaints


@pytest.mark.parametrize("text", ["can I go back to work", "when will I get back into it"])
def test_going_back_is_no_part_of_the_body(text: str) -> None:
    assert not read_subject(text).parts


@pytest.mark.parametrize("text", ["my back went out", "why is my back so stiff", "low back pain"])
def test_a_back_is_a_part_of_the_body(text: str) -> None:
    assert read_subject(text).parts == {"back"}


@given(st.text(max_size=600))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_and_only_its_beginning(text: str) -> None:
    said = read_subject(text)
    assert said == read_subject(text[:MOST_CHARACTERS])
    assert len(set(said.telling)) == len(said.telling)
    assert set(said.telling) <= set(said.plain.split())
