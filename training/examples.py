"""Example: one question beside one passage, and what is known of each of its sentences."""

from dataclasses import dataclass

# A label that the loss leaves out: nobody judged this sentence or this passage.
UNJUDGED = -1


@dataclass(frozen=True, slots=True)
class Example:
    """What the reader learns from.

    Attributes:
        question: As somebody asked it.
        above: The title and the heading that the passage stands under; may be empty.
        sentences: The passage, sentence by sentence.
        labels: For each sentence 1 (answers), 0 (does not), or UNJUDGED.
        answers: Whether the passage answers at all: 1, 0 or UNJUDGED.
        source: The name of the set that it comes from.
    """

    question: str
    above: str
    sentences: tuple[str, ...]
    labels: tuple[int, ...]
    answers: int
    source: str


def unanswered(question: str, above: str, sentences: tuple[str, ...], source: str) -> Example:
    """An example whose passage does not answer."""
    return Example(question, above, sentences, (0,) * len(sentences), 0, source)
