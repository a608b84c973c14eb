"""`collection`: documents of the user's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.building import show_progress
from assistant.cli.commands import JsonOption, app, emit
from assistant.cli.opening import open_library
from assistant.load.found import counted

collection_app = typer.Typer(
    help="Documents of your own, in collections apart from the shipped corpus.",
    no_args_is_help=True,
)
app.add_typer(collection_app, name="collection")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The collection's name.")]


@collection_app.command("list")
def list_collections(
    name: Annotated[str | None, typer.Argument(help="Of this collection the documents.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the collections, or the documents of one."""
    collections = open_library(None).collections
    if name is None:
        rows = [(item.name, counted(item.documents, "document")) for item in collections.list()]
        values: list[Any] = [item.model_dump() for item in collections.list()]
    else:
        sources = collections.documents(name)
        rows = [(source.source_id, source.title) for source in sources]
        values = [source.model_dump(mode="json", exclude={"text"}) for source in sources]
    if as_json:
        emit(values)
        return
    for row in rows:
        sys.stdout.write("  ".join(row) + "\n")


@collection_app.command("create")
def create_collection(name: NameArgument) -> None:
    """Make an empty collection."""
    open_library(None).collections.create(name)


@collection_app.command("add")
def add_to_collection(
    name: NameArgument,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders to read.")],
    as_json: JsonOption = False,
) -> None:
    """Read files and folders into a collection, and say what became of each."""
    with show_progress() as steps:
        report = open_library(None).collections.add(
            name, paths, steps.on_read, steps.on_embed, steps.on_detect
        )
    if as_json:
        emit(report.model_dump(mode="json"))
        return
    for file in report.files:
        sys.stdout.write(f"{'read' if file.is_read else 'skipped'} {file.path}: {file.words}\n")
    sys.stdout.write(f"{name}: {counted(report.documents, 'document')}\n")


@collection_app.command("remove")
def remove_from_collection(
    name: NameArgument,
    source_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Documents; without, all of it.")
    ] = None,
) -> None:
    """Remove documents from a collection, or the whole collection."""
    collections = open_library(None).collections
    if source_ids is None:
        collections.remove(name)
        return
    for source_id in source_ids:
        collections.remove_document(name, source_id)
