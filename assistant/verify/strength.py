"""How strongly a sentence ties two things, on the published four-step scale.

0 no relation stated (numbers, aims, advice, questions, and "no effect was found"), 1 correlational,
2 conditional or possible cause, 3 stated cause. A linear model over the cues of a sentence answers in
a fraction of a millisecond; a reader that takes in the whole sentence may be given and is averaged in.
Both are learnt by `train_strength`; `data/README.md` says from what.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.verify.cues import features

Probabilities = NDArray[np.float64]
"""One row a sentence, one column a step of the scale; rows sum to 1."""
Reader = Callable[[Sequence[str]], Probabilities]
STEPS = 4
BUCKETS = 1 << 15
CUE_WEIGHTS = Path(__file__).parent / "data" / "cue_weights.npz"


class CueModel(NamedTuple):
    """The weight of each feature's bucket for each step."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, sentences: Sequence[str]) -> Probabilities:
        """Weigh the cues of each sentence."""
        scores = np.empty((len(sentences), STEPS))
        for row, sentence in enumerate(sentences):
            found = buckets(sentence)
            scores[row] = self.weights[found].sum(axis=0) / np.sqrt(len(found)) + self.bias
        return softmax(scores)


def claim_strength(sentence: str, reader: Reader | None = None) -> int:
    """Find the strength of one sentence."""
    return claim_strengths([sentence], reader)[0]


def claim_strengths(sentences: Sequence[str], reader: Reader | None = None) -> list[int]:
    """Find the strength of each sentence."""
    return [int(step) for step in strength_probabilities(sentences, reader).argmax(axis=1)]


def strength_probabilities(
    sentences: Sequence[str], reader: Reader | None = None, model: CueModel | None = None
) -> Probabilities:
    """Weigh the four steps for each sentence; with a reader, the mean of its view and the cues'."""
    if not sentences:
        return np.empty((0, STEPS))
    by_cues = (model or load_cue_model()).probabilities(sentences)
    return by_cues if reader is None else (by_cues + reader(sentences)) / 2


@lru_cache(maxsize=4)
def load_cue_model(path: Path = CUE_WEIGHTS) -> CueModel:
    """Read the weights that `train_strength` wrote."""
    with np.load(path) as stored:
        return CueModel(stored["weights"].astype(np.float32), stored["bias"].astype(np.float32))


def buckets(sentence: str) -> list[int]:
    """The buckets of a sentence's features; a hash takes the place of a vocabulary."""
    return sorted({zlib.crc32(name.encode()) % BUCKETS for name in features(sentence)})


def softmax(scores: NDArray[np.float64]) -> Probabilities:
    """Turn each row of scores into probabilities."""
    raised: Probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Probabilities = raised / raised.sum(axis=1, keepdims=True)
    return shares
