"""A Chroma server on loopback that a check can start, end and start again on the same data."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from assistant.config import ChromaServer

CHROMA = Path(sys.executable).with_name("chroma")


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class RunningChroma:
    """`chroma run` in a folder, as a context."""

    def __init__(self, folder: Path) -> None:
        """Choose a port; nothing runs yet."""
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> ChromaServer:
        """Where it is, as the settings say it."""
        return ChromaServer(
            url=f"http://127.0.0.1:{self._port}",
            tenant="default_tenant",
            database="default_database",
            headers={"X-Asked-By": SecretStr("a check")},
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._process = subprocess.Popen(
            [str(CHROMA), "run", "--path", str(self._folder), "--host", "127.0.0.1",
             "--port", str(self._port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(300):
            assert self._process.poll() is None, "chroma run ended"
            try:
                urllib.request.urlopen(f"{self.server.url}/api/v2/heartbeat", timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError("chroma run does not answer")

    def stop(self, kill: bool = False) -> None:
        """End the server, by SIGKILL if wanted."""
        if self._process:
            (self._process.kill if kill else self._process.terminate)()
            self._process.wait(timeout=30)
            self._process = None

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.stop()
