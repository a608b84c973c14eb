"""Source distribution and wheel, each installed in a clean environment and run far from the checkout.

The dependencies are not installed again: the clean environment reads those of the running one, but not
what links the running one to the checkout.
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
    """What one installed package did."""

    package: str
    documents: int
    """Documents of the corpus inside it that it indexed."""
    status: str
    citations: int
    page_ready_s: float
    """From starting `assistant serve`, with an index in place, to its health check."""
    written: tuple[str, ...]
    """What it wrote outside its data and temporary folders; must be nothing."""


def build_packages(folder: Path, root: Path = ROOT) -> tuple[Path, Path]:
    """Build the source distribution, and the wheel from it."""
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(root)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


def clean_environment(folder: Path, package: Path) -> Path:
    """Make an environment that holds a package, and sees the libraries of this one behind it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet",
               "--no-deps", "--ignore-installed", str(package)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    site = next((folder / "lib").glob("python*/site-packages"))
    # A path alone: the checkout's own entry beside the libraries is not followed.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    code = "import assistant; print(assistant.__file__)"
    place = subprocess.run(
        [str(python), "-P", "-c", code], env={}, cwd="/", capture_output=True, text=True, check=True
    )
    assert Path(place.stdout.strip()).is_relative_to(folder), place.stdout
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


def ship() -> dict[str, Any]:
    """Build both packages, install and run each."""
    with tempfile.TemporaryDirectory() as folder:
        packages = build_packages(Path(folder) / "dist")
        return {"packages": [run_installed(package)._asdict() for package in packages]}


def run_installed(package: Path) -> Shipped:
    """Install one package and use it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        program = clean_environment(place / "venv", package) / "assistant"
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
            package.name,
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
