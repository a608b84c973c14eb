"""What `Dockerfile` and `compose.yaml` say, as values: the steps that an engine would take."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Service(NamedTuple):
    """One service of the compose file, with what the image sets where it says nothing itself."""

    name: str
    user: int
    workdir: str
    command: tuple[str, ...]
    env: dict[str, str]
    health: tuple[str, ...]
    """Ends with 0 when the service is healthy."""
    is_read_only: bool
    temporary: tuple[str, ...]
    data: str
    """Where its volume is mounted."""
    waits_for: tuple[str, ...]


def read_services(root: Path) -> dict[str, Service]:
    """Read both files of a checkout; gives the services by name."""
    text = (root / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    image = text.rpartition("\nFROM ")[2]
    env = dict(pair for line in all_of("ENV", image) for pair in re.findall(r"(\w+)=(\S+)", line))
    compose: dict[str, Any] = yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))
    health = json.loads(all_of("HEALTHCHECK", image)[0].partition("CMD ")[2])
    found = {}
    for name, service in compose["services"].items():
        entry = service.get("entrypoint", json.loads(all_of("ENTRYPOINT", image)[0]))
        then = service.get("command", json.loads(all_of("CMD", image)[0]))
        own_health = service.get("healthcheck", {}).get("test")
        found[name] = Service(
            name,
            int(all_of("USER", image)[0]),
            all_of("WORKDIR", image)[0],
            (*entry, *then),
            env | service.get("environment", {}),
            tuple(own_health[1:] if own_health else health),
            service.get("read_only", False),
            tuple(service.get("tmpfs", ())),
            service["volumes"][0].partition(":")[2],
            tuple(service.get("depends_on", ())),
        )
    return found


def all_of(instruction: str, image: str) -> list[str]:
    """What stands behind every instruction of one name."""
    return re.findall(rf"^{instruction} +(.+)$", image, re.MULTILINE)


def copy_context(root: Path, folder: Path) -> Path:
    """Copy what the Dockerfile copies into the image that builds, and nothing else."""
    text = (root / "Dockerfile").read_text(encoding="utf-8")
    for line in all_of("COPY", text):
        *names, _ = line.split()
        for name in names:
            if line.startswith("--from"):
                continue
            if (root / name).is_dir():
                shutil.copytree(root / name, folder / name)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, folder / name)
    return folder
