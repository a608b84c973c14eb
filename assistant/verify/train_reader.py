"""The packaged MiniLM with corrections that can be learnt: for training alone.

Reading a sentence needs none of this; see `reader`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

from assistant.embed import packaged_model
from assistant.verify.reader import LONGEST, PADDING, SCALE, WIDTH
from assistant.verify.strength import STEPS

RANK = 8


class Corrected(nn.Module):
    """A linear layer as it was, plus what was learnt: the product of two thin matrices."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, values: Tensor) -> Tensor:
        """Apply both."""
        result: Tensor = self.layer(values) + SCALE * (values @ self.down.T) @ self.up.T
        return result


class Network(nn.Module):
    """MiniLM with corrections, and a head over the mean and the maximum of its last layer."""

    def __init__(self) -> None:
        super().__init__()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        self.encoder = AutoModel.from_pretrained(str(packaged_model()), dtype=torch.float32)
        self.encoder.requires_grad_(False)
        for module in list(self.encoder.encoder.modules()):
            for name, layer in module.named_children():
                if isinstance(layer, nn.Linear):
                    setattr(module, name, Corrected(layer))
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(2 * WIDTH, STEPS)

    def forward(self, batch: Mapping[str, Tensor]) -> Tensor:
        """Score the four steps for each sentence of a batch of word pieces."""
        last = self.encoder(**batch).last_hidden_state
        is_word = batch["attention_mask"].unsqueeze(-1)
        mean = (last * is_word).sum(1) / is_word.sum(1)
        highest = last.masked_fill(is_word == 0, PADDING).amax(1)
        scores: Tensor = self.head(self.dropout(torch.cat([mean, highest], dim=1)))
        return scores

    def learnt(self) -> dict[str, NDArray[np.float16]]:
        """What was learnt, by name; the packaged weights are not among it."""
        learnt = {name: p for name, p in self.named_parameters() if p.requires_grad}
        return {name: p.detach().numpy().astype(np.float16) for name, p in learnt.items()}


@lru_cache(maxsize=1)
def load_tokenizer() -> Any:  # transformers leaves its tokenizers untyped
    """Load the tokenizer of the packaged model."""
    return AutoTokenizer.from_pretrained(str(packaged_model()))


def pieces(tokenizer: Any, sentences: list[str]) -> dict[str, Tensor]:
    """Cut sentences into word pieces, padded to one length."""
    batch = tokenizer(
        sentences, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
    )
    return dict(batch)
