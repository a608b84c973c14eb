"""Questions are health data: no log, error, trace or telemetry tells a word of them."""

from __future__ import annotations

import http.server
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.chain import Assistant
from assistant.config import Settings
from assistant.index import PassageIndex
from assistant.llm import open_model
from tests import wire_server
from tests.builders import WordEmbedder, build_small_index, outcome, source, study
from tests.conftest import DATA
from tests.wire_server import Behaviour, Reply, WireServer

ROOT = Path(__file__).resolve().parents[1]
SECRET = "zyxwvutsecret"
QUESTION = f"Does magnesium improve sleep, my {SECRET}?"


def fail_with(**reply: Any) -> Behaviour:
    """A server that answers every request in one way."""
    return lambda server, request: Reply(**reply)


BEHAVIOURS: dict[str, Behaviour] = {
    "honest": wire_server.honest,
    "talks at random": fail_with(content=f"Your {SECRET} sounds bad."),
    "refuses": fail_with(refusal=f"I can't speak of {SECRET}."),
    "fails": fail_with(status=500, content=SECRET),
    "limits": fail_with(status=429, content=SECRET),
    "breaks": fail_with(raw=f'{{"choices": [{{"{SECRET}"'.encode()),
    "hangs up": fail_with(reset=True),
    "is slow": fail_with(delay=1.0),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    studies = [
        study(name, outcome("benefit"), substances=("magnesium",)) for name in ("one", "two")
    ]
    folder = build_small_index(
        tmp_path_factory.mktemp("private") / "index", [source(facts) for facts in studies]
    )
    opened = PassageIndex(folder, WordEmbedder.name)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_chat_model_leaves_no_word_of_a_question_in_a_log(
    index: PassageIndex, name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    with WireServer(BEHAVIOURS[name]) as server:
        model = open_model(Settings(
            model="openai:wire", model_url=server.url, model_timeout=0.4, model_retries=0
        ))  # fmt: skip
        chain = Assistant(Settings(), index, WordEmbedder(), model)  # type: ignore[arg-type]
        with caplog.at_level(logging.DEBUG):
            answer = chain.invoke(QUESTION)
    assert SECRET in answer.question
    assert server.requests, "the model was not asked"
    assert SECRET not in caplog.text
    assert SECRET not in "".join(capfd.readouterr())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tools") / "index"
    command = [sys.executable, "-m", "assistant", "build", "--index", str(folder)]
    subprocess.run([*command, "--corpus", str(DATA)], check=True, cwd=ROOT, capture_output=True)
    return folder


@pytest.mark.slow
def test_the_tools_for_other_programs_log_no_word_of_a_question(
    built: Path, tmp_path: Path
) -> None:
    import asyncio

    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("ask", {"question": QUESTION, "history": [f"I have {SECRET}."]}),
        ("ask", {"question": SECRET * 1000}),
        ("ask", {"question": {"no": SECRET}}),
        ("ask", {"wrong": SECRET}),
        ("search", {"query": SECRET, "k": SECRET}),
        ("check", {"text": f"Magnesium cures {SECRET}."}),
        (SECRET, {}),
    )

    async def session(log: Any) -> list[Any]:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "assistant", "mcp", "--index", str(built)],
            env=dict(os.environ), cwd=ROOT,
        )  # fmt: skip
        async with stdio_client(server, errlog=log) as streams, ClientSession(*streams) as client:
            await client.initialize()
            return [await client.call_tool(name, given) for name, given in calls]

    with (tmp_path / "log").open("w") as log:
        results = asyncio.run(session(log))
    assert [bool(result.isError) for result in results] == [False, *[True] * 4, False, True]
    assert SECRET not in (tmp_path / "log").read_text()


class Collector(http.server.BaseHTTPRequestHandler):
    """Notes whatever comes."""

    came: list[str] = []  # noqa: RUF012  # one test's

    def do_POST(self) -> None:
        self.came.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.end_headers()

    do_GET = do_PATCH = do_POST  # noqa: N815  # the names that http.server looks for

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[str]:
    """Where a service that collects traces would be."""
    Collector.came.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["LANGSMITH", "LANGCHAIN"])
def test_a_trace_that_another_program_asked_for_gets_no_question(
    built: Path, collector: str, name: str
) -> None:
    asked = {
        f"{name}_TRACING": "true", f"{name}_TRACING_V2": "true", f"{name}_API_KEY": "key",
        f"{name}_ENDPOINT": collector,
    }  # fmt: skip
    command = [sys.executable, "-m", "assistant", "ask", QUESTION, "--index", str(built), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | asked, capture_output=True, check=True, text=True
    )
    assert SECRET in done.stdout
    assert SECRET not in done.stderr
    assert Collector.came == []


def test_the_page_tells_nobody_that_it_runs_and_traces_nothing() -> None:
    code = (
        "import app, gradio.analytics as a, langsmith.utils as l; "
        "print(a.analytics_enabled(), l.tracing_is_enabled())"
    )
    env = os.environ | {"GRADIO_ANALYTICS_ENABLED": "True", "LANGSMITH_TRACING": "true"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("False False\n", "")
