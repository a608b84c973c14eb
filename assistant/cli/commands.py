"""What every command shares: the program, its options, and how rows are read and results written."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.errors import InputError

app = typer.Typer(
    help="Answers on dietary supplements, from documents alone, each statement with its passage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
IndexOption = Annotated[
    Path | None, typer.Option("--index", help="Folder of the index, if not the default one.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CollectionOption = Annotated[
    list[str] | None,
    typer.Option("--collection", help="A collection to ask, or `shipped`; repeatable."),
]
BatchOption = Annotated[
    Path | None, typer.Option("--batch", help="JSON Lines to read, one object a line; - for stdin.")
]


def emit(value: Any) -> None:
    """Write one line of JSON to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def read_batch(file: Path, *fields: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read JSON Lines that have these fields, each with the words for its place in the file.

    Raises:
        InputError: the file cannot be read, or names the line that is wrong.
    """
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read; name a UTF-8 file of JSON Lines.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            json.dumps(row, ensure_ascii=False).encode()
        except json.JSONDecodeError as error:
            raise InputError(f"{file}: line {number} is not JSON: {error.msg}") from error
        except (RecursionError, UnicodeEncodeError) as error:
            raise InputError(f"{file}: line {number} holds what is no text.") from error
        missing = [name for name in fields if not isinstance(row, dict) or name not in row]
        if missing:
            raise InputError(f"{file}: line {number} has no {missing[0]!r}.")
        yield f"{file}: line {number}", row
