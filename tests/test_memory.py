"""Threads of a long-running process share a few heaps, so that memory one let go of serves the next."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from assistant.memory import HEAPS

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


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="glibc only")
def test_threads_share_a_few_heaps() -> None:
    assert heaps("") > HEAPS
    assert heaps("share_heaps()") <= HEAPS
