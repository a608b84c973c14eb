"""Documents and passages in one database, written once as they come and read in batches."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from assistant.chunk import split_source, with_title
from assistant.schema import Passage, Source

BATCH = 4096
"""Passages that are held at once: some 10 MB."""
SCHEMA = """
CREATE TABLE sources (
    id TEXT NOT NULL, has_facts INTEGER NOT NULL, title TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE passages (position INTEGER PRIMARY KEY, id TEXT NOT NULL, source_id TEXT NOT NULL,
    section TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL);
"""
KEYS = """
CREATE UNIQUE INDEX sources_by_id ON sources (id);
CREATE UNIQUE INDEX passages_by_id ON passages (id);
CREATE INDEX passages_by_source ON passages (source_id);
"""
"""Made at the end, when they are sorted in one go."""
PASSAGE = 'position, id, source_id, section, start, "end", text'
"""The columns that `passage_of` takes."""


class Written(NamedTuple):
    """What was written."""

    documents: int
    passages: int
    corpus: str
    """Hash over every document, whatever their order."""


class Row(NamedTuple):
    """What a build needs of a passage."""

    position: int
    passage_id: str
    source_id: str
    text: str
    """What is embedded and indexed of it."""


def write_documents(file: Path, sources: Iterable[Source]) -> Written:
    """Split documents as they come and write them with their passages; none is held."""
    hashes = []
    position = 0
    database = sqlite3.connect(file)
    try:
        # A build that dies leaves no file that anybody would read, so none needs to be rolled back.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        for source in sources:
            text = source.model_dump_json()
            hashes.append(hashlib.sha256(text.encode()).digest())
            database.execute(
                "INSERT INTO sources VALUES (?, ?, ?, ?)",
                (source.source_id, source.may_be_weighed, source.title, text),
            )
            rows = [
                (position + i, p.passage_id, p.source_id, p.section, p.start, p.end, p.text)
                for i, p in enumerate(split_source(source))
            ]
            database.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            position += len(rows)
        database.commit()
        database.executescript(KEYS)
    finally:
        database.close()
    corpus = hashlib.sha256(b"".join(sorted(hashes))).hexdigest()
    return Written(len(hashes), position, corpus)


def read_batches(database: sqlite3.Connection) -> Iterator[list[Row]]:
    """Read all passages in the order of their positions."""
    (passages,) = database.execute("SELECT COUNT(*) FROM passages").fetchone()
    for first in range(0, passages, BATCH):
        yield read_rows(database, range(first, min(first + BATCH, passages)))


def read_spread_batches(database: sqlite3.Connection) -> Iterator[list[Row]]:
    """Read all passages in batches that are each spread over all of them.

    HNSW links what comes to what is there. A subject that comes late, as a folder does, is linked
    badly to the rest and found badly; in this order every subject is there from the start.
    """
    (passages,) = database.execute("SELECT COUNT(*) FROM passages").fetchone()
    batches = -(-passages // BATCH)
    for first in range(batches):
        yield read_rows(database, range(first, passages, batches))


def read_rows(database: sqlite3.Connection, positions: range) -> list[Row]:
    """Read some passages in the order of their positions."""
    rows = database.execute(
        "SELECT p.position, p.id, p.source_id, s.title, p.text "
        "FROM passages p JOIN sources s ON s.id = p.source_id "
        f"WHERE p.position IN ({','.join('?' * len(positions))}) ORDER BY p.position",
        list(positions),
    )
    return [
        Row(position, passage_id, source_id, with_title(title, text))
        for position, passage_id, source_id, title, text in rows
    ]


def passage_of(row: tuple[Any, ...]) -> Passage:
    """Make a passage of a row of `PASSAGE`."""
    _, passage_id, source_id, section, start, end, text = row
    return Passage(
        passage_id=passage_id, source_id=source_id, section=section, start=start, end=end, text=text
    )


def count_removed(old: sqlite3.Connection, new: sqlite3.Connection) -> int:
    """Count the documents of one database that another lacks."""
    found = "SELECT 1 FROM sources WHERE id = ?"
    ids = old.execute("SELECT id FROM sources")
    return sum(new.execute(found, row).fetchone() is None for row in ids)
