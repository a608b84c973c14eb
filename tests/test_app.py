"""The web page: its functions, and the whole of it in a browser."""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app
from assistant.chain import Stage
from assistant.errors import ModelUnavailableError
from assistant.schema import Answer, Source, Turn, Understanding, Verification

ROOT = Path(__file__).parents[1]
CHROMIUM = Path(shutil.which("chromium") or "/usr/bin/chromium")
HOSTILE = (
    '<img src="http://evil.example/a.png"> ![x](http://evil.example/b.png) '
    '<form action="http://evil.example"><button>Go</button></form> ${alert(1)} {{title}}'
)
SECRET = "my secret question"


def make_answer(text: str = "An answer.") -> Answer:
    return Answer(
        question="Q", standalone_question="Q", status="declined", reason=None,
        understanding=Understanding(), answer=text, evidence=None, claims=(), caveats=(),
        citations=(), verification=Verification(cut=0, rewritten=0), fallback=None,
        generator="extractive", index="x", timings_ms={},
    )  # fmt: skip


class FakeChain:
    """A chain that gives what it was told to."""

    def __init__(self, *events: Stage | Answer | Exception) -> None:
        self.events = events
        self.asked: Any = None

    def stream(self, asked: Any) -> Iterator[Stage | Answer]:
        self.asked = asked
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def read_source(self, source_id: str) -> Source | None:
        raise RuntimeError(source_id)


def converse(chain: FakeChain, asked: str = SECRET) -> list[app.Update]:
    return list(app.converse(chain, asked, [], ()))  # type: ignore[arg-type]


def last_text(update: app.Update) -> str:
    return str(update[1][-1]["content"])


# --- functions -------------------------------------------------------------------------------


def test_history_comes_as_strings_or_as_parts() -> None:
    history: list[app.Message] = [
        {"role": "user", "content": [{"type": "text", "text": r"Is 5\_mg &lt;safe&gt;?"}]},
        {"role": "assistant", "content": "p &lt; 0.05&nbsp;[1](#cite-0-1 \"Open passage 1\")"
                                         "\n\n[Show sources (1)](#cite-0-0)"},
    ]  # fmt: skip
    assert app.read_history(history) == (
        Turn(role="user", text="Is 5_mg <safe>?"),
        Turn(role="assistant", text="p < 0.05 [1]"),
    )


def test_what_is_escaped_to_be_shown_is_read_back_as_typed() -> None:
    chain = FakeChain(make_answer())
    (_, chat, _, _), *_ = converse(chain, HOSTILE)
    assert app.read_history(chat[:1]) == (Turn(role="user", text=HOSTILE),)
    assert not re.search(r"(?<!\\)[<\[]", chat[0]["content"])


def test_stages_are_shown_and_then_the_answer() -> None:
    stage = Stage(name="weighing", detail="12 passages from 9 documents")
    answer = make_answer()
    first, second, last = converse(FakeChain(stage, answer))
    assert first[0] == ""
    assert last_text(second) == "*Weighing: 12 passages from 9 documents …*"
    assert last_text(last) == "An answer."
    assert last[2] == (answer,)


def test_an_empty_question_changes_nothing() -> None:
    assert converse(FakeChain(), "  ") == [(app.KEEP,) * 4]


def test_a_known_error_is_one_plain_sentence() -> None:
    updates = converse(FakeChain(ModelUnavailableError("The model is away.")))
    assert last_text(updates[-1]) == "The model is away."


def test_an_unknown_error_is_an_apology_and_logs_none_of_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        updates = converse(FakeChain(ValueError(SECRET)))
    assert last_text(updates[-1]) == app.APOLOGY
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("place", ["", "0", "9-1", "0-1-2", "x-y", "-1-0", "٣-٣"])
def test_a_place_that_is_none_shows_the_empty_panel(place: str) -> None:
    assert "Behind each answer" in app.open_place(FakeChain(), place, (make_answer(),))  # type: ignore[arg-type]


def test_the_theme_names_no_font_of_another_host() -> None:
    assert "http" not in app.STYLE.read_text(encoding="utf-8")
    assert not app.THEME._stylesheets


# --- in a browser ----------------------------------------------------------------------------

