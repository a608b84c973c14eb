"""One file as the text of a page, for somebody who wants it checked: what was read, and as what."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from assistant.errors import CorpusError, InputError, SourceFormatError
from assistant.load.kinds import ENDINGS, NAMES, kind_of
from assistant.load.limits import MAX_TEXT_BYTES
from assistant.load.text import decode, normalize_text, read_bytes, show

PAGES = frozenset({"markdown", "html", "pdf", "docx"})
"""Kinds that hold one page to read; exports and archives hold many documents."""


AS_IT_STANDS = "plain text, as it stands"


class PageText(NamedTuple):
    """The text of a page; offsets of a report count its characters."""

    text: str
    read_as: str
    """In words: what the file was read as."""


def read_page(file: Path) -> PageText:
    """Read a web page, PDF, DOCX or Markdown by its reader, and any other text as it is.

    Raises:
        InputError: it can't be read; one line that names the file and the next step.
    """
    name = show(file.name)
    try:
        if file.suffix.lower() in ENDINGS:
            kind = kind_of(file)
            if kind in PAGES:
                return PageText(text_by_reader(file), f"the text of {NAMES[kind]}")
            if kind != "text":
                raise SourceFormatError(
                    f"holds {NAMES[kind]}; check reads one web page, PDF, DOCX, Markdown or text"
                )
        text = decode(read_bytes(file, name, MAX_TEXT_BYTES), name)
    except OSError as error:
        why = f"cannot be read ({error.strerror})" if error.strerror else "cannot be read"
        raise InputError(f"{name}: {why}; name a file, or - for stdin.") from error
    except CorpusError as error:
        said = " ".join(str(error).removeprefix(f"{name}: ").split())
        raise InputError(f"{name}: {said}") from error
    return PageText(normalize_text(text), AS_IT_STANDS)


def text_by_reader(file: Path) -> str:
    """The text that the reader of its format finds.

    Raises:
        SourceFormatError: it finds none.
    """
    from assistant.load import read_paths

    loaded = read_paths([file])
    if not loaded.sources:
        reasons = [skipped.reason for skipped in loaded.skipped]
        raise SourceFormatError(next(iter(reasons), "holds no text; paste its text instead"))
    return "\n\n".join(source.text for source in loaded.sources)
