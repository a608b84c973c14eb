"""The other end of the worker process: what it takes too long for, or dies of, is told in words."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from assistant.errors import SourceFormatError
from assistant.load.found import Found, Member, Note, Skipped
from assistant.load.limits import PARSER_SECONDS
from assistant.schema import Source

AHEAD = 256
"""Replies that may wait to be taken; the worker then waits as well, so that memory is bounded."""


class Parser:
    """Parses files in a process of its own, which is started at the first file and after each death."""

    def __init__(self, seconds: float = PARSER_SECONDS) -> None:
        """Set how long one document may take."""
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._listener: Listener | None = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.end()

    def read(self, kind: str, path: Path, name: str) -> Iterator[Found]:
        """Read the documents of one file.

        Raises:
            SourceFormatError: it can't be read, takes too long, or ends the process.
        """
        for reply in self._ask(name, {"kind": kind, "path": str(path), "name": name}):
            if "source" in reply:
                yield Source.model_validate(reply["source"])
            elif "note" in reply:
                yield Note(str(reply["note"]))

    def unpack(self, path: Path, name: str, folder: Path) -> Iterator[Member | Skipped]:
        """Unpack an archive into a folder.

        Raises:
            SourceFormatError: it can't be read, takes too long, or ends the process.
        """
        request = {"kind": "zip", "path": str(path), "name": name, "folder": str(folder)}
        for reply in self._ask(name, request):
            if "member" in reply:
                yield Member(*map(str, reply["member"]))
            elif "skipped" in reply:
                yield Skipped(*map(str, reply["skipped"]))

    def _ask(self, name: str, request: dict[str, str]) -> Iterator[dict[str, Any]]:
        process = self._running()
        is_done = False
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            while not is_done:
                reply = self._next(process, name)
                is_done = "end" in reply or "refused" in reply
                if "refused" in reply:
                    raise SourceFormatError(str(reply["refused"]))
                yield reply
        except BrokenPipeError as error:
            raise SourceFormatError(f"{name}: {cause_of_death(process)}") from error
        finally:
            if not is_done:
                self.end()  # So that the rest of its replies can't be taken for the next file's.

    def _next(self, process: subprocess.Popen[str], name: str) -> dict[str, Any]:
        try:
            assert self._listener is not None
            line = self._listener.replies.get(timeout=self._seconds)
        except queue.Empty as error:
            raise SourceFormatError(
                f"{name}: not read within {self._seconds:g} s; split it or leave it out"
            ) from error
        if line is None:
            raise SourceFormatError(f"{name}: {cause_of_death(process)}")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.end()
        package = str(Path(__file__).resolve().parent.parent.parent)
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            # -P: no module of the folder in use is taken for a library's; -B: nothing is written.
            [sys.executable, "-P", "-B", "-m", "assistant.load.worker"],  # our own
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip
        assert self._process.stdout is not None
        self._listener = Listener(self._process.stdout)
        self._listener.start()
        return self._process

    def end(self) -> None:
        """End the process, whatever it is at."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        if self._listener:
            self._listener.stop()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()


class Listener(threading.Thread):
    """Hands on a worker's lines as they come, and None at their end."""

    def __init__(self, lines: IO[str]) -> None:
        """Take the worker's output."""
        super().__init__(daemon=True)
        self.replies: queue.Queue[str | None] = queue.Queue(AHEAD)
        self._lines = lines
        self._is_stopped = threading.Event()

    def run(self) -> None:
        """Listen until the worker's output ends."""
        for line in self._lines:
            self._put(line)
        self._put(None)

    def _put(self, line: str | None) -> None:
        while not self._is_stopped.is_set():
            try:
                return self.replies.put(line, timeout=0.1)
            except queue.Full:
                continue
        return None

    def stop(self) -> None:
        """Drop what is left; the worker has ended."""
        self._is_stopped.set()
        self.join()


def cause_of_death(process: subprocess.Popen[str]) -> str:
    """Say that the worker died of a file."""
    code = process.wait()
    return (
        f"its parser crashed ({f'signal {-code}' if code < 0 else f'status {code}'}); leave it out"
    )
