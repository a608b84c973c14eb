"""Many people at once against the running page: right answers for each, in turn, and flat memory.

The page is started by this check and asked on loopback alone. Every answer is compared with the one
that the same conversation got when nobody else asked.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import numpy as np

from assistant.cli import run_build
from assistant.config import Settings
from assistant.load import shipped_documents
from soak.chroma_server import free_port
from soak.conversations import Conversation, conversations
from soak.memory import resident_mib, slope

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 50
KNOWN = 120
"""Conversations that are asked."""
MINUTE = 60
BUILDS = 3
"""Times that the index is built anew while people ask."""


class Load(NamedTuple):
    """What came of it."""

    people: int
    seconds: float
    answers: int
    wrong: int
    """Answers that differ from those that the same conversation got alone."""
    errors: int
    busy: int
    """Questions that were told to come later; counted apart, since that is an answer as well."""
    answers_a_second: float
    p50_s: float
    p95_s: float
    fewest: int
    """Answers that the least lucky person got."""
    most: int
    builds: int
    """Builds into the page's own index that ended meanwhile; answers must not change."""
    mib_at_start: float
    mib_at_end: float
    mib_per_minute: float
    """Slope over the later half."""


def build_first(place: Path) -> Path:
    """Build an index of the shipped corpus for the page to serve."""
    run_build(Settings(index=place / "index"), [])
    return place / "index"


def build_again(place: Path, number: int) -> None:
    """Build the same index of the corpus and one note more, as another process would."""
    note = place / "note.md"
    note.write_text(f"# Note {number}\n\nZinquercin was mentioned {number} times.\n")
    command = [sys.executable, "-m", "assistant", "build", "--index", str(place / "index")]
    for path in (*shipped_documents(), note):
        command += ["--corpus", str(path)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


class BusyError(Exception):
    """The page asked to come later."""


@contextmanager
def running_page(log: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Start the page on a free port; gives its address and its process."""
    port = free_port()
    env = os.environ | settings
    env |= {
        "ASSISTANT_PORT": str(port),
        "PYTHONPATH": str(ROOT),
        "ASSISTANT_REMEMBERED_ANSWERS": "0",
    }
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


def ask(client: httpx.Client, conversation: Conversation) -> dict[str, Any]:
    """Ask over the page's API, as `gradio_client` does.

    Raises:
        BusyError: the page asks to come later.
        httpx.HTTPError: anything else.
    """
    *history, question = conversation.turns
    begun = client.post("/gradio_api/call/ask", json={"data": [question, history]})
    if begun.status_code in {429, 503}:
        raise BusyError
    begun.raise_for_status()
    event = ""
    with client.stream("GET", f"/gradio_api/call/ask/{begun.json()['event_id']}") as reply:
        for line in reply.iter_lines():
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: ") and event == "complete":
                answer: dict[str, Any] = json.loads(line.removeprefix("data: "))[0]
                return answer
            elif line.startswith("data: ") and event == "error":
                raise httpx.HTTPError(line)
    raise httpx.HTTPError("no answer")


def without_clock(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what it took."""
    return {name: value for name, value in answer.items() if name != "timings_ms"}


class Person(threading.Thread):
    """Asks one conversation after another until the time is over."""

    def __init__(self, url: str, seed: int, expected: dict[Conversation, Any], end: float) -> None:
        """Take what to ask and what must come."""
        super().__init__()
        self._url, self._expected, self._end = url, expected, end
        self._order = random.Random(seed)
        self.waits: list[float] = []
        self.wrong = self.errors = self.busy = 0

    def run(self) -> None:
        """Ask."""
        known = list(self._expected)
        with httpx.Client(base_url=self._url, timeout=120) as client:
            while time.perf_counter() < self._end:
                conversation = self._order.choice(known)
                started = time.perf_counter()
                try:
                    answer = ask(client, conversation)
                except BusyError:
                    self.busy += 1
                    time.sleep(0.2)
                except (httpx.HTTPError, ValueError):
                    self.errors += 1
                    time.sleep(0.2)
                else:
                    self.waits.append(time.perf_counter() - started)
                    self.wrong += without_clock(answer) != self._expected[conversation]


def load_page(seconds: float, people: int = PEOPLE, log: Path = Path(os.devnull)) -> Load:
    """Let people ask for some seconds."""
    with (
        tempfile.TemporaryDirectory() as place,
        running_page(log, ASSISTANT_INDEX=str(build_first(Path(place)))) as (url, pid),
    ):
        with httpx.Client(base_url=url, timeout=120) as client:
            expected = {
                conversation: without_clock(ask(client, conversation))
                for conversation in itertools.islice(conversations(), KNOWN)
            }
        started = time.perf_counter()
        crowd = [Person(url, seed, expected, started + seconds) for seed in range(people)]
        for person in crowd:
            person.start()
        memory: list[tuple[float, float]] = []
        builds = 0
        while any(person.is_alive() for person in crowd):
            now = time.perf_counter() - started
            memory.append((now / MINUTE, resident_mib(pid)))
            if builds < BUILDS and now > seconds * (builds + 1) / (BUILDS + 1):
                builds += 1
                build_again(Path(place), builds)
            time.sleep(1)
        took = time.perf_counter() - started
    waits = np.array([wait for person in crowd for wait in person.waits])
    counts = [len(person.waits) for person in crowd]
    return Load(
        people,
        round(took),
        len(waits),
        sum(person.wrong for person in crowd),
        sum(person.errors for person in crowd),
        sum(person.busy for person in crowd),
        round(len(waits) / took, 1),
        round(float(np.percentile(waits, 50)), 2),
        round(float(np.percentile(waits, 95)), 2),
        min(counts),
        max(counts),
        builds,
        round(memory[0][1]),
        round(memory[-1][1]),
        round(slope(memory), 2),
    )
