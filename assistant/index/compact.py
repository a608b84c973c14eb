"""The vectors of passages once more, at half their size, in one file that is read where it is needed.

vectors.bin      rows of float16, one for each passage by position

Chroma finds the nearest; it takes milliseconds to give the vectors of known passages, which a search needs
to score what it found by words. A row is off Chroma's by a cosine of 2e-7 at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.embed import Vectors

ROWS = "vectors.bin"
KIND = np.dtype(np.float16)


class CompactWriter:
    """Writes the vectors of passages in any order."""

    def __init__(self, version: Path) -> None:
        """Begin the file of a version."""
        self._file = (version / ROWS).open("wb")

    def add(self, positions: Sequence[int], vectors: Vectors) -> None:
        """Add the vectors of some passages."""
        rows = vectors.astype(KIND)
        for position, row in zip(positions, rows, strict=True):
            self._file.seek(position * row.nbytes)
            self._file.write(row.tobytes())

    def close(self) -> None:
        """End the file."""
        self._file.close()


class CompactStore:
    """The vectors of a version's passages."""

    def __init__(self, version: Path, passages: int) -> None:
        """Open the file."""
        self._rows = np.memmap(version / ROWS, dtype=KIND, mode="r").reshape(passages, -1)

    def read(self, positions: Sequence[int]) -> Vectors:
        """Read the vectors of passages, in the order of their positions."""
        return self._rows[list(positions)].astype(np.float32)
