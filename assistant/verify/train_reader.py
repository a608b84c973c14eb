"""The packaged MiniLM taught to read strength: corrections to its upper layers and a head, for training alone.

Its lower layers stay as packaged, so that what they make of a sentence is worked out once; and a
sentence that is already read rightly and surely is rehearsed in a tenth of the later passes only. Both
together cost a third of learning everything from everything. Reading a sentence needs none of this; see `reader`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

from assistant.embed import packaged_model
from assistant.verify.reader import LONGEST, PADDING, SCALE, WIDTH
from assistant.verify.strength import STEPS
from assistant.verify.training_data import SEED, Example

RANK = 8
FROZEN = 3
"""Lower layers that stay as packaged."""
EPOCHS = 5
BATCH = 16
RATE = 1.5e-3
WARMING = 0.3
"""The part of the training in which the rate rises."""
SURE = 0.95
"""The probability of the right step from which a sentence counts as known."""
REHEARSED = 0.1
"""The part of what is known that is learnt again in each pass."""
READ_AT_ONCE = 64


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
        folder = str(packaged_model())
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
        self.encoder.requires_grad_(False)
        for module in list(self.encoder.encoder.layer[FROZEN:].modules()):
            for name, layer in module.named_children():
                if isinstance(layer, nn.Linear):
                    setattr(module, name, Corrected(layer))
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(2 * WIDTH, STEPS)

    @torch.no_grad()
    def read_below(self, sentences: Sequence[str]) -> list[Tensor]:
        """What the frozen layers make of each sentence: shape (word pieces, width)."""
        pieces = self.tokenizer(
            list(sentences), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        is_word = pieces["attention_mask"].bool()
        values = self.encoder.embeddings(pieces["input_ids"])
        for layer in self.encoder.encoder.layer[:FROZEN]:
            values = layer(values, is_word[:, None, None, :])
        return [row[words] for row, words in zip(values, is_word, strict=True)]

    def forward(self, states: Sequence[Tensor]) -> Tensor:
        """Score the four steps for each sentence, given what the frozen layers make of it."""
        lengths = torch.tensor([len(state) for state in states])
        values = pad_sequence(list(states), batch_first=True).float()
        is_word = torch.arange(values.shape[1]) < lengths[:, None]
        for layer in self.encoder.encoder.layer[FROZEN:]:
            values = layer(values, is_word[:, None, None, :])
        mean = (values * is_word[..., None]).sum(1) / lengths[:, None]
        highest = values.masked_fill(~is_word[..., None], PADDING).amax(1)
        scores: Tensor = self.head(self.dropout(torch.cat([mean, highest], dim=1)))
        return scores

    def learnt(self) -> dict[str, NDArray[np.float16]]:
        """What was learnt, by name; the packaged weights are not among it."""
        learnt = {name: p for name, p in self.named_parameters() if p.requires_grad}
        return {name: p.detach().numpy().astype(np.float16) for name, p in learnt.items()}


def train_reader(examples: Sequence[Example]) -> Network:
    """Fit the corrections to the packaged model."""
    torch.manual_seed(SEED)
    network = Network()
    states = read_all_below(network.eval(), [example.sentence for example in examples])
    network.train()
    wanted = torch.tensor([example.strength for example in examples])
    lose = nn.CrossEntropyLoss(class_weights(wanted.tolist()))
    learnt = [p for p in network.parameters() if p.requires_grad]
    search = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.01)
    known = torch.zeros(len(examples))
    for epoch in range(EPOCHS):
        is_due = (known < SURE) | (torch.rand(len(examples)) < REHEARSED)
        groups = list(batches(is_due.nonzero().flatten(), states))
        for number, group in enumerate(groups):
            for settings in search.param_groups:
                settings["lr"] = RATE * warmth((epoch + number / len(groups)) / EPOCHS)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network([states[at] for at in group]).float()
            search.zero_grad()
            value: Tensor = lose(scores, wanted[group])
            value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            nn.utils.clip_grad_norm_(learnt, 1.0)
            search.step()
            known[group] = scores.detach().softmax(1)[range(len(group)), wanted[group]]
    return network


def read_all_below(network: Network, sentences: Sequence[str]) -> list[Tensor]:
    """What the frozen layers make of many sentences, read in batches of about one length."""
    order = sorted(range(len(sentences)), key=lambda at: len(sentences[at]))
    found: dict[int, Tensor] = {}
    for start in range(0, len(order), READ_AT_ONCE):
        places = order[start : start + READ_AT_ONCE]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = network.read_below([sentences[at] for at in places])
        found |= zip(places, [state.bfloat16() for state in states], strict=True)
    return [found[at] for at in range(len(sentences))]


def class_weights(strengths: Sequence[int]) -> Tensor:
    """Weigh the steps so that each counts the same."""
    counts = np.bincount(strengths, minlength=STEPS)
    return torch.tensor(len(strengths) / (STEPS * counts), dtype=torch.float32)


def warmth(done: float) -> float:
    """The rate at a point of the training, as a part of the highest: up and down by a cosine."""
    if done < WARMING:
        return 0.5 - 0.5 * math.cos(math.pi * done / WARMING)
    return 0.5 + 0.5 * math.cos(math.pi * (done - WARMING) / (1 - WARMING))


def batches(places: Tensor, states: Sequence[Tensor]) -> Iterator[Tensor]:
    """Shuffle places into batches of about one length, in a new order."""
    groups: list[Tensor] = []
    for near in torch.split(places[torch.randperm(len(places))], BATCH * 16):
        lengths = torch.tensor([len(states[at]) for at in near])
        groups += torch.split(near[lengths.argsort()], BATCH)
    for at in torch.randperm(len(groups)).tolist():
        yield groups[at]
