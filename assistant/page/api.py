"""The endpoints for programs: to ask, to search and to check, the same JSON as the command line gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api

from assistant.errors import InputError
from assistant.library import Library
from assistant.page.conversation import plain_errors
from assistant.page.shelf import shelf_of
from assistant.schema import Turn

if TYPE_CHECKING:
    from assistant.chain import Assistant

MOST_HITS = 100


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn a failure into one plain sentence for the caller, and print none of their words."""
    with plain_errors() as problems:
        yield
    for problem in problems:
        raise gr.Error(problem, print_exception=False)


def add_endpoints(library: Library) -> None:
    """Add the named endpoints to the page that is being built."""

    def ask(question: str, history: list[str] | None = None) -> dict[str, Any]:
        """Answer a question from the documents.

        Args:
            question: what is asked.
            history: the person's earlier messages, oldest first.
        """
        with told_plainly():
            return answered(library.assistant(), question, history)

    def search(query: str, k: int = 10) -> list[dict[str, Any]]:
        """Rank documents for a query, best first, each with a score from 0 to 1.

        Args:
            query: what to look for.
            k: how many documents, 1 to 100.
        """
        with told_plainly():
            return ranked(library.assistant(), query, k)

    # Over plain HTTP every argument must be sent, so that a choice of collections has names of its own.
    def ask_in(
        question: str, history: list[str], collections: list[str], request: gr.Request
    ) -> dict[str, Any]:
        """Answer a question from chosen collections.

        Args:
            question: what is asked.
            history: the person's earlier messages, oldest first.
            collections: names of the person's own; "shipped" is the corpus that comes along.
            request: who asks.
        """
        with told_plainly():
            chain = shelf_of(library, request).chain(collections or ())
            return answered(chain, question, history)

    def search_in(
        query: str, k: int, collections: list[str], request: gr.Request
    ) -> list[dict[str, Any]]:
        """Rank documents of chosen collections, best first, each with a score from 0 to 1.

        Args:
            query: what to look for.
            k: how many documents, 1 to 100.
            collections: names of the person's own; "shipped" is the corpus that comes along.
            request: who asks.
        """
        with told_plainly():
            return ranked(shelf_of(library, request).chain(collections or ()), query, k)

    def check(text: str) -> dict[str, Any]:
        """Hold each sentence of a text, such as a product page, beside the documents.

        Args:
            text: the text, up to 200,000 characters.
        """
        with told_plainly():
            return library.assistant().check(text).model_dump(mode="json")

    api(ask, api_name="ask")
    api(search, api_name="search")
    api(check, api_name="check")
    api(ask_in, api_name="ask_in")
    api(search_in, api_name="search_in")


def answered(chain: Assistant, question: str, history: list[str] | None) -> dict[str, Any]:
    """Answer a question as JSON."""
    before = [Turn(role="user", text=str(text)) for text in history or []]
    return chain.invoke({"question": question, "history": before}).model_dump(mode="json")


def ranked(chain: Assistant, query: str, k: int) -> list[dict[str, Any]]:
    """Rank documents as JSON.

    Raises:
        InputError: the query is empty.
    """
    if not query.strip():
        raise InputError("The query is empty; type one.")
    found = chain.passage_search.search_sources(query, min(max(int(k), 1), MOST_HITS))
    return [{"source_id": name, "score": round(score, 6)} for name, score in found]
