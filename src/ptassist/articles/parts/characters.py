"""Characters that a reader cannot see: they carry no word of an article, and may carry somebody else's.

Zero-width and bidirectional marks, soft hyphens, tags, private use and control characters are taken out of every
format. A joiner stays where a script or an emoji needs it.
"""

import re
import unicodedata
from collections.abc import Sequence

_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # controls; white space is none
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ue000-\uf8ff]"
)
_SHOWN = 60  # characters
_JOINERS = "\u200c\u200d"
_EMOJI_STYLE = "\ufe0e\ufe0f"
_FIRST_JOINING_SCRIPT, _LAST_JOINING_SCRIPT = 0x0590, 0x1DBF
_FLAG = "\U0001f3f4"
_TAGS = range(0xE0020, 0xE0080)


def take_out_hidden(text: str) -> tuple[str, int]:
    """Takes the characters out that cannot be seen.

    Returns:
        The text without them, and how many they were.
    """
    if _HIDDEN.search(text) is None:
        return text, 0
    kept: list[str] = []
    for character in text:
        if not _HIDDEN.match(character) or _is_needed(character, kept):
            kept.append(character)
    return "".join(kept), len(text) - len(kept)


def hidden_note(count: int) -> str:
    """The sentence that tells staff of them."""
    noun = (
        "character (zero width, bidi) was" if count == 1 else "characters (zero width, bidi) were"
    )
    return f"{count} hidden {noun} taken out"


def hidden_text_note(found: Sequence[str], how: str = "") -> str:
    """The sentence that tells staff of hidden words.

    Args:
        found: The pieces of text, the first of which is shown.
        how: By what they were hidden.
    """
    noun = (
        "1 piece of hidden text was"
        if len(found) == 1
        else f"{len(found)} pieces of hidden text were"
    )
    shown = " ".join(found[0].split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1].rstrip() + "…"
    return f'{noun} left out{f" ({how})" if how else ""}: "{shown}"'


def _is_needed(character: str, before: list[str]) -> bool:
    """Whether the one before, an emoji or a letter that joins, has use for it."""
    if not before:
        return False
    last = before[-1]
    if character in _JOINERS:
        joins = _FIRST_JOINING_SCRIPT <= ord(last) <= _LAST_JOINING_SCRIPT
        return joins or (character == "\u200d" and (_is_emoji(last) or last in _EMOJI_STYLE))
    if character in _EMOJI_STYLE:
        return _is_emoji(last) or last in "#*0123456789"
    if ord(character) in _TAGS:
        return last == _FLAG or ord(last) in _TAGS
    return False


def _is_emoji(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk", "Sm"}
