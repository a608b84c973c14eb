"""`check`: the claims of a text beside the documents, or each claim of a file beside its source."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.cli.commands import (
    BatchOption,
    CollectionOption,
    IndexOption,
    JsonOption,
    app,
    emit,
    read_batch,
)
from assistant.cli.opening import open_assistant
from assistant.errors import InputError


@app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A page or post as text; - for stdin.")
    ] = None,
    batch: BatchOption = None,
    index: IndexOption = None,
    collection: CollectionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold the claims of a text beside the documents, or each claim of a file beside its source.

    A line of --batch is {"id", "claim"} and gives {"id", "strength"}; with "source" also "verdict".
    """
    if (file is None) == (batch is None):
        raise InputError("Name one text, as in: assistant check page.txt (or --batch FILE)")
    if batch is not None:
        for answer in check_batch(batch):
            emit(answer)
        return
    text = read_text_file(file or Path("-"))
    report = open_assistant(index, collection).check(text)
    if as_json:
        emit(report.model_dump(mode="json"))
        return
    from assistant.render.report import report_lines

    console = Console(width=min(Console().width, 100))
    for line in report_lines(report):
        console.print(line, highlight=False)


def check_batch(file: Path) -> Iterator[dict[str, Any]]:
    """Find strength, and where a source is given the verdict, of each claim of a file; no index is opened.

    Raises:
        InputError: the file cannot be read, or names the line that is wrong.
    """
    from assistant.verify.against import judge_claim
    from assistant.verify.reader import open_reader
    from assistant.verify.strength import claim_strengths

    rows = list(read_batch(file, "id", "claim"))
    for place, row in rows:
        for name in ("claim", "source"):
            if name in row and not isinstance(row[name], str):
                raise InputError(f"{place}: {name!r} must be a text.")
    strengths = claim_strengths([row["claim"] for _, row in rows], open_reader())
    for (_, row), strength in zip(rows, strengths, strict=True):
        answer = {"id": row["id"], "strength": strength}
        if "source" in row:
            answer["verdict"] = judge_claim(row["claim"], row["source"]).verdict
        yield answer


def read_text_file(file: Path) -> str:
    """Read a text to check.

    Raises:
        InputError: it cannot be read.
    """
    from assistant.load import decode

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read; name a text file, or - for stdin.") from error
    return decode(data, str(file))
