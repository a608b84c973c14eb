"""Any other model that sentence-transformers can load, run by that library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.embed.packaged import EmbeddedPassages, EmbeddedQuery
from assistant.embed.words import NO_WORDS
from assistant.errors import ConfigurationError

RUN = 512
"""Texts embedded between two reports of progress; the library sorts them by length."""


class LibraryModel:
    """A model of sentence-transformers on the processor."""

    def __init__(self, name: str) -> None:
        """Load a model from a folder or by its hub name.

        Raises:
            ConfigurationError: there is none.
        """
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"The embedding model {name!r} cannot be loaded; "
                "set ASSISTANT_EMBEDDING_MODEL to a folder that holds one, or unset it."
            ) from error

    def embed_query(self, text: str) -> EmbeddedQuery:
        """Embed one query as the model wants queries."""
        vectors = self._model.encode_query(
            [text], normalize_embeddings=True, show_progress_bar=False
        )
        return EmbeddedQuery(np.array(vectors[0], dtype=np.float32), NO_WORDS)

    def embed_passages(self, texts: Sequence[str]) -> Iterator[EmbeddedPassages]:
        """Embed texts in their order, run by run."""
        for start in range(0, len(texts), RUN):
            vectors = self._model.encode_document(
                list(texts[start : start + RUN]), normalize_embeddings=True, show_progress_bar=False
            )
            yield EmbeddedPassages(np.asarray(vectors, dtype=np.float32), [])

    def word_places(self, texts: Sequence[str]) -> list[list[int]]:
        """No words have rows here."""
        return [[] for _ in texts]
