"""The endpoints for programs: `ask`, `search` and `check`, the same JSON as the command line gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr
from gradio.events import api

from assistant.errors import InputError
from assistant.library import Library
from assistant.page.conversation import plain_errors
from assistant.schema import Turn

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
        before = [Turn(role="user", text=str(text)) for text in history or []]
        with told_plainly():
            answer = library.assistant().invoke({"question": question, "history": before})
            return answer.model_dump(mode="json")

    def search(query: str, k: int = 10) -> list[dict[str, Any]]:
        """Rank documents for a query, best first, each with a score from 0 to 1.

        Args:
            query: what to look for.
            k: how many documents, 1 to 100.
        """
        with told_plainly():
            if not query.strip():
                raise InputError("The query is empty; type one.")
            search = library.assistant().passage_search
            found = search.search_sources(query, min(max(int(k), 1), MOST_HITS))
            return [{"source_id": name, "score": round(score, 6)} for name, score in found]

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
