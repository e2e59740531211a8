"""How hard a text is to read: Flesch-Kincaid grade for English, the INFLESZ scale for Spanish.

English: 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid et al. 1975), a US school grade; patient material
should not be above 8. Spanish: 206.835 - 62.3 syllables/word - words/sentence (Szigriszt-Pazos 1993), read on the
INFLESZ scale (Barrio-Cantalejo et al. 2008); below 55 is too hard for patients. Each has a list of its own, since the
two figures cannot be compared.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ptassist.articles.article import Article
from ptassist.index.passages import Passage

HIGHEST_GRADE, LOWEST_EASE = 8.0, 55.0

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENGLISH_GROUPS = re.compile(r"[aeiouy]+")
# Where the groups of vowels are one too many: a silent e, es or ed.
_SILENT = re.compile(
    r"(?:[^aeiouylrt]|[aeiouy][lrt]|rt|lt)e$|[^aeioulsxzcghty]es$|[aeiou]t?(?:tes|les)$|[^aeioutd]ed$|[aeiou]l?ed$"
    r"|aches$|[^aeiou]eless|[^aeiou]ely$|[^aeiou]eful|[^aeioulr]ement"
)
# Where they are one too few: two vowels that are spoken apart.
_APART = re.compile(
    r"[aeiou]ing|(?<![cstgx])ia(?!l$|n$|ls$|ge)|i(?:o(?!us|n)|um|us$)|(?<![cstgx])i(?:al|an|ous|on)|ea(?:tion|te)|(?<!q)ua(?!r|l?it|y)|uou|(?:vid|g|ther|st|l)eo|.rea$|"
    r"[^aeiou]ism|(?<![ctsx])ie(?:t|nce|nt)|scien|eyo|coor|dnt|(?<=[^aeiouqg])ue(?:l|nt|nc)|yi|creat|react"
)
_SPANISH_NUCLEI = re.compile(r"[iuüy]*[aeoáéóíú][iuüy]*|[iuüy]+")


class Measure(StrEnum):
    """What a figure is."""

    GRADE = "flesch-kincaid grade"
    EASE = "inflesz"


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard something is to read.

    Attributes:
        where: The article's id or the passage's.
        language: Which of the two measures applies.
        measure: The name of the figure.
        figure: A grade is hard when high, ease is hard when low.
        words: How many words were counted.
        text: What was read; empty for a whole article.
    """

    where: str
    language: str
    measure: Measure
    figure: float
    words: int
    text: str = ""

    @property
    def is_hard(self) -> bool:
        """Whether it is too hard for patients."""
        return self.hardness > 0

    @property
    def hardness(self) -> float:
        """How far it is beyond what patients should be given; negative when it is not."""
        if self.measure is Measure.GRADE:
            return self.figure - HIGHEST_GRADE
        return LOWEST_EASE - self.figure


def read_article(article: Article, passages: Sequence[Passage]) -> Reading | None:
    """How hard an article is; None without a word. Headings and references do not count."""
    sentences = [text for passage in passages for text in sentences_of(article, passage)]
    return _reading(article.id, article.language, sentences)


def read_passage(article: Article, passage: Passage) -> Reading | None:
    """How hard a passage is; None without a word."""
    shown = " ".join(article.text[passage.start : passage.end].split())
    return _reading(passage.id, article.language, sentences_of(article, passage), shown)


def hardest_first(readings: Iterable[Reading | None]) -> list[Reading]:
    """Orders by language, the hardest first in each."""
    there = [reading for reading in readings if reading is not None]
    return sorted(there, key=lambda reading: (reading.language, -reading.hardness, reading.where))


def sentences_of(article: Article, passage: Passage) -> list[str]:
    """The sentences of a passage, as text."""
    return [article.text[sentence.start : sentence.end] for sentence in passage.sentences]


def flesch_kincaid(sentences: Sequence[str]) -> float:
    """The US school grade of an English text, given sentence by sentence."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    syllables = sum(english_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def inflesz(sentences: Sequence[str]) -> float:
    """The ease of a Spanish text on the scale of Szigriszt and INFLESZ, given sentence by sentence."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    syllables = sum(spanish_syllables(word) for word in words)
    return 206.835 - 62.3 * syllables / len(words) - len(words) / len(sentences)


def words_of(text: str) -> list[str]:
    """The words of a text; a hyphened one is one word."""
    return _WORD.findall(text)


def english_syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels; a number counts one."""
    return sum(_english(part) for part in re.split(r"[-'’]", word.casefold()) if len(part) > 2) or 1


def _english(word: str) -> int:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isascii())
    groups = len(_ENGLISH_GROUPS.findall(plain))
    return max(1, groups - len(_SILENT.findall(plain)) + len(_APART.findall(plain)))


def spanish_syllables(word: str) -> int:
    """The syllables of a Spanish word: a weak vowel joins its neighbour unless it carries the accent."""
    plain = unicodedata.normalize("NFC", word.casefold())
    plain = re.sub(r"[qg]u(?=[eiéí])", "q", plain)
    return max(1, len(_SPANISH_NUCLEI.findall(plain)))


def _reading(where: str, language: str, sentences: Sequence[str], text: str = "") -> Reading | None:
    spoken = [sentence for sentence in sentences if words_of(sentence)]
    if not spoken:
        return None
    measure = Measure.EASE if language == "es" else Measure.GRADE
    figure = (inflesz if measure is Measure.EASE else flesch_kincaid)(spoken)
    count = sum(len(words_of(sentence)) for sentence in spoken)
    return Reading(where, language, measure, round(figure, 1), count, text)
