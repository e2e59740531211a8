"""Near-duplicate articles: the same page twice, or a copy with a few words changed.

Texts are compared by their windows of 32 characters. Similar ones are found without comparing every pair, by
one-permutation MinHash (Li, Owen & Zhang 2012) in 64 bins, in bands of 4. Of each pair so found the exact share of
common windows (Jaccard) decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ptassist.articles.article import Article

SIMILAR = 0.8
_WINDOW, _BINS, _BAND = 32, 64, 4
_BASE = 0x100000001B3  # an odd number, so that no power of it loses bits
_MIX = 0x9E3779B97F4A7C15
_WORD = 2**64
_EMPTY = np.uint64(_WORD - 1)
_BIN_SHIFT = np.uint64(64 - 6)  # the first six bits of 64 name one of 64 bins

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that say nearly the same.

    Attributes:
        similarity: The share of their windows that both have, 0 to 1.
    """

    first: str
    second: str
    similarity: float


def near_duplicates(articles: Iterable[Article]) -> list[Pair]:
    """The pairs of articles that are nearly the same, most alike first; of many copies each stands with the first."""
    texts = {article.id: article.text for article in articles}
    sketches = {name: _sketch(window_hashes(text)) for name, text in texts.items()}
    pairs = [
        Pair(first, second, jaccard(texts[first], texts[second]))
        for first, second in _candidates(sketches)
    ]
    alike = [pair for pair in pairs if pair.similarity >= SIMILAR]
    return sorted(alike, key=lambda pair: (-pair.similarity, pair.first, pair.second))


def jaccard(first: str, second: str) -> float:
    """The share of the windows of two texts that both have."""
    a, b = np.unique(window_hashes(first)), np.unique(window_hashes(second))
    common = len(np.intersect1d(a, b, assume_unique=True))
    union = len(a) + len(b) - common
    return common / union if union else 1.0


def window_hashes(text: str) -> Hashes:
    """A hash of every window of 32 characters, in order; a shorter text is one window."""
    plain = " ".join(text.casefold().split())
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    hashes = np.pad(codes, (0, max(0, _WINDOW - len(codes)))) + np.uint64(1)
    width = 1
    while width < _WINDOW:  # the hash of two neighbouring halves is that of the whole
        factor = np.uint64(pow(_BASE, width, _WORD))
        hashes = hashes[:-width] * factor + hashes[width:]
        width *= 2
    mixed = hashes * np.uint64(_MIX)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64) * np.uint64(_MIX)


def _sketch(hashes: Hashes) -> Hashes:
    """The smallest hash of each bin; a bin is the first bits of a hash."""
    smallest = np.full(_BINS, _EMPTY, dtype=np.uint64)
    np.minimum.at(smallest, (hashes >> _BIN_SHIFT).astype(np.intp), hashes)
    return smallest


def _candidates(sketches: Mapping[str, Hashes]) -> Iterator[tuple[str, str]]:
    """Pairs that agree in a whole band; each only once."""
    seen: set[tuple[str, str]] = set()
    for start in range(0, _BINS, _BAND):
        first_with: dict[bytes, str] = {}
        for name, sketch in sketches.items():
            band = sketch[start : start + _BAND]
            if (band == _EMPTY).all():
                continue
            first = first_with.setdefault(band.tobytes(), name)
            if first != name and (first, name) not in seen:
                seen.add((first, name))
                yield first, name
