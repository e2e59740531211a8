"""The reader as it serves: the same estimates with less work.

Of the last layer only the first state and the marks are asked for, so only their rows are worked out. One text is read
at a time: nothing is padded, so nothing is masked. Query, key and value are one multiplication, scaled beforehand.
"""

import math

import torch
from torch import nn

from training.model import Reader


class Layer(nn.Module):
    """One layer of a BERT, over the states of one text: shape (pieces, width).

    Args:
        layer: The layer as transformers has it.
        heads: How many heads attend.
    """

    def __init__(self, layer: nn.Module, heads: int) -> None:
        super().__init__()
        attention = layer.attention.self
        self.heads, self.width = heads, attention.query.in_features
        scale = 1 / math.sqrt(self.width // heads)
        self.query = joined([attention.query], scale)
        self.key_value = joined([attention.key, attention.value])
        self.all = joined([self.query, self.key_value])
        self.out, self.norm = layer.attention.output.dense, layer.attention.output.LayerNorm
        self.up, self.down = layer.intermediate.dense, layer.output.dense
        self.last_norm = layer.output.LayerNorm

    def forward(self, states: torch.Tensor, asking: torch.Tensor | None = None) -> torch.Tensor:
        """The states that come out: all of them, or those of the rows that ask."""
        if asking is None:
            query, key, value = self._heads(self.all(states), 3)
            asking = states
        else:
            (query,) = self._heads(self.query(asking), 1)
            key, value = self._heads(self.key_value(states), 2)
        seen = torch.softmax(query @ key.transpose(-1, -2), dim=-1) @ value
        attended = self.norm(self.out(seen.transpose(0, 1).reshape(-1, self.width)) + asking)
        grown = nn.functional.gelu(self.up(attended))
        return torch.Tensor(self.last_norm(self.down(grown) + attended))

    def _heads(self, states: torch.Tensor, parts: int) -> torch.Tensor:
        return states.view(-1, parts, self.heads, self.width // self.heads).permute(1, 2, 0, 3)


class Lean(nn.Module):
    """A trained reader for one text at a time.

    Args:
        reader: The reader.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        transformer = reader.transformer
        heads = transformer.config.num_attention_heads
        self.embeddings = transformer.embeddings
        self.layers = nn.ModuleList([Layer(layer, heads) for layer in transformer.encoder.layer])
        self.passage, self.sentence = reader.passage, reader.sentence

    def forward(
        self, ids: torch.Tensor, kinds: torch.Tensor, places: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores before the logistic function: of the passage, shape (1,), and of each mark, shape (marks,).

        Args:
            ids: The word pieces of one text, shape (pieces,).
            kinds: 0 for the question, 1 for the passage, shape (pieces,).
            places: 0 and the places of the marks, shape (1 + marks,).
        """
        embedded = self.embeddings(ids.unsqueeze(0), token_type_ids=kinds.unsqueeze(0))
        states = embedded.squeeze(0)
        *layers, last = self.layers
        for layer in layers:
            states = layer(states)
        asked = last(states, states.index_select(0, places))
        return self.passage(asked[:1]).squeeze(-1), self.sentence(asked[1:]).squeeze(-1)


def joined(linears: list[nn.Linear], scale: float = 1.0) -> nn.Linear:
    """Several linear layers over the same states as one, times a number."""
    weight = torch.cat([linear.weight.detach() for linear in linears]) * scale
    bias = torch.cat([linear.bias.detach() for linear in linears]) * scale
    one = nn.Linear(weight.shape[1], weight.shape[0])
    one.load_state_dict({"weight": weight, "bias": bias})
    return one
