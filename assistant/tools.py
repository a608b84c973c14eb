"""The assistant as tools of the Model Context Protocol: `ask`, `search` and `check`, over stdio.

Each tool returns the same JSON as the command line. Nothing is logged of what is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.fastmcp import FastMCP
from mcp.server.fastmcp.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from assistant.errors import AssistantError
from assistant.schema import Answer, CheckReport, Turn

if TYPE_CHECKING:
    from assistant.library import Library

NAME = "supplement-evidence-assistant"
INSTRUCTIONS = (
    "Answers on dietary supplements from a fixed collection of documents, with every sentence "
    "cited. Pass on the level of evidence, the caveats and the citations; add nothing to them. "
    "A status of `urgent` is an emergency: show its text first. Not medical advice."
)
READ_ONLY = ToolAnnotations(readOnlyHint=True, openWorldHint=False)


def make_tools(library: Library) -> FastMCP:
    """Offer the shipped corpus of a library as tools; each call goes to the index that is newest."""
    server = FastMCP(NAME, instructions=INSTRUCTIONS, log_level="ERROR")

    @server.tool(annotations=READ_ONLY)
    def ask(
        question: Annotated[str, Field(description="What is asked, in the person's own words.")],
        history: Annotated[
            list[str], Field(description="The person's earlier messages, oldest first.")
        ] = [],  # noqa: B006  # a schema shows it; nothing changes it
    ) -> Answer:
        """Answer a question on supplements: text, level of evidence, caveats, cited passages."""
        before = [Turn(role="user", text=text) for text in history]
        try:
            return library.assistant().invoke({"question": question, "history": before})
        except AssistantError as error:
            raise ToolError(str(error)) from error

    @server.tool(annotations=READ_ONLY)
    def search(
        query: Annotated[str, Field(description="What to look for.", min_length=1)],
        k: Annotated[int, Field(description="How many documents.", ge=1, le=100)] = 10,
    ) -> dict[str, Any]:
        """Rank the documents for a query, best first; scores are from 0 to 1."""
        chain = library.assistant()
        found = chain.passage_search.search_sources(query, k)
        hits = []
        for source_id, score in found:
            source = chain.read_source(source_id)
            title = source.title if source else ""
            hits.append({"source_id": source_id, "title": title, "score": round(score, 6)})
        return {"hits": hits}

    @server.tool(annotations=READ_ONLY)
    def check(
        text: Annotated[str, Field(description="A product page, a post or a leaflet.")],
    ) -> CheckReport:
        """Hold each sentence of a text beside the documents: verdict, reason, cited passages."""
        try:
            return library.assistant().check(text)
        except AssistantError as error:
            raise ToolError(str(error)) from error

    return server
