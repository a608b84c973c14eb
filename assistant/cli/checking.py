"""`check`: the claims of a text beside the documents, or each claim of a file beside its source."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

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
from assistant.errors import InputError, SourceFormatError
from assistant.load.page import AS_IT_STANDS, PageText, read_page

LONG = 10
"""Sentences from which it is shown how far the check is."""


@app.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="A web page, PDF, DOCX, Markdown or text; - for text on stdin."
        ),
    ] = None,
    batch: BatchOption = None,
    index: IndexOption = None,
    collection: CollectionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold the claims of a text beside the documents, or each claim of a file beside its source.

    Offsets count the text that was read, which --json gives as "text".
    A line of --batch is {"id", "claim"} and gives {"id", "strength"}; with "source" also "verdict".
    """
    if (file is None) == (batch is None):
        raise InputError("Name one text, as in: assistant check page.txt (or --batch FILE)")
    if batch is not None:
        for answer in check_batch(batch):
            emit(answer)
        return
    page = read_stdin() if str(file) == "-" else read_page(file or Path("-"))
    chain = open_assistant(index, collection)
    with show_progress() as on_progress:
        report = chain.check(page.text, on_progress)
    if as_json:
        emit(report.model_dump(mode="json") | page._asdict())
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


def read_stdin() -> PageText:
    """Read a text to check from standard input.

    Raises:
        InputError: it is no text.
    """
    from assistant.load import decode, normalize_text

    try:
        return PageText(normalize_text(decode(sys.stdin.buffer.read(), "stdin")), AS_IT_STANDS)
    except SourceFormatError as error:
        raise InputError(str(error)) from error


@contextmanager
def show_progress() -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how far a long text is, where somebody looks."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    ) as progress:  # fmt: skip
        task = progress.add_task("Checking sentences", total=None)
        yield lambda done, total: progress.update(
            task, completed=done, total=total, visible=total >= LONG
        )
