"""Texts become vectors of length one, so that a dot product is the cosine similarity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from assistant.config import PACKAGED_MODEL
from assistant.embed.library import LibraryModel
from assistant.embed.network import Precision, Vectors, fastest_precision
from assistant.embed.packaged import (
    PACKAGED_SHA256,
    EmbeddedPassages,
    EmbeddedQuery,
    PackagedModel,
    packaged_model,
)
from assistant.embed.words import (
    STOP_WORDS,
    WORD_DIMENSION,
    QueryWords,
    WordVectors,
    match_both_ways,
    match_words,
)

__all__ = [
    "PACKAGED_SHA256", "STOP_WORDS", "WORD_DIMENSION", "EmbeddedPassages", "Embedder", "QueryWords", "SentenceTransformerEmbedder",
    "Vectors", "WordEmbedder", "WordVectors", "match_both_ways", "match_words", "packaged_model",
]  # fmt: skip

REMEMBERED = 1024
"""Vectors of the latest queries that are kept (1.5 MB): one question is embedded more than once."""


class Embedder(Protocol):
    """What turns texts into vectors; `name` and `precision` are in an index's fingerprint."""

    @property
    def name(self) -> str:
        """A name that changes whenever the vectors of queries would."""
        ...

    @property
    def precision(self) -> str:
        """How passages are embedded here: an index holds those of one precision alone."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Embed one query: shape (dimension,), length one."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Embed texts in their order, batch by batch: shapes (batch, dimension), rows of length one."""
        ...

    @property
    def words(self) -> WordEmbedder | None:
        """What also gives the vectors of single words, where the model can."""
        ...


class WordEmbedder(Protocol):
    """An embedder that gives vectors of single words in their context as well."""

    def embed_query_words(self, text: str) -> QueryWords:
        """Embed the words of one query."""
        ...

    def embed_passages_and_words(self, texts: Sequence[str]) -> Iterator[EmbeddedPassages]:
        """Embed texts and their words in their order, batch by batch."""
        ...

    def word_places(self, texts: Sequence[str]) -> list[list[int]]:
        """Where in each text its words begin, one place for each row that embedding it gives."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model, loaded on first use and run on the processor."""

    def __init__(self, model: str = PACKAGED_MODEL, precision: Precision | None = None) -> None:
        """Name the model: the packaged one, a folder, or a hub name.

        Queries are embedded in float32 everywhere, passages by the packaged model in the precision that
        is fastest here, unless one is named, and by any other model in float32. An index is searched
        with any processor, whatever its passages were embedded in (`bench/README.md`).
        """
        self._setting = model
        fastest = fastest_precision() if model == PACKAGED_MODEL else "float32"
        self._precision: Precision = precision or fastest
        self._remembered = lru_cache(REMEMBERED)(self._embed_anew)

    @property
    def name(self) -> str:
        """The setting, and for the packaged model the hash that it is checked against."""
        if self._setting == PACKAGED_MODEL:
            return f"all-MiniLM-L6-v2@{PACKAGED_SHA256[:12]}"
        return self._setting

    @property
    def precision(self) -> str:
        """See `Embedder`."""
        return self._precision

    def embed_query(self, text: str) -> Vectors:
        """Embed one query: shape (dimension,), length one; read only."""
        return self._remembered(text).vector

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Embed texts in their order, batch by batch: shapes (batch, dimension), rows of length one."""
        return (embedded.vectors for embedded in self._model.embed_passages(texts))

    @property
    def words(self) -> WordEmbedder | None:
        """What also gives the vectors of single words: the packaged model, but no other."""
        return self if self._setting == PACKAGED_MODEL else None

    def embed_query_words(self, text: str) -> QueryWords:
        """See `WordEmbedder`."""
        return self._remembered(text).words

    def embed_passages_and_words(self, texts: Sequence[str]) -> Iterator[EmbeddedPassages]:
        """See `WordEmbedder`."""
        return self._model.embed_passages(texts)

    def word_places(self, texts: Sequence[str]) -> list[list[int]]:
        """See `WordEmbedder`."""
        return self._model.word_places(texts)

    def _embed_anew(self, text: str) -> EmbeddedQuery:
        embedded = self._model.embed_query(text)
        embedded.vector.flags.writeable = False
        return embedded

    @cached_property
    def _model(self) -> PackagedModel | LibraryModel:
        if self._setting == PACKAGED_MODEL:
            return PackagedModel(self._precision)
        return LibraryModel(self._setting)
