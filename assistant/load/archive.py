"""A zip archive: its files are unpacked one by one under names of our own, within limits.

The names inside are words for messages only and never become paths, so that no file can be
written anywhere else.
"""

from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from assistant.errors import SourceFormatError
from assistant.load.found import Member, Skipped
from assistant.load.kinds import ENDINGS
from assistant.load.limits import MAX_EXPORT_BYTES, MAX_MEMBERS, MAX_UNPACKED_BYTES
from assistant.load.text import check_size, in_mib


def unpack(path: Path, name: str, folder: Path) -> Iterator[Member | Skipped]:
    """Unpack an archive's files into a folder.

    Raises:
        SourceFormatError: it is no whole archive, or holds more than the limits allow.
    """
    check_size(path, name, MAX_EXPORT_BYTES)
    try:
        with zipfile.ZipFile(path) as archive:
            yield from unpack_open(archive, name, folder)
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise SourceFormatError(f"{name}: a damaged archive; make or download it again") from error


def unpack_open(archive: zipfile.ZipFile, name: str, folder: Path) -> Iterator[Member | Skipped]:
    """Unpack an open archive, after a look at what it claims to hold."""
    members = [item for item in archive.infolist() if not item.is_dir()]
    if "word/document.xml" in archive.NameToInfo:
        raise SourceFormatError(f"{name}: a Word document; rename it to .docx")
    if len(members) > MAX_MEMBERS:
        raise SourceFormatError(
            f"{name}: {len(members):,} files; at most {MAX_MEMBERS:,} are read from one archive"
        )
    claimed = sum(item.file_size for item in members)
    if claimed > MAX_UNPACKED_BYTES:
        raise SourceFormatError(
            f"{name}: unpacks to {in_mib(claimed)}; archives are read up to "
            f"{in_mib(MAX_UNPACKED_BYTES)}. Unpack it yourself and name the folder."
        )
    for number, item in enumerate(members):
        inside = PurePosixPath(item.filename.replace("\\", "/"))
        called = f"{name}/{inside}"
        if any(part.startswith((".", "__MACOSX")) and part != ".." for part in inside.parts):
            continue
        reason = fault_of(item, inside)
        if reason:
            yield Skipped(called, reason)
            continue
        target = folder / str(number) / safe_name(inside.name)
        target.parent.mkdir()
        try:
            with archive.open(item) as packed, target.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError):
            target.unlink(missing_ok=True)
            yield Skipped(called, "damaged in the archive; pack it again")
            continue
        yield Member(str(target), called)


def fault_of(item: zipfile.ZipInfo, inside: PurePosixPath) -> str | None:
    """Why a file of an archive is not unpacked, in words."""
    if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
        return "its name points outside the archive; pack it again without such names"
    if stat.S_ISLNK(item.external_attr >> 16):
        return "a symbolic link; pack the file itself"
    if item.flag_bits & 1:
        return "protected by a password; pack it without one"
    if inside.suffix.lower() == ".zip":
        return "an archive in an archive; unpack it first"
    if inside.suffix.lower() not in ENDINGS:
        return f"{inside.suffix[:20] or 'no ending'}: format not read"
    return None


def safe_name(name: str) -> str:
    """A file name that every file system takes, with its ending."""
    stem, dot, ending = name.rpartition(".")
    kept = "".join(c if c.isalnum() or c in " -_()." else "_" for c in stem)
    return f"{kept[:60] or 'file'}{dot}{ending}"
