"""What one visitor may read: the shipped corpus, and personal collections that are theirs.

With a login each person's collections carry a prefix made of their name, and nothing without it can
be reached; without one the page belongs to whoever runs it, and so do all collections.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import gradio as gr

from assistant.collections import AddReport
from assistant.config import SHIPPED
from assistant.errors import InputError
from assistant.library import Library
from assistant.render import words
from assistant.render.badges import short_sum
from assistant.schema import Corrections, Source

if TYPE_CHECKING:
    from assistant.chain import Assistant

PREFIX_DIGITS = 10
BETWEEN = 0.2
"""Seconds between two looks at how far reading has come."""


class Cited(NamedTuple):
    """A document that was cited."""

    source: Source | None
    holds_passage: bool
    note: str = ""
    """What there is to say where it is not as it was."""


class Progress(NamedTuple):
    """How far the adding of files has come: read, then looked at, then made searchable."""

    read: int = 0
    """Documents that were read so far."""
    seen: int = 0
    """Documents of which was found out what they are, of `to_see`."""
    to_see: int = 0
    embedded: int = 0
    """Passages that can be searched, of `to_embed`."""
    to_embed: int = 0


class Shelf:
    """The documents that one person may use."""

    def __init__(self, library: Library, user: str = "") -> None:
        """Take the library, and the name under which the person logged in."""
        self._library = library
        digest = hashlib.sha256(user.encode()).hexdigest()[:PREFIX_DIGITS]
        self._prefix = f"{digest}-" if user else ""

    def names(self) -> list[str]:
        """The person's collections, as they call them."""
        known = (item.name for item in self._library.collections.list())
        return [n.removeprefix(self._prefix) for n in known if n.startswith(self._prefix)]

    def chain(self, chosen: Sequence[str] = (SHIPPED,)) -> Assistant:
        """The assistant over what was chosen; of nothing, over the shipped corpus.

        Raises:
            InputError: a name is none of the person's, or holds no document.
        """
        names = [n if n == SHIPPED else self._full(n) for n in chosen] or [SHIPPED]
        return self._library.assistant(names)

    def standing(self, chosen: Sequence[str]) -> Assistant:
        """The assistant over what was chosen and is there; of nothing, over the shipped corpus."""
        held = {item.name for item in self._library.collections.list() if item.documents}
        names = [n for n in chosen if n == SHIPPED or self._full(n) in held]
        with suppress(InputError):  # a document without a sentence
            return self.chain(names)
        return self._library.assistant()

    def read(self, source_id: str) -> Source | None:
        """Read one document, of the shipped corpus or of the person's own."""
        known = itertools.chain(self._now(source_id), self._library.read_earlier(source_id))
        return next(known, None)

    def read_cited(self, source_id: str, start: int, end: int, quote: str) -> Cited:
        """Read a document as it was when a passage of it was cited.

        Args:
            source_id: the document.
            start: where the passage began.
            end: where it ended.
            quote: the checksum of its words; without one the document as it is will do.
        """

        def holds_it(source: Source) -> bool:
            return not quote or short_sum(source.text[start:end]) == quote

        for source in filter(holds_it, self._now(source_id)):
            return Cited(source, True)
        for source in filter(holds_it, self._library.read_earlier(source_id)):
            return Cited(source, True, words.AS_IT_WAS)
        newest = next(self._now(source_id), None)
        return Cited(newest, False, words.CHANGED if newest else "")

    def _now(self, source_id: str) -> Iterator[Source]:
        shipped = self._library.assistant().read_source(source_id)
        if shipped is not None:
            yield shipped
        for name in self.names():
            with suppress(InputError):  # it holds nothing
                own = self.chain([name]).read_source(source_id)
                if own is not None:
                    yield own

    def documents(self, name: str) -> tuple[Source, ...]:
        """The documents of one of the person's collections."""
        return self._library.collections.documents(self._full(name))

    def add(self, name: str, paths: Sequence[Path]) -> Iterator[Progress | AddReport]:
        """Read files into a collection: how far it is now and then, and what came of it.

        Raises:
            InputError: the name can't be a collection's.
        """
        now = Progress()

        def on_read(documents: int) -> None:
            nonlocal now
            now = now._replace(read=documents)

        def on_detect(done: int, total: int) -> None:
            nonlocal now
            now = now._replace(seen=done, to_see=total)

        def on_embed(done: int, total: int) -> None:
            nonlocal now
            now = now._replace(embedded=done, to_embed=total)

        with ThreadPoolExecutor(1) as worker:
            add = self._library.collections.add
            work = worker.submit(add, self._full(name), paths, on_read, on_embed, on_detect)
            while True:
                try:
                    yield work.result(timeout=BETWEEN)
                    return
                except TimeoutError:
                    if work.done():
                        raise
                    yield now

    def correct(self, source_id: str, corrections: Corrections) -> Source:
        """Set what the person knows of one of their documents.

        Raises:
            InputError: it is none of theirs.
        """
        return self._library.collections.correct(self._holder(source_id), source_id, corrections)

    def remove(self, source_id: str) -> None:
        """Remove one of the person's documents for good.

        Raises:
            InputError: it is none of theirs.
        """
        self._library.collections.remove_document(self._holder(source_id), source_id)

    def _holder(self, source_id: str) -> str:
        """The full name of the person's collection that holds a document."""
        for name in self.names():
            if any(source.source_id == source_id for source in self.documents(name)):
                return self._full(name)
        raise InputError(f"{source_id[:80]}: is none of your documents.")

    def _full(self, name: str) -> str:
        return f"{self._prefix}{name}"


def shelf_of(library: Library, request: gr.Request | None) -> Shelf:
    """The shelf of whoever sent a request."""
    return Shelf(library, (request.username if request else None) or "")
