"""The shipped corpus and the personal collections, asked together or apart, as each question chooses.

Another process may build the corpus anew at any time. The page then answers on from the version that
it has open, opens the new one beside it, and changes over between two questions.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence

from assistant.chain import Assistant
from assistant.collections import Collections
from assistant.config import SHIPPED, Settings
from assistant.embed import SentenceTransformerEmbedder
from assistant.errors import AssistantError, IndexMissingError, InputError
from assistant.index import EarlierVersion, JoinedIndex, PassageIndex, current_version
from assistant.llm import open_model
from assistant.memory import give_back, share_heaps
from assistant.schema import Source

LOG = logging.getLogger("assistant.library")
DEFAULT_CHOICE = (SHIPPED,)
MAX_OPEN = 8
"""Choices that are kept open; the one that was used longest ago is let go first."""
EARLIER = 2
"""Versions before the one in use whose documents are kept, for the answers on people's screens."""
RETRY_SECONDS = 60.0
"""After a new version could not be opened, such as one that was damaged on its way here."""


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
        self._earlier: deque[EarlierVersion] = deque(maxlen=EARLIER)
        self._change: threading.Thread | None = None
        self._next_change = 0.0
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

    def read_earlier(self, source_id: str) -> Iterator[Source]:
        """A document of the shipped corpus as it was in versions before, the latest first."""
        with self._lock:
            found = [version.source(source_id) for version in reversed(self._earlier)]
        yield from (source for source in found if source is not None)

    def settle(self) -> None:
        """Wait until a version that is being opened is in use, or was found to be of no use."""
        if self._change is not None:
            self._change.join()

    def _index(self, name: str) -> PassageIndex | None:
        """The open index of one name, opened again when its collection has changed."""
        try:
            version = "" if name == SHIPPED else self.collections.version(name)
        except InputError:
            self._let_go(name)
            raise
        if name not in self._indexes or self._indexes[name][0] != version:
            self._let_go(name)
            self._indexes[name] = (version, self._open(name))
        index = self._indexes[name][1]
        if name == SHIPPED and index is not None:
            self._look_for_newer(index)
        return index

    def _let_go(self, name: str) -> None:
        """Close what is open of one name, so that no file of what was removed stays on the disk."""
        _, index = self._indexes.pop(name, ("", None))
        if index is not None:
            self._forget(index)
            del index
            gc.collect()

    def _forget(self, index: PassageIndex) -> None:
        """Forget the assistants over an index, alone or beside others."""
        gone = index.manifest.fingerprint
        self._assistants = {k: v for k, v in self._assistants.items() if gone not in k}

    def _open(self, name: str) -> PassageIndex | None:
        return self._open_shipped() if name == SHIPPED else self.collections.open(name)

    def _open_shipped(self) -> PassageIndex:
        return PassageIndex(
            self._settings.index_folder, self._embedder.name, self._settings.chroma_server
        )

    def _look_for_newer(self, index: PassageIndex) -> None:
        """Open the version that the folder names beside the open one, if it is another."""
        try:
            is_newest = current_version(index.folder) == index.version
        except IndexMissingError:  # It was taken away; what is open answers on.
            return
        is_under_way = self._change is not None and self._change.is_alive()
        if is_newest or is_under_way or time.monotonic() < self._next_change:
            return
        self._next_change = time.monotonic() + RETRY_SECONDS
        self._change = threading.Thread(target=self._change_over, args=(index,), daemon=True)
        self._change.start()

    def _change_over(self, old: PassageIndex) -> None:
        """Open what was built and use it from the next question on; else keep what is open."""
        try:
            index = self._open_shipped()
            assistant = Assistant(self._settings, index, self._embedder, self._model)
            warm_up(assistant)
        except AssistantError as error:
            LOG.error(
                "The index that was built can't be used; the one before answers on: %s", error
            )
            return
        with self._lock:
            self._earlier.append(EarlierVersion(old.version))
            self._indexes[SHIPPED] = ("", index)
            self._forget(old)
            self._assistants[(index.manifest.fingerprint,)] = assistant
            self._next_change = 0.0
        del old
        gc.collect()  # else what was open stays in memory until Python happens to look
        give_back()


def open_ready(settings: Settings) -> Library:
    """Open the shipped corpus for a process that serves, with all that the first question needs.

    Raises:
        PassageIndexError: the index is missing or can't be used.
        ConfigurationError: the chat model that the settings name can't be opened.
    """
    share_heaps()
    library = Library(settings)
    warm_up(library.assistant())
    return library


def warm_up(assistant: Assistant) -> None:
    """Load what an assistant loads on first use."""
    assistant.passage_search.search("supplement", 1)
