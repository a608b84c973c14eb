"""The files below some paths, in a fixed order, each with the name by which messages call it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from assistant.errors import CorpusError
from assistant.load.found import Skipped
from assistant.load.text import show


class NamedFile(NamedTuple):
    """A file to read."""

    path: Path
    name: str


def list_files(paths: Iterable[Path]) -> Iterator[NamedFile | Skipped]:
    """Walk folders and files, each file once. Hidden files are passed over, links aren't followed.

    Raises:
        CorpusError: a path does not exist.
    """
    seen: set[Path] = set()
    for path in paths:
        for item in below(path):
            place = item.path.resolve() if isinstance(item, NamedFile) else None
            if place is None or place not in seen:
                yield item
            if place:
                seen.add(place)


def below(path: Path) -> Iterator[NamedFile | Skipped]:
    """The files below a folder, or the file itself.

    Raises:
        CorpusError: there is neither.
    """
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CorpusError(f"{show(str(path))[:80]}: no such file or folder ({reason}).") from error
    if is_folder:
        yield from walk(path)
    elif exists:
        yield look(path, show(path.name))
    else:
        raise CorpusError(f"{show(str(path))}: no such file or folder.")


def walk(folder: Path) -> Iterator[NamedFile | Skipped]:
    """Walk one folder in the order of its paths."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        visible = [name for name in names if not name.startswith(".")]
        found += [Path(parent) / name for name in [*visible, *linked]]
    for file in sorted(found):
        name = show(str(file.relative_to(folder.parent)))
        if file.is_symlink():
            yield Skipped(name, "a symbolic link; name the file itself")
        else:
            yield look(file, name)


def look(path: Path, name: str) -> NamedFile | Skipped:
    """Tell a file from what only looks like one: reading a pipe or a device may never end."""
    return NamedFile(path, name) if path.is_file() else Skipped(name, "no regular file")
