"""Builds an index with progress, and the default one whenever it is missing or old."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.cli.commands import IndexOption, JsonOption, app, emit
from assistant.config import Settings, read_settings
from assistant.errors import PassageIndexError

if TYPE_CHECKING:
    from assistant.index import BuildReport


MANY_DOCUMENTS = 500
"""From this many on, reading them is shown as well."""
STAMP = "shipped.sha256"
"""A file beside an index of the shipped corpus: the hash of what it was built from."""


def settings_for(index: Path | None) -> Settings:
    """The settings, with the index that the command names."""
    settings = read_settings()
    return settings.model_copy(update={"index": index}) if index else settings


class Steps(NamedTuple):
    """What is told how far a build is, step by step."""

    on_read: Callable[[int], None]
    on_detect: Callable[[int, int], None]
    on_embed: Callable[[int, int], None]


@contextmanager
def show_progress() -> Iterator[Steps]:
    """Show on standard error how far reading, looking and embedding are, if there is much to do."""
    console = Console(stderr=True)
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip
    reading, detecting, embedding = (
        progress.add_task(words, total=None, visible=False)
        for words in ("Reading documents", "Looking what each is", "Embedding passages")
    )

    def on_read(documents: int) -> None:
        progress.update(reading, completed=documents, visible=True)
        if documents == MANY_DOCUMENTS:
            progress.start()

    def on_detect(done: int, total: int) -> None:
        progress.update(detecting, completed=done, total=total, visible=True)

    def on_embed(done: int, total: int) -> None:
        progress.start()
        progress.update(embedding, completed=done, total=total, visible=True)

    try:
        yield Steps(on_read, on_detect, on_embed)
    finally:
        if progress.live.is_started:
            progress.stop()


def run_build(settings: Settings, corpus: list[Path]) -> BuildReport:
    """Build an index with progress on standard error."""
    from assistant.detect import detect_source
    from assistant.embed import SentenceTransformerEmbedder
    from assistant.index import build_index
    from assistant.load import load_vocabulary, shipped_documents, stream_sources

    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    stamp = settings.index_folder / STAMP
    try:
        stamp.unlink(missing_ok=True)
        terms = load_vocabulary().outcome_phrases
        with show_progress() as steps:
            loaded = stream_sources(corpus or shipped_documents(), steps.on_read, detect_source)
            report = build_index(
                settings.index_folder, loaded, embedder, steps.on_embed, terms,
                settings.chroma_server,
            )  # fmt: skip
    except OSError as error:
        raise PassageIndexError(f"{stamp.parent}: cannot be written: {error.strerror}") from error
    for file in loaded.read:
        for note in file.notes:
            sys.stderr.write(f"read {file.path}: {note}\n")
    if not corpus:
        stamp.write_text(corpus_stamp(settings.embedding_model), encoding="utf-8")
    return report


def ensure_default_index(settings: Settings) -> None:
    """Build the default index if it is missing, or holds an older state of the shipped corpus.

    One that was built from other documents has no stamp and is left as it is.
    """
    stamp = settings.index_folder / STAMP
    if (settings.index_folder / "CURRENT").exists():
        if not stamp.exists():
            return
        if stamp.read_text(encoding="utf-8") == corpus_stamp(settings.embedding_model):
            return
    run_build(settings, [])


def corpus_stamp(model: str) -> str:
    """Hash the bytes of every file of the shipped corpus, with the model and the chunking."""
    from assistant.chunk import CHUNKING
    from assistant.index.manifest import FORMAT
    from assistant.load.shipped import shipped_corpus

    folder = shipped_corpus()
    digest = hashlib.sha256(f"{FORMAT} {CHUNKING} {model}".encode())
    for file in sorted([*folder.rglob("*.md"), *folder.rglob("*.yaml")]):
        digest.update(str(file.relative_to(folder)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


@app.command()
def build(
    corpus: Annotated[
        list[Path] | None, typer.Option("--corpus", help="Folder or file to index; repeatable.")
    ] = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the index hold exactly the given folders and files (default: the shipped corpus)."""
    report = run_build(settings_for(index), corpus or [])
    values = report._asdict() | {"skipped": [skipped._asdict() for skipped in report.skipped]}
    if as_json:
        emit(values)
        return
    sys.stdout.write(
        f"{report.documents} documents, {report.passages} passages; {report.embedded} embedded, "
        f"{report.removed} documents removed, {len(report.skipped)} files skipped, "
        f"{report.seconds} s\n"
    )
    for skipped in report.skipped:
        sys.stderr.write(f"skipped {skipped.path}: {skipped.reason}\n")
