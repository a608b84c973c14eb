"""What a file holds, by its first bytes; a name that says otherwise is not believed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, NamedTuple

from assistant.errors import SourceFormatError
from assistant.load.lines import read_head
from assistant.load.text import encoding_of

Kind = Literal[
    "markdown", "text", "jsonl", "html", "pdf", "docx", "nbib", "pubmed_xml", "ris", "bibtex", "zip"
]


class Ending(NamedTuple):
    """What a file of some name may hold: the kind that is taken, and others that are seen in it."""

    kind: Kind
    also: tuple[Kind, ...] = ()


ENDINGS: dict[str, Ending] = {
    ".md": Ending("markdown"),
    ".markdown": Ending("markdown"),
    ".txt": Ending("text", ("nbib", "ris")),  # PubMed saves its MEDLINE format under .txt
    ".text": Ending("text", ("nbib", "ris")),
    ".jsonl": Ending("jsonl"),
    ".html": Ending("html"),
    ".htm": Ending("html"),
    ".xhtml": Ending("html"),
    ".pdf": Ending("pdf"),
    ".docx": Ending("docx"),
    ".nbib": Ending("nbib"),
    ".medline": Ending("nbib"),
    ".xml": Ending("pubmed_xml"),
    ".ris": Ending("ris"),
    ".bib": Ending("bibtex"),
    ".zip": Ending("zip"),
}
NAMES: dict[str, str] = {
    "markdown": "Markdown", "text": "plain text", "jsonl": "JSON Lines", "html": "a web page",
    "pdf": "a PDF", "docx": "a Word document", "nbib": "a MEDLINE export", "pubmed_xml": "XML",
    "ris": "a RIS export", "bibtex": "BibTeX", "zip": "an archive",
    "container": "an archive or Office document",
}  # fmt: skip
BINARY: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.doc, .xls)"), (b"{\\rtf", "rich text (RTF)"),
    (b"\x1f\x8b", "a gzip archive"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"SQLite format 3", "a database"),
)  # fmt: skip
TEXTUAL: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.I | re.S),
     "html"),
    (re.compile(r"\s*<(?:\?xml|!DOCTYPE|PubmedArticle)"), "pubmed_xml"),
    (re.compile(r"\s*PMID- ?\d"), "nbib"),
    (re.compile(r"\s*TY  - "), "ris"),
)  # fmt: skip


def kind_of(path: Path) -> Kind:
    """Tell what a file is, by its ending and by its first bytes.

    Raises:
        SourceFormatError: the ending is not of a format that is read, or the bytes are of another.
    """
    suffix = path.suffix.lower()
    ending = ENDINGS.get(suffix)
    if ending is None:
        raise SourceFormatError(f"{suffix[:20] or 'no ending'}: format not read")
    held = held_by(path)
    if held in {None, ending.kind, *ending.also}:
        return held or ending.kind
    if held == "container" and ending.kind in {"docx", "zip"}:
        return ending.kind  # which of the two it is, its own reader tells
    if held == "text" and ending.kind not in {"pdf", "docx", "zip"}:
        return ending.kind
    name = NAMES.get(held or "", held)
    raise SourceFormatError(f"named {suffix} but holds {name}; give it its own ending")


def held_by(path: Path) -> str | None:
    """Tell what the bytes are: a kind, words for what is not read, or None where nothing tells."""
    head = read_head(path)
    if not head.strip():
        return None
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "container"
    for magic, words in BINARY:
        if head.startswith(magic):
            return words
    return textual_kind(head)


def textual_kind(head: bytes) -> str | None:
    """Tell what kind of text begins with these bytes; None where they may be no text."""
    encoding = encoding_of(head)
    text = head.decode(encoding, errors="ignore")
    if "\x00" in text:
        return None  # the reader says so
    return next((kind for pattern, kind in TEXTUAL if pattern.match(text)), "text")
