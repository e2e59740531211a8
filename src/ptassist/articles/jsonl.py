"""A BEIR `corpus.jsonl` becomes Articles, so that public collections can be measured like a clinic's corpus."""

import json
import unicodedata
from pathlib import Path

from ptassist.articles.article import Article, Block, BlockKind, Section
from ptassist.errors import EvaluationError


def load_jsonl(path: Path) -> tuple[Article, ...]:
    """Reads `{"_id", "title", "text"}` lines; every line of a text is a paragraph, nothing is markup.

    Raises:
        EvaluationError: A line is not such an object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        raise EvaluationError(f"{path}: not UTF-8") from None
    articles = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            article = _article(str(row["_id"]), row.get("title") or "", row["text"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EvaluationError(f"{path}:{number}: not a BEIR document: {error}") from None
        if article is not None:
            articles.append(article)
    return tuple(articles)


def _article(article_id: str, title: str, source: str) -> Article | None:
    lines = [unicodedata.normalize("NFC", line).strip() for line in source.splitlines()]
    lines = [line for line in lines if line] or ([title] if title else [])
    if not lines:
        return None
    blocks, offset = [], 0
    for line in lines:
        blocks.append(Block(BlockKind.PARAGRAPH, offset, offset + len(line), 0))
        offset += len(line) + 1
    text = "".join(line + "\n" for line in lines)
    section = Section(None, 0, offset - 1, None, "")
    return Article(article_id, title, text, tuple(blocks), (section,), ())
