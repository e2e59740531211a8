"""The words of the interface, out of files: the widget's, those of the pages, and what is said when something fails."""

import json
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import cast

from ptassist.answering.wording import FALLBACK_LANGUAGE
from ptassist.errors import QuestionError
from ptassist.shipped import shipped


@lru_cache
def words_of(language: str) -> Mapping[str, str]:
    """The interface's words in a language: the widget's, and those of the pages; English where there are none."""
    ours = shipped("web/words") / f"{language}.json"
    if not ours.is_file():
        return words_of(FALLBACK_LANGUAGE)
    words: dict[str, str] = {}
    for path in [*sorted(shipped("web/static/widget/strings").glob(f"{language}.*")), ours]:
        words |= cast("dict[str, str]", json.loads(path.read_text(encoding="utf-8")))
    return words | {"language": language}


def sentence_of(status: int, language: str = FALLBACK_LANGUAGE) -> str:
    """The fixed sentence of a status."""
    return words_of(language).get(f"status_{status}", HTTPStatus(status).phrase)


def page_sentence_of(status: int, language: str) -> str:
    """The same for somebody who reads a page; what it tells a program would tell them nothing."""
    return words_of(language).get(f"page_{status}", sentence_of(status, language))


def refusal_of(error: QuestionError, language: str) -> str:
    """Why a question cannot be asked."""
    return words_of(language).get(f"refused_{error.code}", error.message)
