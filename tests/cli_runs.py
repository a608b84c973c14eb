"""What a run of the command line must look like."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Run

Assistant = Callable[..., Run]
ANSWER = {
    "question", "standalone_question", "status", "reason", "understanding", "answer", "evidence",
    "claims", "caveats", "citations", "verification", "fallback", "generator", "index",
    "timings_ms",
}  # fmt: skip


def assert_one_line(run: Run, *words: str) -> None:
    """Status 2, one plain line on standard error, and nothing on standard output."""
    assert run.status == 2
    assert run.out == ""
    assert run.err.endswith("\n")
    line = run.err[:-1]
    assert line.strip()
    assert "\n" not in line
    assert "Traceback" not in line
    assert "\x1b" not in line
    for word in words:
        assert word in line


def only_json(run: Run) -> Any:
    """Standard output is one line of JSON and nothing else."""
    assert run.status == 0
    assert run.err == ""
    assert run.out.count("\n") == 1
    return json.loads(run.out)


def write_lines(file: Path, *lines: object) -> Path:
    file.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    return file
