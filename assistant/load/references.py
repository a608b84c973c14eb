"""Reference managers' exports: RIS and BibTeX, the records that hold an abstract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import SourceFormatError
from assistant.load.found import Found, Note, counted
from assistant.load.limits import MAX_TEXT_BYTES
from assistant.load.pubmed import labelled, left_out, make_record
from assistant.load.text import (
    decode,
    find_doi,
    find_year,
    read_bytes,
    squeeze,
)
from assistant.schema import Stated


def read_ris(path: Path, name: str) -> Iterator[Found]:
    """Read a RIS export."""
    import rispy

    text = decode(read_bytes(path, name, MAX_TEXT_BYTES), name)
    yield from records(rispy.loads(text, skip_unknown_tags=True), name)


def read_bibtex(path: Path, name: str) -> Iterator[Found]:
    """Read a BibTeX export; LaTeX accents and braces become plain letters."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    text = decode(read_bytes(path, name, MAX_TEXT_BYTES), name)
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    rows = [{field.key.lower(): field.value for field in entry.fields} for entry in library.entries]
    if library.failed_blocks:
        lines = ", ".join(str((block.start_line or 0) + 1) for block in library.failed_blocks[:5])
        entries = counted(len(library.failed_blocks), "entry")
        yield Note(f"{entries} not readable (line {lines}), left out")
    if rows or not library.failed_blocks:
        yield from records(rows, name)


def records(rows: list[Mapping[str, Any]] | list[dict[str, Any]], name: str) -> Iterator[Found]:
    """Make sources of records with an abstract, and say how many had none."""
    without = 0
    for row in rows:
        source = make_record(
            name, pick(row, "primary_title", "title", "translated_title"),
            labelled(pick(row, "abstract", "notes_abstract")), "", stated_by(row),
        )  # fmt: skip
        if source:
            yield source
        without += source is None
    if not rows:
        raise SourceFormatError(f"{name}: no record in it")
    yield from left_out(without)


def pick(row: Mapping[str, Any], *names: str) -> str:
    """The first of some fields that holds something, in one line."""
    values = (row.get(name) for name in names)
    texts = (" ".join(map(str, v)) if isinstance(v, list) else str(v) for v in values if v)
    return next((squeeze(text) for text in texts if text.strip()), "")


def stated_by(row: Mapping[str, Any]) -> Stated:
    """What a record states of its document."""
    authors = row.get("authors") or row.get("first_authors") or row.get("author") or ()
    names = authors if isinstance(authors, list) else str(authors).split(" and ") if authors else []
    pmid = pick(row, "pmid", "pubmed_id")
    keywords = row.get("keywords") or []
    words = keywords if isinstance(keywords, list) else str(keywords).replace(";", ",").split(",")
    urls = row.get("urls") or row.get("url") or ()
    return Stated(
        authors=", ".join(squeeze(name.replace(",", " ")) for name in names) or None,
        year=find_year(pick(row, "year", "publication_year", "date")),
        journal=pick(row, "journal_name", "journal", "secondary_title", "alternate_title3") or None,
        doi=find_doi(pick(row, "doi")),
        pmid=pmid if pmid.isdigit() else None,
        url=next((url for url in ([urls] if isinstance(urls, str) else urls) if url), None),
        language=pick(row, "language") or None,
        keywords=tuple(word.strip() for word in words if word.strip()),
    )
