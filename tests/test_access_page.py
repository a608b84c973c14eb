"""The page behind a login and a limit, over HTTP in this process."""

from __future__ import annotations

import gc
import json
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import FakeEmbedder
from starlette.testclient import TestClient

from assistant.access import hash_password
from assistant.chain import Assistant
from assistant.config import Settings
from assistant.errors import ConfigurationError
from assistant.library import Library
from assistant.page import server as server_module
from assistant.page.server import HEADERS, make_server

# Gradio leaves event loops of its own to go with the page; they are collected here, in silence.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
QUESTION = {"data": ["Does velorin improve sleep?", []]}
ASK = "/gradio_api/call/ask"


@pytest.fixture
def settings(invented: FakeEmbedder, index_folder: Path, tmp_path: Path) -> Settings:
    """The invented corpus, with no collections."""
    return Settings(index=index_folder, collections=tmp_path / "collections")


@pytest.fixture(autouse=True)
def no_open_loops() -> Iterator[None]:
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def page(settings: Settings, **values: object) -> TestClient:
    settings = settings.model_copy(update=values)
    server = make_server(Library(settings), settings)
    return TestClient(server, base_url="http://localhost")


@pytest.fixture
def guarded(settings: Settings, tmp_path: Path) -> Iterator[TestClient]:
    """The page for ada and bob alone, two questions a minute each."""
    file = tmp_path / "users"
    file.write_text(f"ada:{hash_password('one')}\nbob:{hash_password('two')}\n")
    with page(settings, login_file=file, questions_per_minute=2) as client:
        yield client


def log_in(client: TestClient, name: str, password: str) -> httpx.Response:
    client.cookies.clear()
    return client.post("/login", data={"username": name, "password": password})


def test_without_a_login_nothing_but_the_health_check_is_given(guarded: TestClient) -> None:
    assert guarded.get("/healthz").status_code == 200
    assert guarded.post(ASK, json=QUESTION).status_code == 401
    assert guarded.get("/config").status_code == 401
    assert guarded.post("/gradio_api/upload", files={"files": b"x"}).status_code == 401
    guarded.cookies.set("access-token-made-up", "made-up")
    assert guarded.post(ASK, json=QUESTION).status_code == 401


def test_a_right_password_lets_ask_and_a_wrong_one_does_not(guarded: TestClient) -> None:
    assert log_in(guarded, "ada", "two").status_code == 400
    assert guarded.post(ASK, json=QUESTION).status_code == 401
    assert log_in(guarded, "ada", "one").status_code == 200
    begun = guarded.post(ASK, json=QUESTION)
    assert begun.status_code == 200
    said = guarded.get(f"{ASK}/{begun.json()['event_id']}").text
    assert said.startswith("event: complete")


def test_each_name_has_its_own_allowance(guarded: TestClient) -> None:
    log_in(guarded, "ada", "one")
    assert [guarded.post(ASK, json=QUESTION).status_code for _ in range(3)] == [200, 200, 429]
    log_in(guarded, "ada", "one")  # a second login is no second allowance
    refused = guarded.post(ASK, json=QUESTION)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert "Busy" in refused.json()["detail"]
    assert {name: refused.headers[name] for name in HEADERS} == HEADERS
    log_in(guarded, "bob", "two")
    assert guarded.post(ASK, json=QUESTION).status_code == 200


def test_without_settings_everybody_may_ask(settings: Settings) -> None:
    with page(settings) as client:
        assert [client.post(ASK, json=QUESTION).status_code for _ in range(4)] == [200] * 4


def test_beyond_the_queue_the_page_is_busy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "MOST_WAITING", 0)
    with page(settings) as client:
        refused = client.post(ASK, json=QUESTION)
    assert refused.status_code == 503
    assert "full" in refused.text


def test_a_full_queue_is_answered_in_turn_to_whoever_asked_and_further_people_are_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, begun = threading.Event(), []

    def held(self: Assistant, asked: Any, config: Any = None) -> Any:
        begun.append(asked["question"])
        assert may_go_on.wait(60)
        return whole(self, asked, config)

    whole = Assistant.invoke
    monkeypatch.setattr(Assistant, "invoke", held)
    places = server_module.AT_ONCE + server_module.MOST_WAITING
    with page(settings) as client:

        def post(number: int) -> httpx.Response:
            return client.post(ASK, json={"data": [f"Does velorin improve sleep? {number}", []]})

        first = [post(number) for number in range(server_module.AT_ONCE)]
        while len(begun) < server_module.AT_ONCE:
            time.sleep(0.01)
        rest = [post(number) for number in range(server_module.AT_ONCE, places + 5)]
        may_go_on.set()
        statuses = [reply.status_code for reply in (*first, *rest)]
        assert statuses == [200] * places + [503] * 5
        assert "Queue is full" in rest[-1].json()["detail"]
        for number, reply in enumerate((*first, *rest)[:places]):
            said = client.get(f"{ASK}/{reply.json()['event_id']}").text
            answer = json.loads(said.removeprefix("event: complete\ndata: "))[0]
            assert answer["question"] == f"Does velorin improve sleep? {number}"
    numbers = [int(question.rpartition(" ")[2]) for question in begun]
    assert sorted(numbers) == list(range(places))
    behind = [abs(place - number) for place, number in enumerate(numbers)]
    assert max(behind) < server_module.AT_ONCE


def test_visits_that_are_remembered_have_a_bound(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "MOST_SESSIONS", 3)
    with page(settings) as client:
        for _ in range(6):
            event = client.post(ASK, json=QUESTION).json()["event_id"]
            assert client.get(f"{ASK}/{event}").text.startswith("event: complete")
        mounted: Any = client.app
        assert len(mounted.routes[-1].app.state_holder.session_data) <= 3


def test_a_login_that_cannot_be_read_keeps_the_page_from_starting(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match="ASSISTANT_LOGIN_FILE"):
        page(settings, login_file=Path("/nowhere/users"))
