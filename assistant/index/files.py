"""A version folder as files: whole or refused, held while it is read, never written after its build.

Chroma answers from whatever part of its files is left, and damaged vectors end the process. So
every file's size and checksum is written down when a version is built and compared before any
library opens it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import zlib
from pathlib import Path
from typing import Any

from assistant.errors import PassageIndexError

MANIFEST = "manifest.json"
FILES = "files.json"
"""Size, checksum and time of change of every other file of a version."""
VERSION = re.compile(r"[0-9a-f]{12}")
"""What version folders are called; nothing else below `versions` is ever touched."""
READ_ALWAYS = 64 * 2**20
"""Bytes up to which a file is read at every open; a larger one when its time of change is new."""
BLOCK = 2**20


def checksum(file: Path) -> int:
    """CRC-32 of a file: it tells damage, which is what happens to files, at the disk's speed."""
    value = 0
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            value = zlib.crc32(block, value)
    return value


def list_files(version: Path) -> dict[str, Path]:
    """Every file of a version by its name inside it, the list itself left out."""
    return {
        file.relative_to(version).as_posix(): file
        for file in sorted(version.rglob("*"))
        if file.is_file() and file.name != FILES
    }


def seal(version: Path) -> None:
    """Force a finished version onto the disk and write down what each of its files is."""
    rows: dict[str, Any] = {}
    for name, file in list_files(version).items():
        with file.open("rb") as content:
            os.fsync(content.fileno())
        state = file.stat()
        rows[name] = {"size": state.st_size, "crc32": checksum(file), "mtime": state.st_mtime_ns}
    write_through(version / FILES, json.dumps(rows, indent=1))


def check_files(version: Path, read_all: bool = False) -> None:
    """Compare every file with what was written down when the version was built.

    A disk that fails changes bytes and no time of change: only with `read_all` is that seen in a file
    above `READ_ALWAYS` as well, for its reading takes a second for each gigabyte or two.

    Raises:
        PassageIndexError: a file is missing, added, cut or changed; the text names it.
    """
    try:
        rows = json.loads((version / FILES).read_text(encoding="utf-8"))
        known = {name: (row["size"], row["crc32"], row["mtime"]) for name, row in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise PassageIndexError(f"{FILES} is missing or cut") from error
    found = list_files(version)
    if different := sorted(known.keys() ^ found.keys()):
        raise PassageIndexError(f"{different[0]} is missing or does not belong here")
    for name, (size, crc32, mtime) in known.items():
        state = found[name].stat()
        if state.st_size != size:
            raise PassageIndexError(f"{name} is cut")
        is_small = state.st_size <= READ_ALWAYS
        is_read = read_all or is_small or state.st_mtime_ns != mtime
        if is_read and checksum(found[name]) != crc32:
            raise PassageIndexError(f"{name} is changed")


def write_through(file: Path, text: str) -> None:
    """Write a small file and wait until it and its name are on the disk."""
    with file.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hold(file: Path) -> int:
    """Keep a file's folder from being removed until the descriptor that this gives is closed."""
    descriptor = os.open(file, os.O_RDONLY)
    _lock(descriptor, shared=True)
    return descriptor


def is_held(file: Path) -> bool:
    """Whether any process holds a file's folder; a process that died holds nothing."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:  # There is no such file, so nobody can hold it.
        return False
    try:
        return not _lock(descriptor, shared=False)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, shared: bool) -> bool:
    if sys.platform == "win32":
        return True  # Open files can't be removed there, which does the same.
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # A file system without locks: nobody can hold anything there.
    return True


def remove_versions(folder: Path, keep: set[str]) -> list[str]:
    """Remove version folders but those named and those that a process reads; gives their names."""
    removed = []
    for version in (folder / "versions").glob("*/"):
        is_ours = VERSION.fullmatch(version.name) and version.name not in keep
        if is_ours and not is_held(version / MANIFEST):
            shutil.rmtree(version, ignore_errors=True)
            removed.append(version.name)
    return removed


def whole_versions(folder: Path) -> set[str]:
    """The names of the versions whose build came to its end."""
    return {file.parent.name for file in (folder / "versions").glob(f"*/{FILES}")}
