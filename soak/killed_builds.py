"""Builds that are ended with SIGKILL at random moments: the old index answers, the next one ends."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from soak.stand_in import build_edition, read_edition

APART = multiprocessing.get_context("forkserver")
"""Each step runs in a process of its own: Chroma keeps threads and caches inside one."""
APART.set_forkserver_preload(["soak.stand_in", "chromadb"])


class KilledBuilds(NamedTuple):
    """What came of it."""

    kills: int
    before_switch: int
    """Kills after which the old edition answered."""
    after_switch: int
    """Kills that came so late that the new edition answered."""
    finished: int
    """Builds after a kill that came to their end and answered."""
    left_over: int
    """Version folders beyond the one in use and the one before, at the end."""


def run_apart(task: Callable[..., Any], *values: Any) -> Any:
    """Run a task in a process of its own and give what it gives."""
    with ProcessPoolExecutor(1, mp_context=APART) as pool:
        return pool.submit(task, *values).result()


def kill_builds(kills: int, count: int = 1500, seed: int = 1) -> KilledBuilds:
    """Kill builds at moments drawn evenly from the time that a whole build takes.

    Raises:
        AssertionError: an index answered wrongly, or did not answer.
    """
    moments = random.Random(seed)
    old = new = finished = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        run_apart(build_edition, folder, 0, count)
        started = time.perf_counter()
        run_apart(build_edition, folder, 1, count)
        seconds = time.perf_counter() - started
        edition = 1
        for _ in range(kills):
            builder = APART.Process(target=build_edition, args=(folder, edition + 1, count))
            builder.start()
            time.sleep(moments.uniform(0, seconds))
            builder.kill()
            builder.join()
            found = run_apart(read_edition, folder, count)
            assert found in {edition, edition + 1}, f"edition {found} after {edition}"
            old, new = old + (found == edition), new + (found > edition)
            edition += 2
            run_apart(build_edition, folder, edition, count)
            assert run_apart(read_edition, folder, count) == edition
            finished += 1
        left_over = len(list((folder / "versions").iterdir())) - 2
    return KilledBuilds(kills, old, new, finished, left_over)
