"""The one place of the suite that touches the assistant: it asks, and hands on plain JSON."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.chain import Assistant, build_assistant
from assistant.cli import ensure_default_index, run_build, settings_for
from assistant.schema import Turn

Ask = Callable[[Sequence[str]], dict[str, Any]]


def open_assistant(index: Path | None) -> Assistant:
    """Open the default index or a named one, brought up to date with the shipped corpus.

    A stale index would make exact quotes look wrong: the graders read the corpus files.
    """
    settings = settings_for(index)
    if index is None:
        ensure_default_index(settings)
    else:
        run_build(settings, [])
    return build_assistant(settings)


def asker(assistant: Assistant, *, quiet: bool = False) -> Ask:
    """A function from the user's texts to the answer's JSON; a crash becomes status `error`."""

    def ask(turns: Sequence[str]) -> dict[str, Any]:
        *before, last = turns
        history = [Turn(role="user", text=text) for text in before]
        try:
            answer = assistant.invoke({"question": last, "history": history})
        except Exception as error:  # any crash is a wrong answer to show, not an end of the run
            if not quiet:
                sys.stderr.write(f"{last!r}: {type(error).__name__}: {error}\n")
            return crashed(last, f"{type(error).__name__}: {error}")
        return answer.model_dump(mode="json")

    return ask


def crashed(question: str, reason: str) -> dict[str, Any]:
    """The JSON of an answer that never came."""
    return {
        "question": question, "standalone_question": question, "status": "error",
        "reason": None, "understanding": {}, "answer": f"(error) {reason}", "evidence": None,
        "claims": [], "caveats": [], "citations": [], "verification": {"cut": 0, "rewritten": 0},
        "fallback": reason, "generator": "none", "index": "", "timings_ms": {},
    }  # fmt: skip


def served_hashes(assistant: Assistant, source_ids: Iterable[str]) -> Mapping[str, str]:
    """By source id, the SHA-256 of the text that `assistant source ID` gives."""
    texts = ((name, assistant.read_source(name)) for name in source_ids)
    return {
        name: hashlib.sha256(source.text.encode()).hexdigest() if source else ""
        for name, source in texts
    }
