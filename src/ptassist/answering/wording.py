"""Wording: the fixed sentences of ours, and the talk that needs no article, from files that a therapist can sign."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

try:
    # libyaml's is eight times as quick: a start reads a thousand lines of tables.
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

from ptassist.errors import ShippedFileError

_FRAMES, _CONVERSATION = "frames.yaml", "conversation.yaml"
FALLBACK_LANGUAGE = "en"
LANGUAGES = ("en", "es")

# What people type short; a message is matched as it stands, and spelled out.
_SPELLED_OUT = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "apt": "appointment",
    "appt": "appointment",
    "appts": "appointments",
    "apts": "appointments",
    "ins": "insurance",
}
_CHAT = re.compile(rf"\b(?:{'|'.join(_SPELLED_OUT)})\b")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that visitors say or ask for which no article is needed.

    Attributes:
        code: Its name, such as "parking".
        whole: Matches a whole message of this kind; None when there is no such pattern.
        part: Matches the telling part of a message; None when there is no such pattern.
        setting: The [clinic] setting whose text answers.
        texts: What is said by language when the clinic has set nothing.
        after_articles: Whether the articles are asked first: a clinic may have written about it.
    """

    code: str
    whole: re.Pattern[str] | None
    part: re.Pattern[str] | None
    setting: str | None
    texts: Mapping[str, str]
    after_articles: bool = False

    def matches(self, message: str) -> bool:
        """Tells whether a message, as `plain` makes it, is of this kind."""
        whole = self.whole is not None and self.whole.fullmatch(message) is not None
        return whole or (self.part is not None and self.part.search(message) is not None)


@dataclass(frozen=True, slots=True)
class Wording:
    """Every fixed sentence, by code and language.

    Attributes:
        frames: Code to language to text.
        phrases: Other fixed texts, such as "disclosure" or "handoff.call".
        topics: In the order in which they are tried.
        reviewer: Who signed the frames; None while nobody has.
    """

    frames: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, Mapping[str, str]]
    topics: tuple[Topic, ...]
    reviewer: str | None

    def frame(self, code: str, language: str) -> str:
        """The text of a frame in a language, in English where there is none."""
        texts = self.frames[code]
        return texts.get(language, texts[FALLBACK_LANGUAGE])

    def phrase(self, code: str, language: str, **values: str) -> str:
        """Another fixed text with its values filled in."""
        texts = self.phrases[code]
        return texts.get(language, texts[FALLBACK_LANGUAGE]).format(**values)

    def topic_of(self, message: str) -> Topic | None:
        """The topic of a message that needs no article; None for a question for the articles."""
        return self._first(message, after_articles=False)

    def errand_of(self, message: str) -> Topic | None:
        """The topic of a question for the clinic's people that an article may answer; None for any other."""
        return self._first(message, after_articles=True)

    def _first(self, message: str, *, after_articles: bool) -> Topic | None:
        texts = {plain(message), _CHAT.sub(lambda said: _SPELLED_OUT[said[0]], plain(message))}
        of_kind = (topic for topic in self.topics if topic.after_articles is after_articles)
        return next((topic for topic in of_kind if any(map(topic.matches, texts))), None)


def plain(text: str) -> str:
    """Lower case, straight apostrophes, no accents, single spaces, no punctuation at the ends."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    text = "".join(character for character in text if not unicodedata.combining(character))
    return " ".join(text.split()).strip(" .,!?;:¡¿-()\"'")


def load_wording(folder: Path) -> Wording:
    """Reads the fixed sentences.

    Args:
        folder: `corpus/language`.

    Raises:
        ShippedFileError: A file is missing, not YAML, or lacks a text.
    """
    frames = read_yaml(folder / _FRAMES)
    conversation = read_yaml(folder / _CONVERSATION)
    try:
        handoff = {f"handoff.{code}": texts for code, texts in frames["handoff"].items()}
        texts = {code: frames[code] for code in ("disclosure", "pinned")}
        wording = Wording(
            frames=frames["frames"],
            phrases={**texts, **handoff},
            topics=tuple(_read_topic(topic) for topic in conversation["topics"]),
            reviewer=frames.get("reviewer"),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ShippedFileError(
            f"{folder}: {_FRAMES} or {_CONVERSATION} is malformed: {error}"
        ) from None
    for code, by_language in {**wording.frames, **wording.phrases}.items():
        if not all(isinstance(by_language.get(language), str) for language in LANGUAGES):
            raise ShippedFileError(
                f"{folder / _FRAMES}: {code} needs a text in {' and '.join(LANGUAGES)}"
            )
    return wording


def read_yaml(path: Path) -> Any:
    """Reads a shipped YAML file.

    Raises:
        ShippedFileError: It is missing, not UTF-8 or not YAML; the message names the line.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)
    except OSError as error:
        raise ShippedFileError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ShippedFileError(f"{path}: not UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ShippedFileError(f"{path}{line}: not readable as YAML") from None


def _read_topic(entry: dict[str, Any]) -> Topic:
    return Topic(
        code=entry["code"],
        whole=_any_of(entry.get("whole")),
        part=_any_of(entry.get("part")),
        setting=entry.get("setting"),
        texts=entry["text"],
        after_articles=bool(entry.get("after_articles", False)),
    )


def _any_of(patterns: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None
