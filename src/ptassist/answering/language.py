"""Which language a visitor writes in: English, Spanish, or one that ptassist cannot read.

By function words, because messages are short and badly spelt: models of letter pairs take "my hip clicks" for Dutch.
"""

import unicodedata
from collections import Counter
from functools import cache

from ptassist.index.lexical import words
from ptassist.index.stop_words import stopwords

ENGLISH, SPANISH, OTHER = "en", "es", "other"

# Fewer function words than this of another language may be a name, a slip or a word that both languages have.
_FEWEST_OF_OTHER = 2


def detect_language(text: str) -> str:
    """English, Spanish, or "other" where another language is plain to see; English when in doubt."""
    if _is_in_another_script(text):
        return OTHER
    lists = _function_words()
    found = words(text)
    hits = Counter({code: sum(word in listed for word in found) for code, listed in lists.items()})
    hits[SPANISH] += sum(mark in text for mark in "¿¡ñ")
    best = max(hits[ENGLISH], hits[SPANISH])
    others = max(count for code, count in hits.items() if code not in {ENGLISH, SPANISH})
    if others >= _FEWEST_OF_OTHER and others > best:
        return OTHER
    return SPANISH if hits[SPANISH] > hits[ENGLISH] else ENGLISH


def _is_in_another_script(text: str) -> bool:
    """Whether most letters are not Latin ones."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return bool(letters) and 2 * latin < len(letters)


@cache
def _function_words() -> dict[str, frozenset[str]]:
    """The function words of each language, by its code."""
    listed = {
        ENGLISH: [*stopwords.STOPWORDS_EN_PLUS, *_ENGLISH.split()],
        SPANISH: [*stopwords.STOPWORDS_SPANISH, *_SPANISH.split()],
        "fr": [
            *stopwords.STOPWORDS_FRENCH,
            *"ai mal jai quels quelle exercices douleur depuis".split(),
        ],
        "pt": [
            *stopwords.STOPWORDS_PORTUGUESE,
            *"dor tenho estou posso fazer dói meu minha".split(),
        ],
        "de": [*stopwords.STOPWORDS_GERMAN, *"schmerzen übungen welche tut mein meine".split()],
        "it": [*stopwords.STOPWORDS_ITALIAN, *"male dolore posso fare schiena esercizi".split()],
        "nl": stopwords.STOPWORDS_DUTCH,
        "tr": stopwords.STOPWORDS_TURKISH,
        "vi": "tôi bị đau lưng và là có không của cho được trong một các những này khi với gì làm".split(),
        "tl": "ang ng mga sa ko ako po ba na ay masakit likod paano kung hindi yung para akong ano".split(),
        "ht": "mwen nan pou gen yon epi kisa fè mal do genou pa ka ak kijan tanpri ki sa".split(),
        "pl": "mnie boli nie jest się czy jak mam co na od przy kolano plecy ćwiczenia moje mój".split(),
    }
    # A letter by itself ("hepatitis E") is no word of a language.
    return {
        code: frozenset(word for text in texts for word in words(text) if len(word) > 1)
        for code, texts in listed.items()
    }


_SPANISH = """duele dolor puedo tengo hacer espalda rodilla hombro cuello pie ejercicio ejercicios embarazo cuesta
seguro hola gracias buenos buenas dias adios quien eres cita precio horario ayuda quiero quisiera necesito morir morirme
matarme suicidarme pecho cabeza sangre sangro demasiadas demasiados pastillas haciendo siento respirar fiebre"""
_ENGLISH = (
    "can my hurt hurts pain get got back knee do does is i im mal dos pals ok die tut van der den"
)
