"""Cues: the words that tell what a sentence of an article does, by language, from `corpus/language/cues.yaml`."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ptassist.answering.wording import FALLBACK_LANGUAGE, read_yaml
from ptassist.errors import ShippedFileError

_KINDS = (
    "governing",
    "stopping",
    "condition",
    "exclusion",
    "encouragement",
    "announcement",
    "contrast",
    "leans",
    "yes_or_no",
    "steps",
)


@dataclass(frozen=True, slots=True)
class Sought:
    """A kind of thing that a question can seek, such as a time: among like sentences the one that tells it answers.

    Attributes:
        name: What it is called.
        asks: Matches a question for it.
        tells: Matches a sentence that tells it.
        over: Matches a heading or a line above a list that promises it; None where none does.
    """

    name: str
    asks: re.Pattern[str]
    tells: re.Pattern[str]
    over: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language; each pattern is searched in a sentence as `prepare` makes it."""

    governing: re.Pattern[str]
    stopping: re.Pattern[str]
    condition: re.Pattern[str]
    exclusion: re.Pattern[str]
    encouragement: re.Pattern[str]
    announcement: re.Pattern[str]
    contrast: re.Pattern[str]
    leans: re.Pattern[str]
    yes_or_no: re.Pattern[str]
    steps: re.Pattern[str]
    sought: tuple[Sought, ...]

    def governs(self, sentence: str) -> bool:
        """A precaution for all that follows it in its section."""
        return self.governing.search(prepare(sentence)) is not None

    def tells_to_stop(self, sentence: str) -> bool:
        """Says what ends the thing that its section teaches ("If squeezing hurts, stop")."""
        return self.stopping.search(prepare(sentence)) is not None

    def limits(self, sentence: str) -> bool:
        """A condition of what stands next to it."""
        return self.condition.search(prepare(sentence)) is not None

    def excludes(self, sentence: str) -> bool:
        """Says who should not, or what to leave."""
        return self.exclusion.search(prepare(sentence)) is not None

    def encourages(self, sentence: str) -> bool:
        """Warm words or a call to book: not evidence."""
        return self.encouragement.search(prepare(sentence)) is not None

    def announces(self, sentence: str) -> bool:
        """Says what the text is about or what stands below: not evidence."""
        return self.announcement.search(prepare(sentence)) is not None

    def contrasts(self, sentence: str) -> bool:
        """Opens by limiting the sentence before it."""
        return self.contrast.search(prepare(sentence)) is not None

    def needs_antecedent(self, sentence: str) -> bool:
        """Opens with a word that leans on the sentence before it."""
        return self.leans.search(prepare(sentence)) is not None

    def tells_steps(self, line: str) -> bool:
        """Introduces the steps of something."""
        return self.steps.search(prepare(line)) is not None

    def says_yes_or_no(self, sentence: str) -> bool:
        """Opens with a yes or a no."""
        return self.yes_or_no.search(prepare(sentence)) is not None

    def sought_by(self, question: str) -> frozenset[str]:
        """The kinds of thing that a question seeks; none for most."""
        # People leave accents out; a pattern may be written with them.
        plain = unaccented(prepare(question))
        return frozenset(kind.name for kind in self.sought if kind.asks.search(plain))

    def told(self, sentence: str) -> frozenset[str]:
        """The kinds of thing that a sentence holds."""
        plain = prepare(sentence)
        return frozenset(kind.name for kind in self.sought if kind.tells.search(plain))

    def promised(self, line: str) -> frozenset[str]:
        """The kinds of thing that stand below a heading or a line above a list, by what it says."""
        plain = prepare(line)
        return frozenset(k.name for k in self.sought if k.over and k.over.search(plain))


def prepare(sentence: str) -> str:
    """Lower case, straight apostrophes, no quotation mark in front."""
    return sentence.casefold().replace("’", "'").lstrip("\"“”'‘*•- ")


def unaccented(text: str) -> str:
    """A text without accents."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def load_cues(folder: Path) -> Mapping[str, Cues]:
    """Reads the cues of every language.

    Args:
        folder: `corpus/language`.

    Raises:
        ShippedFileError: The file is missing or malformed.
    """
    path = folder / "cues.yaml"
    try:
        return {
            language: Cues(
                **{kind: _any_of(kinds[kind]) for kind in _KINDS},
                sought=tuple(_sought(name, of) for name, of in kinds["sought"].items()),
            )
            for language, kinds in read_yaml(path).items()
        }
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ShippedFileError(f"{path}: malformed: {error}") from None


def _sought(name: str, of: Mapping[str, Iterable[str]]) -> Sought:
    over = _any_of(of["over"]) if "over" in of else None
    return Sought(name, _any_of(map(unaccented, of["asks"])), _any_of(of["tells"]), over)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def cues_for(cues: Mapping[str, Cues], language: str) -> Cues:
    """The cues of a language, English where there are none."""
    return cues.get(language, cues[FALLBACK_LANGUAGE])
