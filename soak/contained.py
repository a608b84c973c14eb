"""The container's steps without an engine: what `Dockerfile` and `compose.yaml` say, done by hand.

Page and Chroma server run as the image's user, without a capability, on a file system that can't be
written to but for /data and /tmp, in a network of their own that leads nowhere. It needs root and
Linux. What it can't show is the base image, and the installation of the libraries, which are those of
the running environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from soak.container import Service, copy_context, read_services
from soak.conversations import Conversation
from soak.people import ask
from soak.shipping import ROOT, SECONDS

PROGRAM = Path("/opt/assistant")
PAGE = "http://127.0.0.1:7860"
HOSTS = "127.0.0.1 localhost chroma\n"
"""The name that compose gives the other service; both are in one network here."""


class Contained(NamedTuple):
    """What came of it."""

    documents: int
    healthy_s: int
    """From starting the page, which first builds its index, to its health check."""
    first_status: str
    after_restart_status: str
    """Of another question, after the Chroma server was ended and started again."""
    users: tuple[int, ...]
    capabilities: tuple[str, ...]
    """Capabilities that the processes have, as a mask."""
    written: tuple[str, ...]
    """Attempts to write as root outside data and temporary folders that went through."""


def contain() -> dict[str, Any]:
    """Run both services in a file system and a network of their own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        context = copy_context(ROOT, place / "context")
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(place), str(context)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        command = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child",
                   sys.executable, "-m", "soak.contained", folder]  # fmt: skip
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=2 * SECONDS
        )
        assert done.returncode == 0, done.stderr[-3000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def run(*command: object) -> None:
    """Run one command of the system."""
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def make_root(place: Path) -> Path:
    """Make the image: this machine's files with the program installed, not to be written to."""
    layers, root = place / "layers", place / "root"
    for folder in (layers, root):
        folder.mkdir()
    run("mount", "-t", "tmpfs", "tmpfs", layers)
    for name in ("upper", "work"):
        (layers / name).mkdir()
    options = f"lowerdir=/,upperdir={layers / 'upper'},workdir={layers / 'work'}"
    run("mount", "-t", "overlay", "overlay", "-o", options, root)
    run("mount", "--rbind", "/dev", root / "dev")
    run("mount", "-t", "proc", "proc", root / "proc")
    (wheel,) = place.glob("*.whl")
    (root / "wheel").mkdir()
    (root / "wheel" / wheel.name).write_bytes(wheel.read_bytes())
    run("chroot", root, sys.executable, "-m", "venv", "--without-pip", PROGRAM)
    run("chroot", root, sys.executable, "-m", "pip", "--python", PROGRAM / "bin" / "python",
        "install", "--no-deps", "--no-index", "--ignore-installed", f"/wheel/{wheel.name}")  # fmt: skip
    inside = root / PROGRAM.relative_to("/")
    libraries = Path(sysconfig.get_path("purelib"))
    site = next((inside / "lib").glob("python*/site-packages"))
    (site / "libraries.pth").write_text(f"{libraries}\n")
    (inside / "bin" / "chroma").write_text(
        Path(sys.executable).with_name("chroma").read_text().replace(
            str(Path(sys.executable).parent), str(PROGRAM / "bin")
        )
    )  # fmt: skip
    (inside / "bin" / "chroma").chmod(0o755)
    for folder in (Path(sys.base_prefix), libraries):
        for parent in (folder, *folder.parents):
            outside = root / parent.relative_to("/")
            outside.chmod(outside.stat().st_mode | 0o055)
    (root / "etc" / "hosts").write_text(HOSTS)
    (root / "data").mkdir(exist_ok=True)
    run("mount", "-o", "remount,ro", root)
    run("ip", "link", "set", "lo", "up")
    return root


class Running:
    """A service with a volume and a temporary folder of its own."""

    def __init__(self, service: Service, root: Path, place: Path) -> None:
        """Mount what it sees; nothing runs yet."""
        assert service.is_read_only
        self.service = service
        self._root = place / service.name
        volume = place / f"{service.name}-volume"
        for folder in (self._root, volume):
            folder.mkdir()
        os.chown(volume, service.user, service.user)
        run("mount", "--rbind", root, self._root)
        run("mount", "--bind", volume, self._root / service.data.lstrip("/"))
        for name in service.temporary:
            inside = self._root / name.lstrip("/")
            run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", inside)
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *command: str) -> list[str]:
        """How a command is run inside: as the image's user, without rights, with its variables."""
        user, env = self.service.user, self.service.env
        return ["chroot", str(self._root), "setpriv", f"--reuid={user}", f"--regid={user}",
                "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all",
                "env", "-i", f"--chdir={self.service.workdir}",
                *(f"{name}={value.replace('$PATH', '/usr/bin:/bin')}" for name, value in env.items()),
                *command]  # fmt: skip

    def start(self) -> None:
        """Start it and wait until its health check passes."""
        self.process = subprocess.Popen(
            self.command(*self.service.command), stdout=sys.stderr, stderr=sys.stderr
        )
        started = time.monotonic()
        while subprocess.run(self.command(*self.service.health), capture_output=True).returncode:
            assert self.process.poll() is None, f"{self.service.name} ended"
            assert time.monotonic() - started < SECONDS, f"{self.service.name} is not healthy"
            time.sleep(0.5)

    def stop(self) -> None:
        """End it as an engine does."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)

    def state(self, name: str) -> str:
        """A line of what the system says of the process."""
        assert self.process is not None
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(line.split()[1] for line in lines if line.startswith(f"{name}:"))

    def can_write(self, path: str) -> bool:
        """Whether even root could make a file there."""
        command = ["chroot", str(self._root), "touch", path]
        return subprocess.run(command, capture_output=True).returncode == 0


def contain_here(place: Path) -> Contained:
    """Run the services in this process's file system and network, which nobody else sees."""
    run("mount", "--make-rprivate", "/")
    run("mount", "-t", "proc", "proc", "/proc")
    root = make_root(place)
    services = read_services(ROOT)
    running: list[Running] = []
    try:
        for name in sorted(services, key=lambda name: len(services[name].waits_for)):
            running.append(Running(services[name], root, place))
            began = time.monotonic()
            running[-1].start()
        ready = round(time.monotonic() - began)
        chroma = running[0]
        statuses = []
        with httpx.Client(base_url=PAGE, timeout=120) as client:
            documents = client.get("/healthz").json()["documents"]
            for question in ("Does vitamin C prevent colds?", "Does zinc shorten colds?"):
                statuses.append(ask(client, Conversation((question,)))["status"])
                chroma.stop()
                chroma.start()
        places = ("/x", f"{PROGRAM}/x", "/usr/x", "/etc/x", "/var/x")
        return Contained(
            documents, ready, statuses[0], statuses[1],
            tuple(int(one.state("Uid")) for one in running),
            tuple(one.state("CapEff") for one in running),
            tuple(path for path in places for one in running if one.can_write(path)),
        )  # fmt: skip
    finally:
        for one in reversed(running):
            one.stop()


if __name__ == "__main__":
    os.umask(0o022)
    sys.stdout.write(json.dumps(contain_here(Path(sys.argv[1]))._asdict()))
