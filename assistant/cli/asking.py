"""`ask`, `search`, `source`: a question answered, sources ranked, a document printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markdown import Markdown

from assistant.cli.building import settings_for
from assistant.cli.commands import (
    BatchOption,
    CollectionOption,
    IndexOption,
    JsonOption,
    app,
    emit,
    read_batch,
)
from assistant.cli.opening import open_assistant, open_or_build
from assistant.errors import InputError, is_text
from assistant.schema import Source, Turn

if TYPE_CHECKING:
    from assistant.chain import Conversation


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
