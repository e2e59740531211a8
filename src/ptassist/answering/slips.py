"""Slips: how likely one word is a misspelling of another, and where two likes must not be taken for one another."""

from functools import cache
from itertools import pairwise, takewhile

# What it costs to take one letter for another, to swap two, to leave one out or to add one. Letters that neither sound
# alike nor stand side by side on a keyboard are hardly ever taken for one another: then it is another word.
_VOWEL, _ALIKE, _BESIDE, _STRANGE = 0.75, 0.7, 1.05, 2.0
_SWAP, _DOUBLE, _SILENT, _LEFT_OUT, _ADDED = 0.7, 0.5, 0.8, 1.0, 1.1
_VOWELS = frozenset("aeiou")
_SOUND_ALIKE = frozenset(
    frozenset(pair) for pair in "cs ck kq sz bp dt fv gj mn xz xs iy wu wv".split()
)
_KEYS = frozenset(
    frozenset(pair)
    for row in "qwertyuiop asdfghjkl zxcvbnm qaz wsx edc rfv tgb yhn ujm".split()
    for pair in pairwise(row)
)
_OFTEN_SILENT = frozenset("aeiouyh")
_ONE_SOUND = (("ph", "f"), ("dge", "ge"), ("ck", "k"))
_PLAIN_ENDINGS = frozenset({"", "e", "s", "es", "is"})
# Endings that are mistaken for one another, or cut off.
_SLIPS = frozenset(
    {("er", "or"), ("or", "er"), ("ers", "ors"), ("ic", "ical"), ("", "d"), ("", "y")}
)
# The shortest stem that an ending stands behind.
_STEM = 4
# Each of these letters has a bit for its first and one for its second time in a word.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

# Words that differ in these are two words, not one with a slip: hypermobile and hypomobile, tendinitis and tendinosis.
_HEADS = tuple(
    "hyper hypo inter intra infra supra sub abduc adduc post pre macro micro mono poly endo exo"
    " para peri epi neur nephr".split()
)
_TAILS = tuple(
    "itis osis oma otomy ectomy ostomy plasty scopy pathy algia gram graphy emia aemia uria penia"
    " plegia paresis otome lysis desis plasia".split()
)
# A word with one of these in front is its opposite or another word, never a slip.
_TURNS = frozenset("a an un in im ir il dis non de re pre mis ex bi tri".split())
# Words that differ in these endings alone are two forms of one word, and both may be right.
_ENDINGS = frozenset(
    "es er ers or ors r rs d ed ing ings ic ics ical al als ly less able ful ness ous ary ory ist ists ism y ia ity"
    " ive ion ions a ae um tic tics ies ier iest est sis xis".split()
)


def sounded(word: str) -> str:
    """A word with one letter for a sound that is written with two."""
    for written, sound in _ONE_SOUND:
        word = word.replace(written, sound)
    return word


def cost(typed: str, meant: str, most: float) -> float:
    """What it takes to get from one word to another; infinite above `most`.

    A swap of neighbours is one slip. Vowels, letters that sound alike and doubled letters are slips that many make.
    """
    first, last = 0, 0
    shortest = min(len(typed), len(meant))
    while first < shortest and typed[first] == meant[first]:
        first += 1
    while last < shortest - first and typed[-1 - last] == meant[-1 - last]:
        last += 1
    # A letter before the difference stays, so that a doubled one is seen.
    kept = max(first - 1, 0)
    typed, meant = typed[kept : len(typed) - last], meant[kept : len(meant) - last]
    found = _table(typed, meant, most)
    return found if found <= most else float("inf")


def _table(typed: str, meant: str, most: float) -> float:
    """Optimal string alignment with weights (Damerau 1964), row by row."""
    before: list[float] = []
    row = [0.0]
    for place in range(len(meant)):
        row.append(row[-1] + _gap(meant, place, _LEFT_OUT))
    for i, letter in enumerate(typed):
        gap = _gap(typed, i, _ADDED)
        above, row = row, [row[0] + gap]
        for j, wanted in enumerate(meant):
            least = min(
                above[j] + _swapped_for(letter, wanted),
                above[j + 1] + gap,
                row[j] + _gap(meant, j, _LEFT_OUT),
            )
            if i and j and letter == meant[j - 1] and typed[i - 1] == wanted:
                least = min(least, before[j - 1] + _SWAP)
            row.append(least)
        if min(row) > most and min(above) > most:
            return float("inf")
        before = above
    return row[-1]


def _gap(word: str, place: int, price: float) -> float:
    """What a letter costs that only one of the words has."""
    if place and word[place] == word[place - 1]:
        return _DOUBLE
    return _SILENT if word[place] in _OFTEN_SILENT else price


@cache
def _swapped_for(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return _VOWEL
    pair = frozenset((one, other))
    if pair in _SOUND_ALIKE:
        return _ALIKE
    return _BESIDE if pair in _KEYS else _STRANGE


def signature(word: str) -> int:
    """The letters of a word as bits: one slip changes at most two of them."""
    bits = 0
    for letter in word:
        place = _LETTERS.find(letter)
        if place >= 0:
            bits |= 1 << (place + 26 * (bits >> place & 1))
    return bits


def is_another_word(typed: str, meant: str) -> bool:
    """Whether two like words are two words by their first or last part."""
    if _differ(_head(typed), _head(meant)) or _differ(_tail(typed), _tail(meant)):
        return True
    shorter, longer = sorted((typed, meant), key=len)
    if longer.endswith(shorter) and longer.removesuffix(shorter) in _TURNS:
        return True
    return _are_forms(typed, meant)


def _are_forms(typed: str, meant: str) -> bool:
    """Whether two words differ by their endings alone: syndesmotic and syndesmosis, but not rotater and rotator."""
    alike = (one == other for one, other in zip(typed, meant, strict=False))
    shared = sum(takewhile(bool, alike))
    # An ending may begin before the letter where the words part.
    cuts = range(max(_STEM, shared - 2), shared + 1)
    return any(_are_endings(typed[cut:], meant[cut:]) for cut in cuts)


def _are_endings(typed: str, meant: str) -> bool:
    if (typed, meant) in _SLIPS or not _ENDINGS & {typed, meant}:
        return False
    return typed in _ENDINGS | {""} and meant in _ENDINGS | _PLAIN_ENDINGS


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _head(word: str) -> str:
    return max((part for part in _HEADS if word.startswith(part)), key=len, default="")


def _tail(word: str) -> str:
    return max((part for part in _TAILS if word.endswith(part)), key=len, default="")
