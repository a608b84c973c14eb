"""What a build has embedded so far, kept until it comes to its end.

Embedding is most of the work. A build that is killed leaves its journal behind, and the next one
takes from it what it needs. It is never more than a saving: one that is of another model or another
chunking, damaged, or for which there is no room is done without.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.embed import WORD_DIMENSION, EmbeddedPassages

FILE = "journal.sqlite"
SCHEMA = """
CREATE TABLE model (name TEXT NOT NULL);
CREATE TABLE passages (
    id TEXT NOT NULL UNIQUE, vector BLOB NOT NULL, words BLOB NOT NULL, crc32 INTEGER NOT NULL);
"""


class Known(Protocol):
    """Where passages may be embedded already."""

    def known_ids(self, ids: Sequence[str]) -> set[str]:
        """Tell which of some passages are embedded here."""
        ...

    def embedded(self, ids: Sequence[str]) -> EmbeddedPassages:
        """Read what passages that are embedded here became, in their order."""
        ...


class Journal:
    """The journal of the build that is at work in a folder."""

    def __init__(self, folder: Path, model: str) -> None:
        """Go on with what a build before left behind, or begin."""
        self._file = folder / FILE
        self._database: sqlite3.Connection | None = None
        if self._file.exists() and not is_whole(self._file, model):
            self.remove()
        is_new = not self._file.exists()
        self._database = sqlite3.connect(self._file)
        # What the system's end may spoil is found out by the checksums.
        self._database.execute("PRAGMA synchronous = OFF")
        if is_new:
            self._database.executescript(SCHEMA)
            with self._database:
                self._database.execute("INSERT INTO model VALUES (?)", (model,))

    def known_ids(self, ids: Sequence[str]) -> set[str]:
        """See `Known`."""
        return {row[0] for row in self._select("id", ids)}

    def embedded(self, ids: Sequence[str]) -> EmbeddedPassages:
        """See `Known`."""
        found = {row[0]: row[1:] for row in self._select("id, vector, words", ids)}
        vectors = np.stack([np.frombuffer(found[i][0], np.float32) for i in ids])
        words = [np.frombuffer(found[i][1], np.int8).reshape(-1, WORD_DIMENSION) for i in ids]
        return EmbeddedPassages(vectors, words)

    def add(self, ids: Sequence[str], embedded: EmbeddedPassages) -> None:
        """Keep what some passages became."""
        if self._database is None:
            return
        words = [rows.tobytes() for rows in embedded.words] or [b""] * len(ids)
        vectors = (vector.tobytes() for vector in embedded.vectors.astype(np.float32))
        blobs = zip(ids, vectors, words, strict=True)
        rows = [(i, vector, word, zlib.crc32(vector + word)) for i, vector, word in blobs]
        try:
            with self._database:
                self._database.executemany("INSERT INTO passages VALUES (?, ?, ?, ?)", rows)
        except sqlite3.Error:  # The disk is full: what room there is is for the index.
            self.remove()

    def close(self) -> None:
        """Leave the journal to the next build."""
        if self._database:
            self._database.close()
            self._database = None

    def remove(self) -> None:
        """Do away with the journal."""
        self.close()
        remove_journal(self._file.parent)

    def _select(self, columns: str, ids: Sequence[str]) -> list[tuple[str, bytes, bytes]]:
        if self._database is None:
            return []
        marks = ",".join("?" * len(ids))
        return self._database.execute(
            f"SELECT {columns} FROM passages WHERE id IN ({marks})", list(ids)
        ).fetchall()


def remove_journal(folder: Path) -> None:
    """Do away with the journal of a folder, if there is one."""
    # SQLite would play what it kept for undoing into the next file of this name.
    for name in (f"{FILE}-journal", FILE):
        (folder / name).unlink(missing_ok=True)


def is_whole(file: Path, model: str) -> bool:
    """Whether a journal is of this model, and every row is what was written."""
    database = sqlite3.connect(file)
    try:
        rows = database.execute("SELECT vector, words, crc32 FROM passages")
        return database.execute("SELECT name FROM model").fetchall() == [(model,)] and all(
            zlib.crc32(vector + words) == crc32 for vector, words, crc32 in rows
        )
    except (sqlite3.Error, TypeError):
        return False
    finally:
        database.close()
