"""Spanish words as visitors write them: forms, misspellings, and the learned words that English shares."""

import re
import unicodedata

import Stemmer

_INFINITIVE = re.compile(r"[a-z]{2,}[aei]r(?:me|te|se|lo|la|le|los|las|nos)*")
_DIMINUTIVE = re.compile(r"(?:c|qu)?it([oa]s?)$")

# One letter for what sounds alike, since many write as they speak: "rodiya", "ejersisio", "ombro", "embarasada".
_SOUNDS = (
    (re.compile(r"ll"), "y"),
    (re.compile(r"qu(?=[ei])|k"), "c'"),
    (re.compile(r"c(?=[ei])|z"), "s"),
    (re.compile(r"gu(?=[ei])"), "g'"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"v"), "b"),
    (re.compile(r"'"), ""),
    (re.compile(r"([^r])\1+"), r"\1"),
)
_SHORTEST = 3
_SILENT = re.compile(r"(?<!c)h")
# The stemmer knows this ending with its accent only, and many leave that out.
_WOULD = re.compile(r"(?<=[a-z]{3})ia(?:s|n|mos)?$")

# Learned words end alike in both languages.
_COGNATES = tuple(
    (re.compile(f"(?<=[a-z]{{3}}){ending}$"), english)
    for ending, english in (
        ("blemente", "bly"),
        ("mente", "ly"),
        ("(?:ciones|cion)", "tion"),
        ("(?:siones|sion)", "sion"),
        ("dad(?:es)?", "ty"),
        ("logias?", "logy"),
        ("grafias?", "graphy"),
        ("(ect|ost|ot)omias?", r"\1omy"),
        ("(plast|pat|scop)ias?", r"\1y"),
        ("terapias?", "therapy"),
        ("plejias?", "plegia"),
        ("(itis|osis|asis|algia|emia|eal|ular|oma)s?", r"\1"),
        ("ic[oa]s?", "ic"),
        ("iv[oa]s?", "ive"),
        ("os[oa]s?", "ous"),
        ("ismos?", "ism"),
        ("istas?", "ist"),
        ("([ae])ncias?", r"\1nce"),
        ("([ae])ntes?", r"\1nt"),
        ("ari[oa]s?", "ary"),
    )
)
_BEGINNINGS = ((re.compile("^es(?=[cpt])"), "s"), (re.compile("^fisio"), "physio"))


class Stems:
    """What all forms of a word, and its usual misspellings, have in common."""

    def __init__(self) -> None:
        self._stemmer = Stemmer.Stemmer("spanish")

    def of(self, word: str) -> str:
        """The stem of a word without accents, by its sounds; a very short word is its own stem."""
        if len(word) < _SHORTEST:
            return word
        for sound, letter in _SOUNDS:
            word = sound.sub(letter, word)
        stem = str(self._stemmer.stemWord(_WOULD.sub("", word)))
        # The stemmer counts a silent h among the letters, and leaves more of a word that lacks it.
        stem = _SILENT.sub("", stem)
        shorter = stem.rstrip("aeo")
        return shorter if len(shorter) >= _SHORTEST else stem


def without_accents(word: str) -> str:
    """A lower-case word in plain letters."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_infinitive(word: str) -> bool:
    """Whether a word looks like a verb as dictionaries have it, with or without "me", "se", "lo" behind."""
    return _INFINITIVE.fullmatch(word) is not None


def singulars(word: str) -> tuple[str, str, str]:
    """A word as it stands, and what it would be without its plural."""
    shorter = word.removesuffix("s")
    return word, shorter, shorter.removesuffix("e")


def without_diminutive(word: str) -> str:
    """The plain form of a small one: "saltos" of "saltitos"."""
    return _DIMINUTIVE.sub(r"\1", word)


def cognate(word: str) -> str | None:
    """A learned word in its English form, such as "estimulacion"; None for any other word."""
    for ending, english in _COGNATES:
        if ending.search(word):
            word = ending.sub(english, word)
            for beginning, plain in _BEGINNINGS:
                word = beginning.sub(plain, word)
            return word
    return None
