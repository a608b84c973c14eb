"""The command line: `build`, `ask`, `search`, `check`, `source`, `serve`, `mcp`, `ratings`.

Standard output carries the result alone; progress and errors go to standard error. Exit status 2
and one line mean bad input.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from assistant.config import SHIPPED, Settings, read_settings
from assistant.errors import (
    AssistantError,
    InputError,
    PassageIndexError,
    VectorServerError,
    is_text,
)
from assistant.load.found import counted
from assistant.schema import Source, Turn

if TYPE_CHECKING:
    from assistant.chain import Assistant, Conversation
    from assistant.index import BuildReport
    from assistant.library import Library

T = TypeVar("T")
MANY_DOCUMENTS = 500
"""From this many on, reading them is shown as well."""
STAMP = "shipped.sha256"
"""A file beside an index of the shipped corpus: the hash of what it was built from."""
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


def main() -> None:
    """Run the command line; a known error becomes one line and status 2."""
    try:
        status = app(standalone_mode=False)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from error
    except typer.Abort as error:
        raise SystemExit(130) from error
    except typer.TyperException as error:
        sys.stderr.write(f"{' '.join(str(error).split())} See: assistant --help\n")
        raise SystemExit(2) from error
    raise SystemExit(status if isinstance(status, int) else 0)


def settings_for(index: Path | None) -> Settings:
    """The settings, with the index that the command names."""
    settings = read_settings()
    return settings.model_copy(update={"index": index}) if index else settings


def open_assistant(index: Path | None, collections: Sequence[str] | None = None) -> Assistant:
    """Open the index that a command names, or the default one, and wire the chain.

    With collections, those are opened instead; `shipped` among them is the index.

    Raises:
        IndexMissingError: a named index is missing.
        InputError: there is no such collection.
    """
    if collections:
        return open_library(index, SHIPPED in collections).assistant(collections)
    return assistant_for(settings_for(index))


def assistant_for(settings: Settings) -> Assistant:
    """Open the index and wire the chain.

    Raises:
        IndexMissingError: a named index is missing.
        PassageIndexError: a named index is damaged.
    """
    from assistant.chain import build_assistant

    return open_or_build(settings, lambda: build_assistant(settings))


def open_or_build(settings: Settings, open_it: Callable[[], T]) -> T:
    """Open what rests on the index; the default index is built where it is missing or unusable.

    Raises:
        PassageIndexError: the index can't be used and was made from documents that are not ours.
    """
    if settings.index is not None:
        return open_it()
    ensure_default_index(settings)
    try:
        return open_it()
    except VectorServerError:
        raise
    except PassageIndexError:
        if not (settings.index_folder / STAMP).exists():
            raise
    run_build(settings, [])
    return open_it()


def open_library(index: Path | None, with_shipped: bool = False) -> Library:
    """The personal collections, beside the shipped corpus where that is asked for."""
    from assistant.library import Library

    settings = settings_for(index)
    if with_shipped and settings.index is None:
        ensure_default_index(settings)
    return Library(settings)


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
    from assistant.index.store import FORMAT
    from assistant.load.shipped import shipped_corpus

    folder = shipped_corpus()
    digest = hashlib.sha256(f"{FORMAT} {CHUNKING} {model}".encode())
    for file in sorted([*folder.rglob("*.md"), *folder.rglob("*.yaml")]):
        digest.update(str(file.relative_to(folder)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


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
    from assistant.load import load_sources, load_vocabulary, shipped_documents

    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    stamp = settings.index_folder / STAMP
    try:
        stamp.unlink(missing_ok=True)
        terms = load_vocabulary().outcome_phrases
        with show_progress() as steps:
            loaded = load_sources(corpus or shipped_documents(), steps.on_read)
            sources = []
            for source in loaded.sources:
                sources.append(detect_source(source))
                steps.on_detect(len(sources), len(loaded.sources))
            loaded = loaded._replace(sources=tuple(sources))
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


def read_turns(turns: Any) -> Conversation:
    """Read a user's turns, of which the last is asked.

    Raises:
        InputError: they are not a list of texts.
    """
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise InputError("turns must be a list of texts, the last of which is asked.")
    history = [Turn(role="user", text=text) for text in turns[:-1]]
    return {"question": turns[-1], "history": history}


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


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    batch: BatchOption = None,
    index: IndexOption = None,
    collection: CollectionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question, or a file of conversations ({"id", "turns": [...]} a line)."""
    if (question is None) == (batch is None):
        raise InputError(
            'Give one question, as in: assistant ask "Does it work?" (or --batch FILE)'
        )
    assistant = open_assistant(index, collection)
    if batch is not None:
        for place, row in read_batch(batch, "id", "turns"):
            try:
                answer = assistant.invoke(read_turns(row["turns"]))
            except InputError as error:
                raise InputError(f"{place}: {error}") from error
            emit({"id": row["id"], **answer.model_dump(mode="json")})
        return
    answer = assistant.invoke(question or "")
    if as_json:
        emit(answer.model_dump(mode="json"))
        return
    from assistant.render import references

    console = Console(width=min(Console().width, 100))
    console.print(Markdown(answer.answer))
    if answer.citations:
        console.print()
        console.print(references(answer), markup=False, highlight=False, style="dim")


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("--k", min=1, help="How many sources.")] = 10,
    batch: BatchOption = None,
    index: IndexOption = None,
    collection: CollectionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank sources for a query, or for a file of queries ({"_id", "text"} a line)."""
    if (query is None) == (batch is None):
        raise InputError('Give one query, as in: assistant search "hair" (or --batch FILE)')
    if query is not None and not query.strip():
        raise InputError("The query is empty; type one.")
    if query is not None and not is_text(query):
        raise InputError("The query holds what is no text; type it again.")
    assistant = open_assistant(index, collection)

    def hits(text: str) -> list[dict[str, Any]]:
        found = assistant.passage_search.search_sources(text, k)
        return [{"source_id": source, "score": round(score, 6)} for source, score in found]

    if batch is not None:
        for _, row in read_batch(batch, "_id", "text"):
            emit({"id": row["_id"], "hits": hits(str(row["text"]))})
    elif as_json:
        emit({"id": None, "hits": hits(query or "")})
    else:
        for hit in hits(query or ""):
            source = assistant.read_source(hit["source_id"])
            title = source.title if source else ""
            sys.stdout.write(f"{hit['score']:.3f}  {hit['source_id']}  {title}\n")


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


@app.command()
def source(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="The document's id.")],
    index: IndexOption = None,
    collection: CollectionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print one document's text; with --json its facts as well."""
    if collection:
        print_source(open_assistant(index, collection).read_source(source_id), source_id, as_json)
        return
    from assistant.embed import SentenceTransformerEmbedder
    from assistant.index import PassageIndex

    settings = settings_for(index)
    name = SentenceTransformerEmbedder(settings.embedding_model).name
    opened = open_or_build(
        settings, lambda: PassageIndex(settings.index_folder, name, settings.chroma_server)
    )
    print_source(opened.source(source_id), source_id, as_json)


def print_source(found: Source | None, source_id: str, as_json: bool) -> None:
    """Write one document.

    Raises:
        InputError: there is none.
    """
    if found is None:
        raise InputError(f"{source_id}: no such document; find ids with: assistant search WORDS")
    if as_json:
        emit(found.model_dump(mode="json") | {"design": found.design.value})
    else:
        sys.stdout.write(found.text + "\n")


@app.command()
def serve(index: IndexOption = None) -> None:
    """Open the web page, the same as `python app.py`."""
    from app import launch

    launch(settings_for(index))


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


@app.command()
def mcp(index: IndexOption = None) -> None:
    """Offer ask, search and check as tools of the Model Context Protocol, over stdio."""
    from assistant.tools import make_tools

    make_tools(open_assistant(index)).run("stdio")


@app.command()
def ratings() -> None:
    """Print the ratings that people let the page keep, one JSON object a line, oldest first."""
    from assistant.ratings import read_ratings

    for line in read_ratings(read_settings().ratings_file):
        sys.stdout.write(line + "\n")
