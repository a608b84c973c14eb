"""The same answers, whether the vectors lie in the index's folder or on a Chroma server."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from assistant.chain import Assistant, build_assistant
from assistant.cli import run_build
from assistant.config import Settings
from assistant.schema import Turn
from soak.chroma_server import RunningChroma
from soak.conversations import Conversation, conversations
from soak.people import without_clock


class Compared(NamedTuple):
    """What came of it."""

    questions: int
    different: int
    """Answers that differ in anything but their timings."""
    folder_search_ms: float
    server_search_ms: float
    """Medians of the search step."""


def ask(assistant: Assistant, conversation: Conversation) -> tuple[dict[str, Any], float]:
    """Ask; gives the answer and the milliseconds of its search."""
    *before, question = conversation.turns
    history = [Turn(role="user", text=text) for text in before]
    answer = assistant.invoke({"question": question, "history": history})
    return without_clock(answer.model_dump(mode="json")), answer.timings_ms.get("retrieve", 0.0)


def compare_answers(questions: int = 300) -> Compared:
    """Build the shipped corpus twice and ask both."""
    asked = list(itertools.islice(conversations(), questions))
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        with RunningChroma(root / "chroma") as running:
            plain = Settings(index=root / "plain", remembered_answers=0)
            served = plain.model_copy(
                update={"index": root / "served", "chroma_url": running.server.url}
            )
            for settings in (plain, served):
                run_build(settings, [])
            one, other = build_assistant(plain), build_assistant(served)
            pairs = [(ask(one, c), ask(other, c)) for c in asked]
    times = [sorted(t for _, t in column if t) for column in zip(*pairs, strict=True)]
    folder, server = (round(column[len(column) // 2], 1) for column in times)
    different = sum(a != b for (a, _), (b, _) in pairs)
    return Compared(len(pairs), different, folder, server)
