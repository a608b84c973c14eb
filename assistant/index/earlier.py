"""The documents of a version that is not in use any more, for answers that still cite them."""

from __future__ import annotations

import os
import sqlite3
import weakref
from pathlib import Path

from assistant.index.files import MANIFEST, hold
from assistant.schema import Source


class EarlierVersion:
    """A version's documents without its vectors and words; its folder stays while this is open."""

    def __init__(self, version: Path) -> None:
        """Open the documents of a version that this process had open until now."""
        self._let_go = weakref.finalize(self, os.close, hold(version / MANIFEST))
        file = f"file:{version / 'sources.sqlite'}?mode=ro"
        self._database = sqlite3.connect(file, uri=True, check_same_thread=False)
        self._close = weakref.finalize(self, self._database.close)

    def source(self, source_id: str) -> Source | None:
        """Read one document as it was then, or None where there was none of this id."""
        query = "SELECT json FROM sources WHERE id = ?"
        row = self._database.execute(query, (source_id,)).fetchone()
        return Source.model_validate_json(row[0]) if row else None

    def close(self) -> None:
        """Let go of the files."""
        self._close()
        self._let_go()
