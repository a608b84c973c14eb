"""Run the long checks and print what they measured: `python -m soak [NAME ...]`, `make soak`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from soak.changes import change_index
from soak.contained import contain
from soak.export import build_exports
from soak.full_disk import fill_disk, limit_files, lock_folder
from soak.growth import grow
from soak.killed_builds import kill_builds
from soak.load import BUILDS, load_page
from soak.questions import ask_many
from soak.server_answers import compare_answers
from soak.shipping import ship
from soak.upload import upload_everything
from soak.visits import visit_page

FUZZED = ("load", "judge", "page", "question")


def fuzz(seconds: int) -> dict[str, Any]:
    """Fuzz every target for some seconds; a finding fails the run."""
    runs = {}
    for target in FUZZED:
        command = [sys.executable, "-m", "soak.fuzz", target, "--seconds", str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        (line,) = (x for x in done.stderr.splitlines() if "number_of_executed_units" in x)
        runs[target] = int(line.split()[-1])
    return runs


def checks(options: argparse.Namespace) -> dict[str, Callable[[], Any]]:
    """Every check by name, with what it gives."""
    found: dict[str, Callable[[], Any]] = {
        "killed-builds": lambda: kill_builds(options.kills),
        "file-limit": lambda: limit_files(20),
        "full-disk": lambda: fill_disk(20),
        "read-only": lambda: {"refused": lock_folder()},
        "chroma-server": compare_answers,
        "shipping": ship,
        "container": contain,
        "load": lambda: load_page(options.seconds, options.people, options.builds),
        "changes": lambda: change_index(options.changes),
        "upload": upload_everything,
        "visits": visit_page,
        "questions": lambda: ask_many(options.questions),
        "fuzz": lambda: fuzz(options.fuzz_seconds),
        "growth": grow,
        "export": build_exports,
    }
    if os.geteuid() != 0:
        del found["full-disk"], found["container"]  # Only root may mount file systems.
    return found


def plain(found: Any) -> Any:
    """What a check gives, as JSON has it: named tuples, one in another too, as objects."""
    if hasattr(found, "_asdict"):
        return {name: plain(value) for name, value in found._asdict().items()}
    return found


def main() -> None:
    """Run the checks that are named, or all; each prints one line of JSON. A failure ends the run."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=300, help="of load on the page")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--builds", type=int, default=BUILDS, help="of the index while people ask")
    parser.add_argument("--changes", type=int, default=20, help="of the index of one process")
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--fuzz-seconds", type=int, default=300, help="for each target")
    options = parser.parse_args()
    known = checks(options)
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"no check is called {unknown[0]}; there are: {', '.join(known)}")
    for name in options.names or known:
        started = time.perf_counter()
        found = known[name]()
        took = round(time.perf_counter() - started)
        sys.stdout.write(json.dumps({"check": name, "took_s": took, **plain(found)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
