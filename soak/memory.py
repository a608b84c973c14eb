"""How much memory a process holds, and whether that grows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np


def resident_mib(pid: int) -> float:
    """Memory that a process holds now, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of a line through the later half of some points, when caches are full."""
    later = points[len(points) // 2 :]
    x, y = zip(*later, strict=True)
    return float(np.polyfit(x, y, 1)[0])
