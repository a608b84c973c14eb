"""Many people at once against the running page: right answers for each, in turn, and flat memory.

The page is started by this check and asked on loopback alone. While people ask, another process builds
the page's index anew, with a note more and without it in turn, and the page goes over to each. Every
answer is compared with the one that the same conversation got from the same documents when nobody else
asked. At last more people come than the page lets wait, and some must be told so.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from assistant.load import shipped_documents
from soak.chroma_server import free_port
from soak.conversations import conversations
from soak.memory import processor_seconds, resident_mib, slope
from soak.people import Asked, ask_alone, send_people, sum_up

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 50
KNOWN = 120
"""Conversations that are asked."""
MINUTE = 60
BUILDS = 3
"""Times that the index is built anew while people ask, unless it is said otherwise."""
CROWD = 160
"""People at the end: more than are answered and may wait."""
CROWD_SECONDS = 20


class Load(NamedTuple):
    """What came of it."""

    load: Asked
    cpu_ms_an_answer: int
    """Time of processors that the page took, for all that it did meanwhile."""
    builds: int
    """Builds into the page's own index that ended meanwhile."""
    indexes_seen: int
    """Different indexes that answers came from; 2 where the page went over."""
    mib_at_start: int
    mib_at_end: int
    mib_per_minute: float
    """Slope over the later half."""
    crowd: Asked
    """The same page with more people than it lets wait."""


def build_first(place: Path) -> Path:
    """Build an index of the shipped corpus; in another process, since a build leaves much in memory."""
    build_again(place, with_note=False)
    return place / "index"


def build_again(place: Path, with_note: bool) -> None:
    """Build the index of the corpus with a note more or without it, as another process would."""
    note = place / "note.md"
    note.write_text("# Note\n\nZinquercin was mentioned once.\n")
    command = [sys.executable, "-m", "assistant", "build", "--index", str(place / "index")]
    for path in (*shipped_documents(), *([note] if with_note else [])):
        command += ["--corpus", str(path)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


@contextmanager
def running_page(log: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Start the page on a free port; gives its address and its process."""
    port = free_port()
    env = os.environ | {"ASSISTANT_PORT": str(port), "PYTHONPATH": str(ROOT)} | settings
    with log.open("w") as out:
        page = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(3 * MINUTE * 10):
            assert page.poll() is None, log.read_text()
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                break
        yield url, page.pid
    finally:
        page.terminate()
        page.wait(timeout=30)


def index_in_use(client: httpx.Client) -> str:
    """The fingerprint of the index that the page answers from."""
    return str(client.get("/healthz").json()["index"])


def wait_for_another(client: httpx.Client, index: str) -> None:
    """Wait until the page answers from another index than the one that is named."""
    for _ in range(3 * MINUTE * 10):
        if index_in_use(client) != index:
            return
        time.sleep(0.1)
    raise AssertionError("the page did not go over to the index that was built")


def load_page(
    seconds: float, people: int = PEOPLE, builds: int = BUILDS, log: Path = Path(os.devnull)
) -> Load:
    """Let people ask for some seconds, and then more of them than the page lets wait.

    Nothing is remembered by the page, so that every answer is found anew.
    """
    known = list(itertools.islice(conversations(), KNOWN))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = {
            "ASSISTANT_INDEX": str(build_first(place)), "ASSISTANT_REMEMBERED_ANSWERS": "0",
        }  # fmt: skip
        with (
            running_page(log, **settings) as (url, pid),
            httpx.Client(base_url=url, timeout=120) as client,
        ):
            expected = ask_alone(client, known)
            build_again(place, with_note=True)
            wait_for_another(client, *expected)
            expected |= ask_alone(client, known)
            memory: list[tuple[float, float]] = []
            started, cpu, built = time.perf_counter(), processor_seconds(pid), 0
            crowd = send_people(url, people, seconds, expected)
            while any(person.is_alive() for person in crowd):
                now = time.perf_counter() - started
                memory.append((now / MINUTE, resident_mib(pid)))
                if built < builds and now > seconds * (built + 1) / (builds + 1):
                    build_again(place, with_note=built % 2 == 1)
                    built += 1
                time.sleep(1)
            took, cpu = time.perf_counter() - started, processor_seconds(pid) - cpu
            asked = sum_up(crowd, took)
            begun = time.perf_counter()
            too_many = send_people(url, CROWD, CROWD_SECONDS, expected)
            for person in too_many:
                person.join()
            return Load(
                asked, round(1000 * cpu / asked.answers), built,
                len(set().union(*(person.indexes for person in crowd))),
                round(memory[0][1]), round(memory[-1][1]), round(slope(memory), 2),
                sum_up(too_many, time.perf_counter() - begun),
            )  # fmt: skip
