"""Opens what a command works with: the default index, a named one, or personal collections."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant.cli.building import STAMP, ensure_default_index, run_build, settings_for
from assistant.config import SHIPPED, Settings
from assistant.errors import PassageIndexError, VectorServerError

if TYPE_CHECKING:
    from assistant.chain import Assistant
    from assistant.library import Library


T = TypeVar("T")


def open_assistant(index: Path | None, collections: Sequence[str] | None = None) -> Assistant:
    """Open the index that a command names, or the default one, and wire the chain.

    With collections, those are opened instead; `shipped` among them is the index.

    Raises:
        IndexMissingError: a named index is missing.
        InputError: there is no such collection.
    """
    if collections:
        return open_library(index, SHIPPED in collections).assistant(collections)
    return assistant_for(settings_for(index))


def assistant_for(settings: Settings) -> Assistant:
    """Open the index and wire the chain.

    Raises:
        IndexMissingError: a named index is missing.
        PassageIndexError: a named index is damaged.
    """

    def open_it() -> Assistant:
        with collector_resting():
            from assistant.chain import build_assistant

            return build_assistant(settings)

    return open_or_build(settings, open_it)


@contextmanager
def collector_resting() -> Iterator[None]:
    """Load what stays to the end of a command, and spare the garbage collector looking at it.

    It would find nothing, again and again, for a third of the time to a first answer.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def open_or_build(settings: Settings, open_it: Callable[[], T]) -> T:
    """Open what rests on the index; the default index is built where it is missing or unusable.

    Raises:
        PassageIndexError: the index can't be used and was made from documents that are not ours.
    """
    if settings.index is not None:
        return open_it()
    ensure_default_index(settings)
    try:
        return open_it()
    except VectorServerError:
        raise
    except PassageIndexError:
        if not (settings.index_folder / STAMP).exists():
            raise
    run_build(settings, [])
    return open_it()


def open_library(index: Path | None, with_shipped: bool = False) -> Library:
    """The personal collections, beside the shipped corpus where that is asked for."""
    from assistant.library import Library

    settings = settings_for(index)
    if with_shipped and settings.index is None:
        ensure_default_index(settings)
    return Library(settings)
