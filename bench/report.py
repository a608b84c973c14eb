"""Where figures go: JSON in `bench/results/`, and a table between two marks of `bench/README.md`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"


def write_results(name: str, figures: dict[str, Any], folder: Path = FOLDER) -> None:
    """Write the figures of one measurement, instead of those of its last run."""
    results = folder / "results"
    results.mkdir(exist_ok=True)
    text = json.dumps(figures, indent=1, default=str) + "\n"
    (results / f"{name}.json").write_text(text, encoding="utf-8")


def write_table(name: str, table: str, readme: Path = README) -> None:
    """Put a table between the marks that carry its name.

    Raises:
        ValueError: the page has no such marks.
    """
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    page = readme.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"{readme.name} has no place for the table {name!r}.")
    readme.write_text(
        pattern.sub(lambda _: f"{begin}{table}{end}", page, count=1), encoding="utf-8"
    )
