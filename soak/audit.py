"""Known vulnerabilities of the pinned libraries: `make audit`.

Advisories are asked for at pypi.org, by pip-audit in an environment of its own. Where that can't be
reached the audit is skipped, and says so. One that could be mended by a newer version fails; one that
is accepted, or has no remedy yet, is printed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TOOL = "pip-audit==2.10.1"
CONTROL = "https://pypi.org/pypi/urllib3/1.24.1/json"
"""A release with well-known vulnerabilities: who knows none of it is a mirror without advisories."""
ACCEPTED = {"CVE-2026-45829": "Chroma's Python server, which is never imported here"}
"""With their reasons; docs/release.md says more."""
SECONDS = 600


class Finding(NamedTuple):
    """An advisory on a library in the pinned version."""

    name: str
    version: str
    ids: tuple[str, ...]
    fixed_in: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why it is accepted; empty where it isn't."""
        return next((ACCEPTED[one] for one in self.ids if one in ACCEPTED), "")

    @property
    def is_to_mend(self) -> bool:
        """Whether a newer version would mend it, and nobody accepted it."""
        return bool(self.fixed_in) and not self.reason

    def __str__(self) -> str:
        """One line."""
        remedy = self.reason or ", ".join(self.fixed_in) or "no remedy yet"
        return f"{self.name} {self.version}: {' '.join(self.ids)} ({remedy})"


def read_report(report: dict[str, Any]) -> Iterator[Finding]:
    """Read what pip-audit found."""
    for library in report["dependencies"]:
        for found in library.get("vulns", ()):
            ids = (found["id"], *found["aliases"])
            yield Finding(library["name"], library["version"], ids, tuple(found["fix_versions"]))


def run_tool() -> dict[str, Any]:
    """Let pip-audit look at the pins."""
    with tempfile.TemporaryDirectory() as folder:
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=SECONDS)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", TOOL], check=True, timeout=SECONDS
        )
        done = subprocess.run(
            [python, "-m", "pip_audit", "-r", str(ROOT / "constraints.txt"), "--no-deps",
             "--disable-pip", "--format", "json", "--progress-spinner", "off"],
            stdout=subprocess.PIPE, timeout=SECONDS,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def is_reachable() -> bool:
    """Whether the advisories can be asked for from here."""
    try:
        with urllib.request.urlopen(CONTROL, timeout=10) as reply:
            return bool(json.load(reply).get("vulnerabilities"))
    except (OSError, ValueError):
        return False


def main() -> None:
    """Print what is known; end with status 1 where something is to be mended."""
    if not is_reachable():
        sys.stdout.write("audit skipped: no advisories can be had from pypi.org from here\n")
        return
    raise SystemExit(tell(read_report(run_tool())))


def tell(findings: Iterable[Finding]) -> int:
    """Print each finding; gives the status to end with."""
    known = sorted(findings)
    sys.stdout.writelines(f"{'mend' if one.is_to_mend else 'known'}: {one}\n" for one in known)
    sys.stdout.write(f"{len(known)} advisories, {sum(one.is_to_mend for one in known)} to mend\n")
    return int(any(one.is_to_mend for one in known))


if __name__ == "__main__":
    main()
