"""The wheel, installed in a clean environment and run far from the checkout, as the Dockerfile does.

Without a container engine this is as near as it gets: the same install, the same variables, a
read-only program, and nothing written but data and temporary files. The dependencies are not
installed again: the clean environment reads those of the running one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

from soak.chroma_server import free_port

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "Does vitamin C prevent colds?"
SECONDS = 600


class Shipped(NamedTuple):
    """What the installed program did."""

    documents: int
    """Documents of the corpus inside the wheel that it indexed."""
    status: str
    citations: int
    page_ready_s: float
    """From starting `assistant serve`, with an index in place, to its health check."""
    written: tuple[str, ...]
    """What it wrote outside its data and temporary folders; must be nothing."""


def build_wheel(folder: Path) -> tuple[Path, Path]:
    """Build the source distribution, and the wheel from it."""
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


def clean_environment(folder: Path, wheel: Path) -> Path:
    """Make an environment that holds the wheel, and sees the libraries of this one behind it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
               "--prefix", str(folder), "--ignore-installed", str(wheel)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    # A path alone: the checkout's own entry beside the libraries is not followed.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def variables(place: Path) -> dict[str, str]:
    """The environment of the container: its own home, data and temporary folder, no checkout."""
    for name in ("data", "tmp"):
        (place / name).mkdir()
    return {
        "PATH": f"{place / 'venv' / 'bin'}:/usr/bin:/bin",
        "HOME": str(place / "tmp"),
        "TMPDIR": str(place / "tmp"),
        "XDG_DATA_HOME": str(place / "data"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HF_HUB_OFFLINE": "1",
        "ASSISTANT_HOST": "127.0.0.1",
        "ASSISTANT_PORT": str(free_port()),
    }


def files_of(*folders: Path) -> dict[str, int]:
    """Every file below some folders with its time of change."""
    return {
        str(file): file.stat().st_mtime_ns
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file()
    }


def ship() -> Shipped:
    """Build, install and run."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _, wheel = build_wheel(place / "dist")
        program = clean_environment(place / "venv", wheel) / "assistant"
        env = variables(place)
        work = place / "work"
        work.mkdir()
        before = files_of(place / "venv", work)

        def run(*arguments: str) -> Any:
            command = [str(program), *arguments, "--json"]
            done = subprocess.run(
                command, cwd=work, env=env, capture_output=True, timeout=SECONDS, check=True
            )
            return json.loads(done.stdout)

        report, answer = run("build"), run("ask", QUESTION)
        found = run("source", answer["citations"][0]["source_id"])
        first = answer["citations"][0]
        assert found["text"][first["start"] : first["end"]] == first["quote"]
        ready = serve_once(program, env, work)
        after = files_of(place / "venv", work)
        return Shipped(
            report["documents"],
            answer["status"],
            len(answer["citations"]),
            ready,
            tuple(sorted(name for name in after if after[name] != before.get(name))),
        )


def serve_once(program: Path, env: dict[str, str], work: Path) -> float:
    """Start the page, wait for its health check, and end it; gives the seconds that it took."""
    url = f"http://127.0.0.1:{env['ASSISTANT_PORT']}/healthz"
    started = time.perf_counter()
    page = subprocess.Popen(
        [str(program), "serve"], cwd=work, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while time.perf_counter() - started < SECONDS:
            assert page.poll() is None, "the page ended"
            try:
                urllib.request.urlopen(url, timeout=5).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return round(time.perf_counter() - started, 1)
        raise AssertionError("the page does not answer")
    finally:
        page.terminate()
        page.wait(timeout=30)
