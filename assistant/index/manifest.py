"""Which version of an index is in use, and what it says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from assistant.errors import IndexMismatchError, IndexMissingError
from assistant.index.files import MANIFEST, VERSION
from assistant.schema import Record

FORMAT = 6
"""Raised when what is stored changes, so that an older index is refused in words."""


class Manifest(Record):
    """What an index says of itself."""

    format: int
    embedding_model: str
    precision: str = ""
    """Of the vectors of passages; those of two are never mixed, and queries search either."""
    chunking: str
    corpus: str
    """Hash over every document."""
    terms: str = ""
    """Hash over the terms of the vocabulary whose vectors lie beside the passages."""
    documents: int
    passages: int
    vectors: Literal["folder", "server"] = "folder"
    """Where the vectors are; answers do not depend on it."""

    @property
    def fingerprint(self) -> str:
        """Corpus, model and chunking in sixteen hexadecimal digits."""
        parts = (
            str(self.format), self.embedding_model, self.precision, self.chunking, self.corpus,
            self.terms,
        )  # fmt: skip
        return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


def current_version(folder: Path) -> Path:
    """Find the version folder in use.

    Raises:
        IndexMissingError: there is none.
    """
    try:
        name = (folder / "CURRENT").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexMissingError(
            f"{folder}: no index here; make one with: assistant build --index {folder}"
        ) from error
    version = folder / "versions" / name
    if not VERSION.fullmatch(name) or not (version / MANIFEST).is_file():
        raise IndexMissingError(
            f"{folder}: the index is incomplete; make it again with: "
            f"assistant build --index {folder}"
        )
    return version


def read_manifest(folder: Path, version: Path | None = None) -> Manifest:
    """Read what the index in use, or a version of it, says of itself.

    Raises:
        IndexMissingError: there is no index.
        IndexMismatchError: it was written by another program or format.
    """
    file = (version or current_version(folder)) / MANIFEST
    try:
        return Manifest.model_validate_json(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise IndexMismatchError(
            f"{folder}: not an index of this program; build one elsewhere with --index."
        ) from error
