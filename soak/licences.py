"""The licence that each installed dependency states of itself: `python -m soak.licences`.

Ends with status 1 where one states none, or one that would bind the whole program.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import NamedTuple

PROJECT = "supplement-evidence-assistant"
NAME = re.compile(r"[A-Za-z0-9._-]+")
BINDING = re.compile(r"(?<!L)(?<!Lesser )\b(?:A?GPL|General Public License)", re.I)
WEAK = re.compile(r"LGPL|Lesser|exception|or later WITH|MPL", re.I)


class Licence(NamedTuple):
    """A dependency and what it says."""

    name: str
    version: str
    text: str


def dependencies(root: str = PROJECT) -> Iterator[Distribution]:
    """What the program needs to run, and what that needs in turn, as far as it is installed."""
    waiting, seen = [root], {root}
    while waiting:
        try:
            found = distribution(waiting.pop())
        except PackageNotFoundError:
            continue
        yield found
        for line in found.requires or ():
            match = NAME.match(line)
            if match and "extra ==" not in line and match.group().lower() not in seen:
                seen.add(match.group().lower())
                waiting.append(match.group())


def licence_of(found: Distribution) -> str:
    """The licence in a word or two: the expression, the classifiers, or the first line of the text."""
    about = found.metadata
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    stated = [*about.get_all("License-Expression", []), ", ".join(classifiers)]
    text = next(filter(None, [*stated, *about.get_all("License", [])]), "")
    return text.strip().splitlines()[0][:60] if text.strip() else ""


def licences() -> list[Licence]:
    """Every dependency with its licence, by name."""
    rows = {
        found.metadata["Name"]: Licence(found.metadata["Name"], found.version, licence_of(found))
        for found in dependencies()
        if found.metadata["Name"].lower() != PROJECT
    }
    return sorted(rows.values(), key=lambda row: row.name.lower())


def is_binding(licence: Licence) -> bool:
    """Whether a licence would bind what is distributed with it."""
    return bool(BINDING.search(licence.text)) and not WEAK.search(licence.text)


def main() -> None:
    """Print the list; tell what needs a look."""
    rows = licences()
    for row in rows:
        sys.stdout.write(f"{row.name:40} {row.version:15} {row.text or '(none stated)'}\n")
    doubtful = [row.name for row in rows if not row.text or is_binding(row)]
    if doubtful:
        sys.stderr.write(f"Look at: {', '.join(doubtful)}\n")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
