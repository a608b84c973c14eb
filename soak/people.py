"""People who ask the page one question after another, and whether they got what they should."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import httpx
import numpy as np

from soak.conversations import Conversation

BUSY = 503


class Asked(NamedTuple):
    """What people got."""

    people: int
    seconds: int
    answers: int
    wrong: int
    """Answers that differ from those that the same conversation got alone."""
    errors: int
    busy: int
    """Questions that were told to come later, as status 503."""
    answers_a_second: float
    p50_s: float
    p95_s: float
    fewest: int
    """Answers that the least lucky person got."""
    most: int


class BusyError(Exception):
    """The page asked to come later."""


def ask(client: httpx.Client, conversation: Conversation, visit: str = "") -> dict[str, Any]:
    """Ask over the page's API; with the name of a visit as browsers and `gradio_client` do.

    Raises:
        BusyError: the page asks to come later.
        httpx.HTTPError: anything else.
    """
    *history, question = conversation.turns
    body = {"data": [question, history]} | ({"session_hash": visit} if visit else {})
    begun = client.post("/gradio_api/call/ask", json=body)
    if begun.status_code == BUSY:
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


Expected = dict[str, dict[Conversation, dict[str, Any]]]
"""By index and conversation, the answer that came when nobody else asked."""


def ask_alone(client: httpx.Client, known: Sequence[Conversation]) -> Expected:
    """Ask each conversation by itself."""
    answers = {conversation: without_clock(ask(client, conversation)) for conversation in known}
    (index,) = {answer["index"] for answer in answers.values()}
    return {index: answers}


class Person(threading.Thread):
    """Asks one conversation after another until the time is over."""

    def __init__(self, url: str, seed: int, expected: Expected, end: float) -> None:
        """Take what to ask and what must come."""
        super().__init__()
        self._url, self._expected, self._end = url, expected, end
        self._order = random.Random(seed)
        self._visit = f"visit{seed}"
        self.waits: list[float] = []
        self.indexes: set[str] = set()
        self.wrong = self.errors = self.busy = 0

    def run(self) -> None:
        """Ask."""
        known = list(next(iter(self._expected.values())))
        with httpx.Client(base_url=self._url, timeout=120) as client:
            while time.perf_counter() < self._end:
                conversation = self._order.choice(known)
                started = time.perf_counter()
                try:
                    answer = ask(client, conversation, self._visit)
                except BusyError:
                    self.busy += 1
                    time.sleep(0.2)
                except (httpx.HTTPError, ValueError):
                    self.errors += 1
                    time.sleep(0.2)
                else:
                    self.waits.append(time.perf_counter() - started)
                    self.indexes.add(answer["index"])
                    alone = self._expected.get(answer["index"], {}).get(conversation)
                    self.wrong += without_clock(answer) != alone


def send_people(url: str, people: int, seconds: float, expected: Expected) -> list[Person]:
    """Let people begin to ask."""
    end = time.perf_counter() + seconds
    crowd = [Person(url, seed, expected, end) for seed in range(people)]
    for person in crowd:
        person.start()
    return crowd


def sum_up(crowd: Sequence[Person], seconds: float) -> Asked:
    """What people got, when all are done."""
    waits = np.array([wait for person in crowd for wait in person.waits])
    counts = [len(person.waits) for person in crowd]
    return Asked(
        len(crowd), round(seconds), len(waits),
        sum(person.wrong for person in crowd), sum(person.errors for person in crowd),
        sum(person.busy for person in crowd), round(len(waits) / seconds, 1),
        round(float(np.percentile(waits, 50)), 2), round(float(np.percentile(waits, 95)), 2),
        min(counts), max(counts),
    )  # fmt: skip
