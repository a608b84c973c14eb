"""How much memory a process holds, whether that grows, and how long it was at work."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np


def resident_mib(pid: int) -> float:
    """Memory that a process holds now, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def processor_seconds(pid: int) -> float:
    """Seconds of processors that a process took so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of a line through the later half of some points, when caches are full."""
    later = points[len(points) // 2 :]
    x, y = zip(*later, strict=True)
    return float(np.polyfit(x, y, 1)[0])
