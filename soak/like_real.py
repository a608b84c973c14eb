"""Text and vectors that cost little and grow an index as real ones would."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.chunk import embedded_text, split_source
from assistant.embed import SentenceTransformerEmbedder, Vectors
from assistant.load import stream_sources
from assistant.schema import Source

WORDS = 30_000
"""Distinct words, drawn as Zipf's law has it."""
LENGTH = 60
"""Words of a passage."""
SCATTER = 0.5
"""Noise on a real vector, as a share of how far the corpus itself scatters: so the stand-ins have as
many dimensions as real vectors (effective rank 74, real 75) and lie a little further apart (local
intrinsic dimension 6.7, real 3.6; measured on equal numbers of both)."""
BATCH = 512


class LikeReal:
    """Vectors of MiniLM for the texts that it has read, and stand-ins near them for all others."""

    name = "like-real"
    precision = "float32"
    words = None

    def __init__(self, real: Vectors, planted: Mapping[str, Vectors]) -> None:
        """Take real vectors to scatter around, and the real vectors of planted texts."""
        self._real = real
        self._planted = planted
        centred = real - real.mean(axis=0)
        values, axes = np.linalg.eigh(centred.T @ centred / len(real))
        self._scatter = SCATTER * np.sqrt(np.maximum(values, 0))[:, None] * axes.T

    def embed_query(self, text: str) -> Vectors:
        """The vector of one text."""
        (vectors,) = self.embed_passages([text])
        vector: Vectors = vectors[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Vectors of texts, each drawn with its text's checksum as seed."""
        count, size = self._real.shape
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            draws = [np.random.default_rng(zlib.crc32(text.encode())) for text in batch]
            near = self._real[[draw.integers(count) for draw in draws]]
            noise = np.stack([draw.normal(size=size) for draw in draws])
            vectors = (near + noise @ self._scatter).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            for row, text in enumerate(batch):
                if text in self._planted:
                    vectors[row] = self._planted[text]
            yield vectors


def embed_documents(paths: Iterable[Path]) -> dict[str, Vectors]:
    """The texts of all passages of some documents with their vectors, by MiniLM."""
    texts = [text for source in stream_sources(paths).sources for text in passage_texts(source)]
    vectors = np.vstack(list(SentenceTransformerEmbedder().embed_passages(texts)))
    return dict(zip(texts, vectors, strict=True))


def passage_texts(source: Source) -> list[str]:
    """What is embedded of a document."""
    return [embedded_text(source.title, passage) for passage in split_source(source)]


def write_stand_ins(file: Path, count: int) -> None:
    """Write documents of one passage each, as JSON Lines."""
    with file.open("w", encoding="utf-8") as out:
        for number, text in enumerate(draw_texts(count, seed=1)):
            out.write(json.dumps({"_id": f"s{number}", "text": text}) + "\n")


def draw_texts(count: int, seed: int, length: int = LENGTH) -> Iterator[str]:
    """Texts of stand-in words."""
    draw = np.random.default_rng(seed)
    chances = 1 / np.arange(1, WORDS + 1)
    chances /= chances.sum()
    names = np.array([f"w{i:x}q" for i in range(WORDS)])
    for start in range(0, count, 10_000):
        rows = draw.choice(WORDS, size=(min(10_000, count - start), length), p=chances)
        for row in rows:
            yield " ".join(names[row])
