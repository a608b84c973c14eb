"""Threads of a long-running process share a few heaps, and what none uses is given back."""

from __future__ import annotations

import ctypes
import resource
import subprocess
import sys

import pytest

from assistant.memory import HEAPS

glibc_only = pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_info"), reason="settings of glibc"
)
THREADS = 8
COUNT_HEAPS = f"""
import ctypes, threading
from assistant.memory import share_heaps
{{first}}
together = threading.Barrier({THREADS})

def allocate():
    together.wait()
    kept = [bytearray(2000 + i) for i in range(1000)]
    together.wait()

threads = [threading.Thread(target=allocate) for _ in range({THREADS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def heaps(first: str) -> int:
    """How many heaps glibc has made for a process with some threads."""
    command = [sys.executable, "-c", COUNT_HEAPS.format(first=first)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return told.count("<heap nr=")


@glibc_only
def test_threads_share_a_few_heaps() -> None:
    assert heaps("") > HEAPS
    assert heaps("share_heaps()") <= HEAPS


FREE_IN_THE_MIDDLE = """
from pathlib import Path
from assistant.memory import give_back

def held():
    return int(Path("/proc/self/statm").read_text().split()[1])

many = [bytearray(60_000) for _ in range(2000)]
last = bytearray(60_000)
del many
before = held()
give_back()
print(before, held())
"""


@glibc_only
def test_what_nothing_uses_is_given_back_to_the_system() -> None:
    command = [sys.executable, "-c", FREE_IN_THE_MIDDLE]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    before, after = (int(pages) * resource.getpagesize() for pages in told.split())
    assert after < before - 100_000_000
