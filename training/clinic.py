"""The made-up articles as a folder that `ptassist evaluate` reads: `python -m training.clinic OUT [PART...]`.

Without parts (such as 5 or 10) all are written. Questions over parts that the reader learned from tell nothing of it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

OURS = Path(__file__).parent


def main() -> None:
    out, parts = Path(sys.argv[1]), sys.argv[2:]
    (out / "articles").mkdir(parents=True, exist_ok=True)
    articles = {article["id"]: article for article in rows("articles", "part{}.jsonl", parts)}
    for article in articles.values():
        path = out / "articles" / f"{article['id']}.md"
        path.write_text(page(article), encoding="utf-8")
    with (out / "questions.jsonl").open("w", encoding="utf-8") as file:
        for number, row in enumerate(rows("questions", "made-up-{}.jsonl", parts)):
            judged = question(row, articles[row["doc"]])
            file.write(json.dumps({"id": f"m{number:04}", **judged}, ensure_ascii=False) + "\n")


def rows(folder: str, name: str, parts: list[str]) -> Iterator[dict]:
    """The rows of a folder's files, all of them or those of some parts."""
    for path in sorted((OURS / folder).glob(name.format("*"))):
        if not parts or path.name in {name.format(part) for part in parts}:
            for line in path.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)


def page(article: dict) -> str:
    """An article as Markdown; a section is one paragraph."""
    head = f"---\ntitle: {json.dumps(article['title'], ensure_ascii=False)}\nlanguage: en\n"
    head += "author: Sample article\nsample: true\n---\n"
    told = []
    for section in article["sections"]:
        if section["heading"]:
            told.append(f"## {section['heading']}")
        told.append(" ".join(section["sentences"]))
    return head + "\n" + "\n\n".join(told) + "\n"


def question(row: dict, article: dict) -> dict:
    """A visitor's question as a judged one; what a careful answer could also quote is no gold sentence."""
    sentences = [text for section in article["sections"] for text in section["sentences"]]
    gold = [sentences[place] for place in row["best"]]
    judged = {"question": row["q"], "lang": "en", "relevant": [row["doc"]] if gold else []}
    if not gold:
        return {**judged, "kind": "unanswerable-near"}
    return {**judged, "kind": "answerable", "quote": gold[0], "acceptable_quotes": gold[1:]}


if __name__ == "__main__":
    main()
