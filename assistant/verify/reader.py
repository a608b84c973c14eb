"""The packaged MiniLM taught to read strength: small corrections to its layers and a head.

It takes in the whole sentence where the cue model counts words, and costs some milliseconds. Only the
corrections are shipped; the weights are those of the embedder's package, checked by hash. Invariant:
reading needs neither PyTorch nor the training code for a few sentences; many are read in batches.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.embed import packaged_model
from assistant.embed.network import OnnxNetwork, TorchNetwork, Vectors, run_network
from assistant.errors import ConfigurationError
from assistant.verify.strength import STEPS, Probabilities, softmax

if TYPE_CHECKING:
    from tokenizers import Encoding

ADAPTER = Path(__file__).parent / "data" / "reader_adapter.npz"
LONGEST = 64
"""Word pieces of a sentence that are read; nearly all claims are shorter."""
WIDTH = 384
SCALE = 2.0
"""By how much the learnt corrections are multiplied."""
PADDING = -9.0
"""Below any value of a layer, so that padding never is the maximum."""
FEW = 24
"""Sentences up to which one after the other is faster than to import PyTorch."""
BATCH = 32


class SentenceReader:
    """Reads sentences whole and gives the probability of each step."""

    def __init__(self, adapter: Path = ADAPTER) -> None:
        """Load the packaged model and put the corrections of a file into its weights.

        Raises:
            ConfigurationError: the corrections don't fit the model.
        """
        from tokenizers import Tokenizer

        self._folder = packaged_model()
        self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        with np.load(adapter) as stored:
            learnt: dict[str, Vectors] = {n: stored[n].astype(np.float32) for n in stored.files}
        self._head: Vectors = learnt.pop("head.weight", np.zeros((STEPS, 2 * WIDTH), np.float32))
        self._bias: Vectors = learnt.pop("head.bias", np.zeros(STEPS, np.float32))
        self._learnt = learnt
        self._network = OnnxNetwork(self._read_weights())

    def __call__(self, sentences: Sequence[str]) -> Probabilities:
        """Read sentences; many in batches of about one length, for speed; the order stays."""
        encodings = self._tokenizer.encode_batch(list(sentences))
        read = np.empty((len(sentences), STEPS))
        if len(encodings) <= FEW:
            for at, encoding in enumerate(encodings):
                hidden = self._network.read(encoding)
                read[at] = self._weigh(np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)]))
            return softmax(read)
        order = sorted(range(len(encodings)), key=lambda at: len(encodings[at].ids))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            read[places] = self._weigh(self._pooled([encodings[at] for at in places]))
        return softmax(read)

    def _read_weights(self) -> dict[str, Vectors]:
        from safetensors.numpy import load_file

        return corrected(load_file(self._folder / "model.safetensors"), self._learnt)

    def _weigh(self, pooled: Vectors) -> NDArray[np.float64]:
        """Score the four steps."""
        scores: NDArray[np.float64] = (pooled @ self._head.T + self._bias).astype(np.float64)
        return scores

    def _pooled(self, encodings: Sequence[Encoding]) -> Vectors:
        """The mean and the maximum over the words of each sentence: shape (batch, 2 * width)."""
        import torch

        lengths = torch.tensor([len(encoding.ids) for encoding in encodings])
        longest = int(lengths.max())
        ids = torch.tensor([e.ids + [0] * (longest - len(e.ids)) for e in encodings])
        mask = torch.arange(longest) < lengths[:, None]
        with torch.inference_mode():
            hidden = run_network(self._batch_network, ids, mask).float()
            mean = (hidden * mask[..., None]).sum(1) / lengths[:, None]
            highest = hidden.masked_fill(~mask[..., None], PADDING).amax(1)
            pooled: Vectors = torch.cat([mean, highest], dim=1).numpy()
        return pooled

    @cached_property
    def _batch_network(self) -> TorchNetwork:
        return TorchNetwork(self._read_weights())


def corrected(weights: dict[str, Vectors], learnt: dict[str, Vectors]) -> dict[str, Vectors]:
    """Add to each layer the product of its two thin matrices.

    Raises:
        ConfigurationError: there is no such layer.
    """
    result = dict(weights)
    for name, up in learnt.items():
        layer, _, part = name.removeprefix("encoder.").rpartition(".")
        down = learnt.get(f"encoder.{layer}.down")
        if down is None or f"{layer}.weight" not in weights or part not in {"up", "down"}:
            raise ConfigurationError(f"{ADAPTER.name}: {name} fits no layer; train it again.")
        if part == "up":
            change: Vectors = (SCALE * (up @ down)).astype(np.float32)
            result[f"{layer}.weight"] = weights[f"{layer}.weight"] + change
    return result


@lru_cache(maxsize=1)
def open_reader() -> SentenceReader:
    """The shipped reader, loaded once."""
    return SentenceReader()
