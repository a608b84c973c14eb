"""Documents and an embedder that cost nothing, for checks whose subject is the index itself."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.chunk import embedded_text
from assistant.embed import Vectors
from assistant.index import BuildReport, PassageIndex, build_index
from assistant.load import Loaded
from assistant.schema import Source

DIMENSION = 384
"""As MiniLM's."""
EDITION = re.compile(r"Edition(\d+) ")


class StandInEmbedder:
    """A random vector for each text, the same for the same text."""

    name = "stand-in"
    precision = "float32"
    words = None

    def embed_query(self, text: str) -> Vectors:
        """A vector of length one, drawn with the text's checksum as its seed."""
        vector = np.random.default_rng(zlib.crc32(text.encode())).normal(size=DIMENSION)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Vectors of texts, in batches of 256."""
        for start in range(0, len(texts), 256):
            yield np.stack([self.embed_query(text) for text in texts[start : start + 256]])


def write_edition(edition: int, count: int) -> Loaded:
    """Documents whose texts all name their edition: none is shared by two editions."""
    return Loaded(
        tuple(
            Source(
                source_id=f"d{i}",
                title=f"Note {i}",
                text=f"Edition{edition} says word{i} of velorin.",
            )
            for i in range(count)
        ),
        (),
    )


def build_edition(folder: Path, edition: int, count: int) -> BuildReport:
    """Build an index of one edition."""
    return build_index(folder, write_edition(edition, count), StandInEmbedder())


def read_edition(folder: Path, count: int) -> int:
    """Open an index, look a few documents up by vector and by word, and tell its edition.

    Raises:
        AssertionError: an answer is missing, or two editions are mixed.
        PassageIndexError: the index can't be opened.
    """
    index = PassageIndex(folder, StandInEmbedder.name)
    try:
        assert index.manifest.passages == count
        editions: set[int] = set()
        for i in range(0, count, max(1, count // 7)):
            (hit,) = index.search_lexical(f"word{i}", 1)
            passage = index.passages([hit.position])[hit.position]
            assert f"word{i} " in passage.text
            vector = StandInEmbedder().embed_query(embedded_text(f"Note {i}", passage))
            (nearest,) = index.search_dense(vector, 1)
            assert nearest.position == hit.position
            assert nearest.score > 0.999
            editions.update(map(int, EDITION.findall(passage.text)))
        assert len(editions) == 1, f"editions are mixed: {editions}"
        return editions.pop()
    finally:
        index.close()
