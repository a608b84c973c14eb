"""The packaged MiniLM taught to read strength: small corrections to its layers and a head.

It takes in the whole sentence where the cue model counts words, and costs some milliseconds. Only the
corrections are shipped; the weights are those of the embedder's package, checked by hash. Invariant:
reading needs neither PyTorch nor the training code.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.embed import packaged_model
from assistant.embed.network import Network, Vectors
from assistant.errors import ConfigurationError
from assistant.verify.strength import STEPS, Probabilities, softmax

ADAPTER = Path(__file__).parent / "data" / "reader_adapter.npz"
LONGEST = 64
"""Word pieces of a sentence that are read; nearly all claims are shorter."""
WIDTH = 384
SCALE = 2.0
"""By how much the learnt corrections are multiplied."""
PADDING = -9.0
"""Below any value of a layer, so that padding never is the maximum."""
MADE_OF = frozenset({"sources", "fingerprint"})
"""What the file says of its own making, beside what was learnt."""


class SentenceReader:
    """Reads sentences whole and gives the probability of each step."""

    def __init__(self, adapter: Path = ADAPTER) -> None:
        """Load the packaged model and put the corrections of a file into its weights.

        Raises:
            ConfigurationError: the corrections don't fit the model.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = packaged_model()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        with np.load(adapter) as stored:
            names = set(stored.files) - MADE_OF
            learnt: dict[str, Vectors] = {n: stored[n].astype(np.float32) for n in sorted(names)}
        self._head: Vectors = learnt.pop("head.weight", np.zeros((STEPS, 2 * WIDTH), np.float32))
        self._bias: Vectors = learnt.pop("head.bias", np.zeros(STEPS, np.float32))
        weights = load_file(folder / "model.safetensors")
        self._network = Network(corrected(weights, learnt))

    def __call__(self, sentences: Sequence[str]) -> Probabilities:
        """Read sentences one after the other: shape (sentences, `STEPS`)."""
        scores = np.empty((len(sentences), STEPS))
        for at, encoding in enumerate(self._tokenizer.encode_batch(list(sentences))):
            hidden = self._network.read(encoding)
            pooled = np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)])
            scores[at] = pooled @ self._head.T + self._bias
        return softmax(scores)


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
