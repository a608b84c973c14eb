"""The assistant as MCP tools: a real client talks to `python -m assistant mcp` over stdio."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.schema import Answer, CheckReport
from tests.conftest import DATA

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tools") / "index"
    command = [sys.executable, "-m", "assistant", "build", "--index", str(folder)]
    subprocess.run([*command, "--corpus", str(DATA)], check=True, cwd=ROOT, capture_output=True)
    return folder


@asynccontextmanager
async def connect(index: Path) -> AsyncIterator[ClientSession]:
    """Start the server and a client of it; the server ends with the client."""
    command = ["-m", "assistant", "mcp", "--index", str(index)]
    server = StdioServerParameters(
        command=sys.executable, args=command, env=dict(os.environ), cwd=ROOT
    )
    async with stdio_client(server) as streams, ClientSession(*streams) as client:
        await client.initialize()
        yield client


def talk(index: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[Any, list[Any]]:
    """Start the server, list its tools, make some calls, end it."""

    async def session() -> tuple[Any, list[Any]]:
        async with connect(index) as client:
            tools = await client.list_tools()
            return tools, [await client.call_tool(name, given) for name, given in calls]

    return asyncio.run(session())


@pytest.mark.slow
def test_what_is_built_while_a_client_is_connected_is_searched(index: Path, tmp_path: Path) -> None:
    index = shutil.copytree(index, tmp_path / "index")
    note = tmp_path / "note.md"
    note.write_text("# About plinvite\n\nPlinvite gave ten people sleep.\n")
    build = [sys.executable, "-m", "assistant", "build", "--index", str(index)]
    build += ["--corpus", str(DATA), "--corpus", str(note)]

    async def session() -> list[str]:
        async with connect(index) as client:
            found = [await first_hit(client)]
            subprocess.run(build, check=True, cwd=ROOT, capture_output=True)
            for _ in range(600):
                found.append(await first_hit(client))
                if found[-1] != found[0]:
                    break
                await asyncio.sleep(0.1)
            return found

    found = asyncio.run(session())
    assert found[0] != "note"
    assert found[-1] == "note"


async def first_hit(client: ClientSession) -> str:
    """The best document for a word that only the note has."""
    result = await client.call_tool("search", {"query": "plinvite sleep", "k": 1})
    hits: list[dict[str, str]] = json.loads(result.content[0].text)["hits"]  # type: ignore[union-attr]
    return hits[0]["source_id"]


@pytest.mark.slow
def test_a_client_asks_searches_and_checks(index: Path) -> None:
    calls = (
        ("ask", {"question": "Does it help?", "history": ["I read about zinc for sleep."]}),
        ("search", {"query": "sleep", "k": 2}),
        ("check", {"text": "Magnesium cures poor sleep."}),
        ("ask", {"question": " "}),
        ("search", {"query": "sleep", "k": 0}),
    )
    tools, (asked, found, checked, empty, none) = talk(index, *calls)
    assert {tool.name: sorted(tool.inputSchema["properties"]) for tool in tools.tools} == {
        "ask": ["history", "question"], "search": ["k", "query"], "check": ["text"],
    }  # fmt: skip
    assert all(tool.annotations.readOnlyHint for tool in tools.tools)

    answer = Answer.model_validate(asked.structuredContent)
    assert answer == Answer.model_validate_json(asked.content[0].text)
    assert answer.question == "Does it help?"
    hits = json.loads(found.content[0].text)["hits"]
    assert len(hits) == 2
    assert set(hits[0]) == {"source_id", "title", "score"}
    report = CheckReport.model_validate(checked.structuredContent)
    assert [claim.text for claim in report.claims] == ["Magnesium cures poor sleep."]
    assert empty.isError
    assert "The question is empty; type one." in empty.content[0].text
    assert none.isError
