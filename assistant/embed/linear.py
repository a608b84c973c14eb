"""A linear model over the vector of a text and a few facts about it: small, and read in microseconds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.embed.network import Vectors


class LinearModel:
    """Gives each of its labels a probability.

    The labels of an exclusive model are the only ones that there are, and their probabilities sum to 1;
    those of another one are asked about each by itself.
    """

    def __init__(
        self,
        labels: Sequence[str],
        features: Sequence[str],
        weights: Vectors,
        bias: Vectors,
        *,
        is_exclusive: bool,
    ) -> None:
        """Take what was learnt.

        Args:
            labels: their names.
            features: names of the facts that stand behind the vector, in their order.
            weights: shape (labels, dimension + features).
            bias: shape (labels,).
            is_exclusive: see above.
        """
        self.labels = tuple(labels)
        self.features = tuple(features)
        self._weights = weights.astype(np.float32)
        self._bias = bias.astype(np.float32)
        self._is_exclusive = is_exclusive

    def probabilities(self, vector: Vectors, facts: Sequence[float] = ()) -> dict[str, float]:
        """Read one text: its vector, shape (dimension,), and its facts in the order of `features`."""
        values = np.concatenate([vector, np.asarray(facts, dtype=np.float32)])
        scores = self._weights @ values + self._bias
        if self._is_exclusive:
            raised = np.exp(scores - scores.max())
            shares = raised / raised.sum()
        else:
            shares = 1 / (1 + np.exp(-scores))
        return dict(zip(self.labels, shares.tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write the model to one file, the weights in half precision."""
        np.savez_compressed(
            path, labels=np.array(self.labels, dtype=str), features=np.array(self.features, dtype=str),
            weights=self._weights.astype(np.float16), bias=self._bias.astype(np.float16),
            is_exclusive=np.array(self._is_exclusive),
        )  # fmt: skip

    @classmethod
    def load(cls, path: Path) -> LinearModel:
        """Read a model from its file."""
        with np.load(path) as stored:
            return cls(
                stored["labels"].tolist(), stored["features"].tolist(), stored["weights"], stored["bias"],
                is_exclusive=bool(stored["is_exclusive"]),
            )  # fmt: skip
