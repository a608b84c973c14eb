"""Thousands of distinct questions to one assistant: what it holds must not grow with their number."""

from __future__ import annotations

import gc
import itertools
import os
import subprocess
import sys
from typing import NamedTuple

from assistant.cli import assistant_for
from assistant.config import read_settings
from assistant.schema import Turn
from soak.conversations import conversations
from soak.memory import resident_mib, slope

EVERY = 200
TELL_EVERY = 1000
"""Questions after which it says on standard error how far it is."""


class Soaked(NamedTuple):
    """What came of it."""

    questions: int
    distinct: int
    errors: int
    mib_at_start: float
    mib_at_end: float
    mib_per_1000: float
    """Slope over the later half."""
    objects_per_1000: float
    """Slope of the number of Python objects over the later half."""


def ask_many(questions: int) -> Soaked:
    """Ask, over and over where there are not enough conversations; errors are counted."""
    # In another process, since what a build leaves in memory is not of the questions.
    subprocess.run([sys.executable, "-m", "assistant", "build"], check=True, capture_output=True)
    assistant = assistant_for(read_settings())
    known = list(itertools.islice(conversations(), questions))
    memory: list[tuple[float, float]] = []
    objects: list[tuple[float, float]] = []
    errors = 0
    for i, (turns,) in enumerate(itertools.islice(itertools.cycle(known), questions)):
        history = [Turn(role="user", text=text) for text in turns[:-1]]
        try:
            answer = assistant.invoke({"question": turns[-1], "history": history})
            assert answer.question == turns[-1].strip()
        except Exception:
            errors += 1
        if i % EVERY == EVERY - 1:
            gc.collect()
            memory.append((i / 1000, resident_mib(os.getpid())))
            objects.append((i / 1000, len(gc.get_objects())))
        if i % TELL_EVERY == TELL_EVERY - 1:
            so_far = f"{i + 1:,} questions, {errors} errors, {memory[-1][1]:.0f} MiB"
            sys.stderr.write(f"{so_far}, {objects[-1][1]:,} objects\n")
    return Soaked(
        questions,
        len(known),
        errors,
        round(memory[0][1]),
        round(memory[-1][1]),
        round(slope(memory), 2),
        round(slope(objects)),
    )
