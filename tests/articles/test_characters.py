import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptassist.articles.parts.characters import hidden_note, hidden_text_note, take_out_hidden


@pytest.mark.parametrize(
    ("text", "shown", "count"),
    [
        ("Walk daily.", "Walk daily.", 0),
        ("Wa\u200blk", "Walk", 1),
        ("\ufeffWalk \u202edaily\u202c\u2066.\u2069", "Walk daily.", 5),
        ("exer\u00adcise", "exercise", 1),
        ("no\u2060break\u00a0space", "nobreak\u00a0space", 1),
        ("line\none\ttab", "line\none\ttab", 0),
        ("bell\x07 esc\x1b", "bell esc", 2),
        ("tag\U000e0041\U000e0042s", "tags", 2),
        ("a\u200db", "ab", 1),
        ("x\ufe0fy", "xy", 1),
    ],
)
def test_what_cannot_be_seen_goes(text, shown, count):
    assert take_out_hidden(text) == (shown, count)


@pytest.mark.parametrize(
    "text",
    [
        "Run 🏃🏽\u200d♀️ now", "❤️ and 1️⃣", "می\u200cخواهم", "क्\u200dष",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)  # fmt: skip
def test_what_scripts_and_emoji_need_stays(text):
    assert take_out_hidden(text) == (text, 0)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_taking_out_twice_takes_out_nothing_more(text):
    shown, count = take_out_hidden(text)
    assert len(shown) + count == len(text)
    assert take_out_hidden(shown) == (shown, 0)
    assert [c for c in text if c.isalnum() and unicodedata.category(c) != "Lo"] == [
        c for c in shown if c.isalnum() and unicodedata.category(c) != "Lo"
    ]


def test_the_notes():
    assert hidden_note(1) == "1 hidden character (zero width, bidi) was taken out"
    assert hidden_note(12) == "12 hidden characters (zero width, bidi) were taken out"
    assert (
        hidden_text_note(["a  b"], "display: none")
        == '1 piece of hidden text was left out (display: none): "a b"'
    )
    assert hidden_text_note(["x" * 90, "y"]).endswith('x…"')
