"""JSON Lines as BEIR has them: one object a line with `_id`, `title` and `text`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import SourceFormatError
from assistant.load.limits import MAX_EXPORT_BYTES
from assistant.load.lines import read_lines
from assistant.load.text import normalize_text
from assistant.schema import Source


def read_jsonl(path: Path, name: str) -> Iterator[Source]:
    """Read BEIR-style JSONL line by line."""
    for number, line in enumerate(read_lines(path, name, MAX_EXPORT_BYTES), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            json.dumps(row, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            raise SourceFormatError(f"{name}: line {number} is not JSON: {error.msg}") from error
        except (RecursionError, UnicodeEncodeError, ValueError) as error:
            raise SourceFormatError(f"{name}: line {number} holds what is no text") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "_id" not in row:
            raise SourceFormatError(f"{name}: line {number}: needs _id and text")
        title = normalize_text(str(row.get("title") or "")).strip()
        body = normalize_text(row["text"]).strip()
        yield Source(
            source_id=str(row["_id"]),
            title=title or str(row["_id"]),
            text=f"{title}\n\n{body}" if title else body,
            external_id=str(row["_id"]),
        )
