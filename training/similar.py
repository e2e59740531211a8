"""Similar: which of a few texts share the telling words of another; what near misses are picked with."""

import math
import random
import re
from collections import Counter
from collections.abc import Sequence

_COMMON = frozenset(
    "a an and are as at be been but by can do does for from had has have how i if in is it its may my not of on or"
    " our should that the their there these they this to was were what when where which who why will with"
    " you your".split()
)


def word_set(text: str) -> set[str]:
    """The telling words of a text, in lower case."""
    return set(re.findall(r"[a-z0-9]+", text.lower())) - _COMMON


class Similar:
    """A few texts by their words' rarity."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = [word_set(text) for text in texts]
        counts = Counter(word for words in self._words for word in words)
        self._rarity = {word: math.log(1 + len(texts) / count) for word, count in counts.items()}
        self._holding: dict[str, list[int]] = {}
        for place, words in enumerate(self._words):
            for word in words:
                self._holding.setdefault(word, []).append(place)

    def ranked(self, text: str) -> list[int]:
        """All texts, the most similar first."""
        scores = self._scores(word_set(text))
        return sorted(range(len(self._words)), key=lambda place: -scores.get(place, 0.0))

    def best(self, text: str, count: int) -> list[int]:
        """The few most similar texts; none that shares no word."""
        return [place for place, _ in self._scores(word_set(text)).most_common(count)]

    def to(self, place: int, chance: random.Random) -> int:
        """One of the texts that share most with the text at `place`, or any where none does."""
        scores = self._scores(self._words[place])
        own = self._words[place]
        near = sorted(
            (other for other in scores if self._words[other] != own), key=lambda o: -scores[o]
        )[:5]
        return chance.choice(near) if near else chance.randrange(len(self._words))

    def _scores(self, words: set[str]) -> Counter[int]:
        scores: Counter[int] = Counter()
        for word in words:
            for place in self._holding.get(word, ()):
                scores[place] += self._rarity[word]
        return scores