in_browser = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"needs a browser: {CHROMIUM} is missing; install chromium"
)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def page_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    hostile = folder / "zinquercin.md"
    hostile.write_text(f"# About zinquercin\n\nZinquercin lotion {HOSTILE} was seen once.\n")
    abstracts = ROOT / "corpus" / "abstracts"
    corpus = [ROOT / "corpus" / "articles" / "nutri-avenue-mgt-hair-loss.md", hostile]
    corpus += sorted(abstracts.glob("hemila-*.md")) + sorted(abstracts.glob("*mgt*.md"))[:4]
    port, index = free_port(), folder / "index"
    env = os.environ | {"ASSISTANT_INDEX": str(index), "ASSISTANT_PORT": str(port)}
    command = [sys.executable, "-m", "assistant", "build", "--index", str(index)]
    for path in corpus:
        command += ["--corpus", str(path)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    log = folder / "log.txt"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    try:
        url = f"http://127.0.0.1:{port}/"
        wait_for(url, server, log)
        yield url
        assert "zinquercin" not in log.read_text()
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(180):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError(f"the page did not start: {log.read_text()}")


class Seen:
    """What a visit may not bring about."""

    def __init__(self) -> None:
        self.foreign: list[str] = []
        self.errors: list[str] = []


@pytest.fixture
def visit(page_url: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    seen = Seen()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("request", lambda request: note_foreign(seen, request.url))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on(
            "console",
            lambda said: seen.errors.append(said.text) if said.type == "error" else None,
        )
        page.on("dialog", lambda dialog: seen.errors.append(f"dialog: {dialog.message}"))
        page.goto(page_url)
        page.get_by_placeholder("Ask about a supplement").wait_for()
        yield page
        browser.close()
    assert seen.foreign == []
    assert seen.errors == []


def note_foreign(seen: Seen, url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
        seen.foreign.append(url)


@in_browser
@pytest.mark.slow
def test_an_example_is_answered_and_its_citation_opens(visit: Any) -> None:
    visit.get_by_role("button", name="Does vitamin C prevent colds?").click()
    first = visit.locator('#chat a[href="#cite-0-1"]').first
    first.wait_for(timeout=60_000)
    assert visit.locator("#panel .caveats").is_visible()
    visit.locator("#panel .passage").first.wait_for()

    first.click()
    mark = visit.locator("#panel mark")
    mark.wait_for()
    visit.wait_for_function("document.activeElement.id === 'panel-top'")
    box, panel = mark.bounding_box(), visit.locator("#panel").bounding_box()
    assert panel["y"] <= box["y"] < panel["y"] + panel["height"]
    assert visit.locator("#panel .badge").first.inner_text()
    link = visit.locator("#panel a.original")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("href").startswith("https://doi.org/")

    visit.keyboard.press("Escape")
    assert visit.evaluate("document.activeElement.getAttribute('href')") == "#cite-0-1"
    visit.get_by_role("button", name="Evidence", exact=True).click()
    visit.locator("#panel .sources").wait_for()


@in_browser
@pytest.mark.slow
def test_an_earlier_answer_still_opens_its_own_passages(visit: Any) -> None:
    visit.get_by_role("button", name="What does the supplier's page say about patents?").click()
    visit.locator('#chat a[href="#cite-0-1"]').first.wait_for(timeout=60_000)
    visit.get_by_label("Your question").fill("Does vitamin C prevent colds?")
    visit.get_by_role("button", name="Ask", exact=True).click()
    visit.locator('#chat a[href="#cite-1-1"]').first.wait_for(timeout=60_000)
    visit.locator("#panel .asked", has_text="vitamin C").wait_for()
    visit.locator('#chat a[href="#cite-0-1"]').first.click()
    visit.locator("#panel .badge", has_text="Seller’s article").wait_for()
    visit.locator('#chat a[href="#cite-1-1"]').first.press("Enter")
    visit.locator("#panel .badge", has_text="Meta-analysis").wait_for()
    visit.get_by_label("Clear").click()
    visit.locator("#panel", has_text="Behind each answer").wait_for()


@in_browser
@pytest.mark.slow
def test_hostile_text_is_shown_as_text(visit: Any) -> None:
    visit.get_by_label("Your question").fill(f"What does zinquercin do? {HOSTILE}")
    visit.keyboard.press("Enter")
    visit.locator("#chat .bot", has_text=re.compile(r"\w{3}")).last.wait_for(timeout=60_000)
    visit.locator("#panel", has_text="Behind this answer").wait_for(timeout=60_000)
    assert visit.locator("#chat .user").inner_text().endswith(HOSTILE)
    assert visit.locator("#chat img, #chat form, #panel img, #panel form").count() == 0
    assert visit.locator("#panel .asked").inner_text().endswith(HOSTILE)


@in_browser
@pytest.mark.slow
def test_a_phone_shows_one_column_and_nothing_sticks_out(visit: Any) -> None:
    visit.set_viewport_size({"width": 390, "height": 844})
    visit.get_by_role("button", name="Does vitamin C prevent colds?").click()
    visit.locator('#chat a[href="#cite-0-1"]').first.wait_for(timeout=60_000)
    tops = visit.evaluate(
        "['#ask-row', '#panel'].map(n => document.querySelector(n).getBoundingClientRect())"
        ".map(box => [box.top, box.bottom])"
    )
    assert tops[0][1] <= tops[1][0]
    assert visit.evaluate("document.documentElement.scrollWidth") <= 390
    visit.locator('#chat a[href="#cite-0-1"]').first.click()
    visit.locator("#panel mark").wait_for()
    visit.get_by_role("button", name="Back to the chat").click()
    assert visit.evaluate("document.activeElement.getAttribute('href')") == "#cite-0-1"
