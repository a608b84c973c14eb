"""A DOCX: paragraphs, headings, lists and tables in their order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import SourceFormatError
from assistant.load.limits import MAX_DOCUMENT_BYTES, MAX_UNPACKED_BYTES
from assistant.load.text import check_size, in_mib, name_title, normalize_text, slugify, squeeze
from assistant.schema import Source, Stated

MAIN_PART = "word/document.xml"


def read_docx(path: Path, name: str) -> Iterator[Source]:
    """Read one DOCX."""
    import docx
    from docx.table import Table

    check_size(path, name, MAX_DOCUMENT_BYTES)
    with zipfile.ZipFile(path) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
        if MAIN_PART not in parts.namelist():
            raise SourceFormatError(f"{name}: an archive or another kind of Office document")
    if unpacked > MAX_UNPACKED_BYTES:
        raise SourceFormatError(f"{name}: unpacks to {in_mib(unpacked)}; leave it out")
    document = docx.Document(str(path))
    blocks: list[str] = []
    title = squeeze(document.core_properties.title or "")
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            cells = [[squeeze(cell.text) for cell in row.cells] for row in block.rows]
            rows = [" | ".join(dict.fromkeys(filter(None, row))) for row in cells if any(row)]
            blocks.append("\n".join(rows))
            continue
        text = squeeze(block.text)
        style = (block.style.name or "") if block.style is not None else ""
        if not text:
            continue
        if style == "Title" and not title:
            title = text
        if style == "Title" or style.startswith("Heading"):
            blocks.append(f"## {text}")
        elif style.startswith("List"):
            blocks.append(f"- {text}")
        else:
            blocks.append(text)
    text = normalize_text("\n\n".join(block for block in blocks if block))
    if not text:
        raise SourceFormatError(f"{name}: no text in it")
    yield Source(
        source_id=slugify(path.stem),
        title=normalize_text(title or name_title(path)),
        text=text,
        stated=Stated(authors=squeeze(document.core_properties.author or "") or None),
    )
