"""The packaged MiniLM taught to read strength: small corrections to its layers and a head.

It takes in the whole sentence where the cue model counts words, and costs some milliseconds. Only the
corrections are shipped; the weights are those of the embedder's package, checked by hash.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

from assistant.embed import packaged_model
from assistant.errors import ConfigurationError
from assistant.verify.strength import STEPS, Probabilities

ADAPTER = Path(__file__).parent / "data" / "reader_adapter.npz"
RANK = 8
LONGEST = 64
"""Word pieces of a sentence that are read; nearly all claims are shorter."""
BATCH = 32
WIDTH = 384
PADDING = -9.0
"""Below any value of a layer, so that padding never is the maximum."""


class Corrected(nn.Module):
    """A linear layer as it was, plus what was learnt: the product of two thin matrices."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, values: Tensor) -> Tensor:
        """Apply both."""
        result: Tensor = self.layer(values) + 2 * (values @ self.down.T) @ self.up.T
        return result

    def merged(self) -> nn.Linear:
        """Put what was learnt into the layer itself, which then costs what it did before."""
        with torch.no_grad():
            self.layer.weight += 2 * self.up @ self.down
        return self.layer


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

    def take(self, learnt: Mapping[str, NDArray[np.float16]]) -> None:
        """Put in what was learnt, for good: the network can't be trained on after this."""
        tensors = {name: torch.from_numpy(np.float32(values)) for name, values in learnt.items()}
        missing = self.load_state_dict(tensors, strict=False).unexpected_keys
        if missing:
            raise ConfigurationError(f"{ADAPTER.name}: {missing[0]} fits no layer; train it again.")
        for module in list(self.encoder.encoder.modules()):
            for name, layer in module.named_children():
                if isinstance(layer, Corrected):
                    setattr(module, name, layer.merged())
        self.eval()


class SentenceReader:
    """Reads sentences whole and gives the probability of each step."""

    def __init__(self, adapter: Path = ADAPTER) -> None:
        """Load the packaged model and the corrections of a file."""
        self._tokenizer = load_tokenizer()
        self._network = Network()
        with np.load(adapter) as stored:
            self._network.take(dict(stored))

    def __call__(self, sentences: Sequence[str]) -> Probabilities:
        """Read sentences in batches of about one length, for speed; the order stays."""
        # A second thread waits actively and gains nothing on one short sentence; see `embed`.
        threads = 1 if len(sentences) == 1 else os.cpu_count() or 1
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        order = sorted(range(len(sentences)), key=lambda at: len(sentences[at]))
        read = np.empty((len(sentences), STEPS))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            with torch.inference_mode():
                scores = self._network(pieces(self._tokenizer, [sentences[at] for at in places]))
            read[places] = scores.double().softmax(dim=1).numpy()
        return read


@lru_cache(maxsize=1)
def open_reader() -> SentenceReader:
    """The shipped reader, loaded once."""
    return SentenceReader()


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
