"""The shipped corpus and the personal collections, asked together or apart, as each question chooses."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from assistant.chain import Assistant
from assistant.collections import Collections
from assistant.config import SHIPPED, Settings
from assistant.embed import SentenceTransformerEmbedder
from assistant.errors import InputError
from assistant.index import JoinedIndex, PassageIndex
from assistant.llm import open_model

DEFAULT_CHOICE = (SHIPPED,)
MAX_OPEN = 8
"""Choices that are kept open; the one that was used longest ago is let go first."""


class Library:
    """Opens assistants over chosen collections, and again when a collection has changed."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet."""
        self._settings = settings
        self._embedder = SentenceTransformerEmbedder(settings.embedding_model)
        self._model = open_model(settings)
        self._assistants: dict[tuple[str, ...], Assistant] = {}
        self._indexes: dict[str, tuple[str, PassageIndex | None]] = {}
        self._lock = threading.Lock()
        self.collections = Collections(
            settings.collections_folder, self._embedder, settings.chroma_server
        )

    def assistant(self, names: Sequence[str] = DEFAULT_CHOICE) -> Assistant:
        """The assistant over the chosen collections; "shipped" is the corpus that comes along.

        The order of the names does not matter: where two hold one record, the shipped one counts.

        Raises:
            InputError: a name is unknown, or nothing that was chosen holds a sentence.
            IndexMissingError: the index of the shipped corpus is missing.
        """
        chosen = sorted(set(names), key=lambda name: (name != SHIPPED, name))
        with self._lock:
            indexes = [self._index(name) for name in chosen]
            parts = [index for index in indexes if index is not None]
            if not parts:
                raise InputError("What was chosen holds no document; add some first.")
            key = tuple(part.manifest.fingerprint for part in parts)
            if key not in self._assistants:
                index = parts[0] if len(parts) == 1 else JoinedIndex(parts)
                self._assistants[key] = Assistant(
                    self._settings, index, self._embedder, self._model
                )
            self._assistants[key] = self._assistants.pop(key)  # the newest stands last
            while len(self._assistants) > MAX_OPEN:
                del self._assistants[next(iter(self._assistants))]
            return self._assistants[key]

    def _index(self, name: str) -> PassageIndex | None:
        """The open index of one name, opened again when its collection has changed."""
        version = "" if name == SHIPPED else self.collections.version(name)
        if self._indexes.get(name, (None,))[0] != version:
            self._indexes[name] = (version, self._open(name))
        return self._indexes[name][1]

    def _open(self, name: str) -> PassageIndex | None:
        if name == SHIPPED:
            return PassageIndex(
                self._settings.index_folder, self._embedder.name, self._settings.chroma_server
            )
        return self.collections.open(name)
