"""How the C library keeps memory for a process that runs for weeks.

glibc gives threads heaps of their own, up to eight for each processor, and what one heap let go of is of
no use to another. A page answers in many short-lived threads: with every new index that it goes over to
it would hold some ten mebibytes more, although nothing in them is used.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

M_ARENA_MAX = -8
"""The number that glibc's `mallopt` has for this setting (malloc.h)."""
HEAPS = 2
"""One for each question that is answered at the same time."""


def share_heaps() -> None:
    """Let all threads of this process share a few heaps; to be called before most threads begin."""
    tell_glibc("mallopt", M_ARENA_MAX, HEAPS)


def give_back() -> None:
    """Give what no heap uses any more back to the system, as after an index was let go of."""
    tell_glibc("malloc_trim", 0)


def tell_glibc(function: str, *values: int) -> None:
    """Call a function of glibc's; another C library, which has no such function, needs none."""
    if sys.platform == "linux":
        with suppress(AttributeError):
            getattr(ctypes.CDLL(None), function)(*values)
