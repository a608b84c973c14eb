"""The index changes under one process, over and over: what was open before must not stay in memory.

Another process builds the corpus with a note more and without it in turn; a library goes over to each
and is asked the same questions again.
"""

from __future__ import annotations

import gc
import itertools
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from assistant.config import Settings
from assistant.library import Library, open_ready
from assistant.schema import Turn
from soak.conversations import Conversation, conversations
from soak.load import build_again, build_first
from soak.memory import resident_mib, slope

ASKED = 200
"""Conversations after each change."""


class Changed(NamedTuple):
    """What came of it."""

    changes: int
    mib: tuple[int, ...]
    """Memory before the first change and after each."""
    mib_a_change: float
    """Slope over the later half."""
    objects_a_change: int
    """Slope of the number of Python objects over the later half."""
    open_files: tuple[int, int]
    """Descriptors after a third of the changes, when all versions that are kept are open, and at the end."""


def change_index(changes: int, asked: int = ASKED) -> Changed:
    """Change the index so many times; asks before the first change and after each."""
    known = list(itertools.islice(conversations(), asked))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        library = open_ready(Settings(index=build_first(place), collections=place / "own"))
        memory: list[tuple[float, float]] = []
        objects: list[tuple[float, float]] = []
        files: list[int] = []
        for number in range(changes + 1):
            if number:
                build_again(place, with_note=number % 2 == 1)
                go_over(library)
            ask_all(library, known)
            gc.collect()
            memory.append((number, resident_mib(os.getpid())))
            objects.append((number, len(gc.get_objects())))
            files.append(len(list(Path("/proc/self/fd").iterdir())))
    return Changed(
        changes,
        tuple(round(mib) for _, mib in memory),
        round(slope(memory), 2),
        round(slope(objects)),
        (files[changes // 3], files[-1]),
    )


def go_over(library: Library) -> None:
    """Wait until a library answers from the index that was built."""
    before = library.assistant().index.manifest.fingerprint
    library.settle()
    assert library.assistant().index.manifest.fingerprint != before, "it did not go over"


def ask_all(library: Library, known: list[Conversation]) -> None:
    """Ask each conversation."""
    for (turns,) in known:
        history = [Turn(role="user", text=text) for text in turns[:-1]]
        library.assistant().invoke({"question": turns[-1], "history": history})
