"""The assistant as MCP tools: a real client talks to `python -m assistant mcp` over stdio."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
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


def talk(index: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[Any, list[Any]]:
    """Start the server, list its tools, make some calls, end it."""

    async def session() -> tuple[Any, list[Any]]:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "assistant", "mcp", "--index", str(index)],
            env=dict(os.environ),
            cwd=ROOT,
        )
        async with stdio_client(server) as streams, ClientSession(*streams) as client:
            await client.initialize()
            tools = await client.list_tools()
            return tools, [await client.call_tool(name, given) for name, given in calls]

    return asyncio.run(session())


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
