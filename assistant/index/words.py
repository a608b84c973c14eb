"""The vectors of the words of passages, in one file that is read where it is needed.

words.bin        rows of int8, those of one passage together
word_spans.npy   for each passage by position, the row of its first word and how many it has
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.embed import WORD_DIMENSION, WordVectors

ROWS = "words.bin"
SPANS = "word_spans.npy"


class WordWriter:
    """Writes the words of passages in any order."""

    def __init__(self, version: Path, passages: int) -> None:
        """Begin the files of a version that holds so many passages."""
        self._version = version
        self._spans = np.zeros((passages, 2), dtype=np.int64)
        self._file = (version / ROWS).open("wb")
        self._rows = 0

    def add(self, positions: Sequence[int], words: Sequence[WordVectors]) -> None:
        """Add the words of some passages."""
        for position, rows in zip(positions, words, strict=True):
            self._spans[position] = self._rows, len(rows)
            self._rows += len(rows)
            self._file.write(rows.tobytes())

    def close(self) -> None:
        """End the files; without a word there are none."""
        self._file.close()
        if self._rows:
            np.save(self._version / SPANS, self._spans)
        else:
            (self._version / ROWS).unlink()


class WordStore:
    """The words of a version's passages; all are empty where the model gave none."""

    def __init__(self, version: Path) -> None:
        """Open the files."""
        self._spans = None
        if (version / SPANS).exists():
            self._spans = np.load(version / SPANS, mmap_mode="r")
            self._rows = np.memmap(version / ROWS, dtype=np.int8, mode="r").reshape(
                -1, WORD_DIMENSION
            )

    def read(self, positions: Sequence[int]) -> list[WordVectors]:
        """Read the words of passages."""
        if self._spans is None:
            return [np.zeros((0, WORD_DIMENSION), dtype=np.int8) for _ in positions]
        return [self._rows[start : start + n] for start, n in self._spans[list(positions)]]
