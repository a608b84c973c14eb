"""Ratings of answers, kept in one SQLite file on this computer, and only with the person's consent."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.errors import InputError
from assistant.schema import Answer, Record

COLUMNS = "at, judgement, reason, comment, question, answer, generator, documents"
TABLE = (
    "CREATE TABLE IF NOT EXISTS ratings (id INTEGER PRIMARY KEY, at TEXT, judgement TEXT, "
    "reason TEXT, comment TEXT, question TEXT, answer TEXT, generator TEXT, documents TEXT)"
)


class Rating(Record):
    """What a person thinks of an answer."""

    judgement: Literal["up", "down"]
    reason: Literal["good", "wrong", "missing", "unclear", "other"]
    comment: str = Field(default="", max_length=1000)
    consent: Literal[True]
    """Nothing is kept without it."""


def keep_rating(file: Path, rating: Rating, answer: Answer) -> None:
    """Add one rating to the file, which is made where there is none and read by its owner alone.

    Raises:
        InputError: the file can't be written.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    row = (
        now, rating.judgement, rating.reason, rating.comment, answer.question, answer.answer,
        answer.generator, answer.index,
    )  # fmt: skip
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as database, database:
            database.execute(TABLE)
            database.execute(f"INSERT INTO ratings ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", row)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"{file}: the rating can't be kept there; make it writable.") from error


def read_ratings(file: Path) -> Iterator[str]:
    """Give every rating as a line of JSON, oldest first; nothing where none was kept.

    Raises:
        InputError: the file holds no ratings.
    """
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file)) as database:
            rows = database.execute(f"SELECT {COLUMNS} FROM ratings ORDER BY id").fetchall()
    except sqlite3.Error as error:
        raise InputError(f"{file}: is no file of ratings; name another.") from error
    names = COLUMNS.split(", ")
    for row in rows:
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
