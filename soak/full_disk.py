"""Builds that run out of room or may not write: the old index answers on, the next build ends."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from assistant.errors import PassageIndexError
from soak.killed_builds import run_apart
from soak.stand_in import build_edition, read_edition


class FullDisk(NamedTuple):
    """What came of builds with too little room."""

    tries: int
    refused: int
    """Builds that ended in one plain line; the others had room enough after all."""
    lines: tuple[str, ...]
    """The different lines, without the folder."""


def build_or_line(folder: Path, edition: int, count: int, largest_file: int = -1) -> str:
    """Build, where no file may grow beyond a size; gives the line that it ends in, if it does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
    try:
        build_edition(folder, edition, count)
    except PassageIndexError as error:
        return str(error)
    return ""


def limit_files(tries: int, count: int = 1500) -> FullDisk:
    """Build under a limit on the size of a file, from nearly none to nearly enough.

    Raises:
        AssertionError: an index answered wrongly, or a build ended in more than one line.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        run_apart(build_edition, folder, 0, count)
        largest = max(f.stat().st_size for f in folder.rglob("*") if f.is_file())
        rooms = [4096 + largest * i // tries for i in range(tries)]
        return build_within(folder, count, rooms)


def fill_disk(tries: int, count: int = 1500) -> FullDisk:
    """Build on a disk that has room for the old index and some of the new one (this needs root).

    Raises:
        AssertionError: an index answered wrongly, or a build ended in more than one line.
    """
    found: list[FullDisk] = []
    with tempfile.TemporaryDirectory() as place:
        built = Path(place) / "built"
        run_apart(build_edition, built, 0, count)
        size = sum(file.stat().st_size for file in built.rglob("*") if file.is_file())
        small = Path(place) / "small"
        small.mkdir()
        for i in range(1, tries + 1):
            with small_disk(small, size + 2**17 + 2 * size * i // tries):
                shutil.copytree(built, small / "index")
                found.append(build_within(small / "index", count, [-1], is_last_free=False))
    return FullDisk(
        tries,
        sum(one.refused for one in found),
        tuple(dict.fromkeys(line for one in found for line in one.lines)),
    )


def build_within(folder: Path, count: int, rooms: list[int], is_last_free: bool = True) -> FullDisk:
    """Build one edition for each limit; after each the right edition must answer."""
    lines, edition = [], 0
    for i, room in enumerate(rooms, start=1):
        lines.append(run_apart(build_or_line, folder, i, count, room))
        edition = edition if lines[-1] else i
        assert run_apart(read_edition, folder, count) == edition
    if is_last_free:
        assert run_apart(build_or_line, folder, len(rooms) + 1, count) == ""
        assert run_apart(read_edition, folder, count) == len(rooms) + 1
    refusals = [line for line in lines if line]
    assert not any("\n" in line for line in refusals)
    texts = (line.rpartition(": ")[2] for line in refusals)
    return FullDisk(len(rooms), len(refusals), tuple(dict.fromkeys(texts)))


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[None]:
    """Mount a disk of some bytes on a folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder: root by a mount, anybody else by its permissions."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", folder], check=True)
        return
    parts = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for part in parts:
        part.chmod(0o555)
    try:
        yield
    finally:
        for part in parts:
            part.chmod(0o755)


def lock_folder(count: int = 300) -> str:
    """Read and build in a folder that can't be written to; gives the line of the build.

    Raises:
        AssertionError: the index did not answer, or the build after it did not end.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "index"
        run_apart(build_edition, folder, 0, count)
        with read_only(folder):
            assert run_apart(read_edition, folder, count) == 0
            line = str(run_apart(build_or_line, folder, 1, count))
            assert run_apart(read_edition, folder, count) == 0
        assert run_apart(build_or_line, folder, 2, count) == ""
        assert run_apart(read_edition, folder, count) == 2
        return line.removeprefix(f"{folder}: ")
