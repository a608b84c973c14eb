"""Large text files line by line, so that an export of any length takes little memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import SourceFormatError
from assistant.load.limits import MAX_LINE_BYTES
from assistant.load.text import check_size, encoding_of, normalize_text

HEAD_BYTES = 4096
"""Enough to tell what a file holds."""


def read_head(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def read_lines(path: Path, name: str, limit: int) -> Iterator[str]:
    """Read the lines of a text file, without their ends, in the form in which offsets count.

    Raises:
        SourceFormatError: it is no text, is larger than `limit` bytes, or has an endless line.
    """
    check_size(path, name, limit)
    encoding = encoding_of(read_head(path))
    called = encoding.removesuffix("-sig").upper()
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, newline=None)
        number = 0
        while True:
            number += 1
            try:
                line = text.readline(MAX_LINE_BYTES)
            except UnicodeDecodeError as error:
                raise SourceFormatError(
                    f"{name}: not {called} text after line {number - 1}; save it as UTF-8."
                ) from error
            if not line:
                return
            if len(line) >= MAX_LINE_BYTES:
                raise SourceFormatError(f"{name}: line {number} does not end; leave the file out.")
            if "\x00" in line:
                raise SourceFormatError(f"{name}: a binary file, not text; leave it out.")
            yield normalize_text(line.removesuffix("\n"))
