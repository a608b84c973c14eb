from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import access
from assistant.access import Login, RateLimit, Window, hash_password, open_login, read_users
from assistant.config import Settings
from assistant.errors import ConfigurationError

HASHED = hash_password("open sesame")


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# --- login -----------------------------------------------------------------------------------


def test_a_hash_is_salted_and_does_not_hold_the_password() -> None:
    assert hash_password("open sesame") != HASHED
    assert "sesame" not in HASHED


@pytest.mark.parametrize(
    ("name", "password", "is_right"),
    [
        ("ada", "open sesame", True), ("ada", "open sesame ", False), ("ada", "", False),
        ("Ada", "open sesame", False), ("nobody", "open sesame", False), ("nobody", "", False),
        ("", "", False),
    ],
)  # fmt: skip
def test_only_the_right_password_of_a_known_name_passes(
    name: str, password: str, is_right: bool
) -> None:
    assert Login({"ada": HASHED})(name, password) is is_right


def test_after_five_wrong_passwords_a_name_waits_a_minute() -> None:
    clock = Clock()
    login = Login({"ada": HASHED, "bob": HASHED}, clock)
    assert not any(login("ada", str(i)) for i in range(5))
    assert not login("ada", "open sesame")
    assert login("bob", "open sesame")
    clock.now = 61
    assert login("ada", "open sesame")


def test_logins_come_from_a_file_and_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "users"
    file.write_text(f"# who may ask\n\nada:{HASHED}\n")
    monkeypatch.setenv("ASSISTANT_LOGIN_FILE", str(file))
    monkeypatch.setenv("ASSISTANT_LOGIN", f"bob:{HASHED} eve:{HASHED}")
    login = open_login(Settings())
    assert login is not None
    assert all(login(name, "open sesame") for name in ("ada", "bob", "eve"))


def test_without_a_login_everybody_may_ask() -> None:
    assert open_login(Settings()) is None


@pytest.mark.parametrize("line", ["ada", "ada:secret", f":{HASHED}", "ada:00$00", "ada:zz$zz"])
def test_a_line_that_is_no_login_is_named_by_number_and_not_repeated(line: str) -> None:
    with pytest.raises(ConfigurationError, match="Login, line 2: not NAME:HASH") as caught:
        read_users(["# first", line])
    assert line not in str(caught.value)


@pytest.mark.parametrize("content", [None, "", "# nobody\n"])
def test_a_login_that_lets_nobody_in_is_an_error(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "users"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ConfigurationError):
        open_login(Settings(login_file=file))


def test_the_command_prints_a_line_that_logs_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["access", "ada"])
    monkeypatch.setattr("getpass.getpass", lambda: "open sesame")
    access.main()
    assert Login(read_users(capsys.readouterr().out.splitlines()))("ada", "open sesame")


# --- how often -------------------------------------------------------------------------------


async def answer_ok(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


def asker(limit: RateLimit) -> Callable[..., int]:
    """Ask over ASGI; gives the status."""

    def ask(
        address: str = "10.0.0.1",
        cookie: str = "",
        path: str = "/gradio_api/call/ask",
        method: str = "POST",
    ) -> int:
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": method, "path": path, "client": (address, 1),
            "headers": [(b"cookie", cookie.encode())] if cookie else [],
        }  # fmt: skip
        asyncio.run(limit(scope, None, send))
        return int(sent[0]["status"])

    return ask


def test_a_person_who_asks_too_often_waits_and_nobody_else_does() -> None:
    clock = Clock()
    ask = asker(RateLimit(answer_ok, 3, clock=clock))
    assert [ask() for _ in range(5)] == [200, 200, 200, 429, 429]
    assert ask("10.0.0.2") == 200
    clock.now = 61
    assert ask() == 200


def test_a_login_counts_by_name_and_a_made_up_cookie_not_at_all() -> None:
    ask = asker(RateLimit(answer_ok, 2, {"t1": "ada", "t2": "ada", "t3": "bob"}))
    assert [ask(cookie=f"access-token-x={t}") for t in ("t1", "t2", "t1", "t3")] == [
        200, 200, 429, 200,
    ]  # fmt: skip
    assert [ask("10.0.0.9", cookie=f"access-token-x=made-up-{i}") for i in range(3)] == [
        200, 200, 429,
    ]  # fmt: skip


def test_reading_the_page_is_not_counted() -> None:
    ask = asker(RateLimit(answer_ok, 1))
    assert [ask(path=path) for path in ("/", "/healthz", "/theme.css")] == [200] * 3
    assert [ask(method="GET") for _ in range(3)] == [200] * 3
    assert [ask(path="/gradio_api/queue/join") for _ in range(2)] == [200, 429]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "MAX_KNOWN", 3)
    window = Window()
    for name in "abcd":
        window.count(name, add=True)
    assert [window.count(name) for name in "dcb"] == [1, 1, 1]
    assert window.count("a") == 0
