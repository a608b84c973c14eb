"""The running page: its endpoints for programs, and the whole of it in a browser."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import app
from assistant.errors import IndexMissingError
from assistant.page.server import HEADERS
from assistant.render import words
from tests.made_files import write_pdf

ROOT = Path(__file__).parents[1]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
HOSTILE = (
    '<img src="http://evil.example/a.png"> ![x](http://evil.example/b.png) '
    '<form action="http://evil.example"><button>Go</button></form> ${alert(1)} {{title}}'
)
COLDS = "Does vitamin C prevent colds?"
PATENTS = "What does the supplier's page say about patents?"
CHANGING = "plinvite.md"
"""A document that a test writes anew."""
SLOW = 30_000
pytestmark = pytest.mark.slow


def test_a_known_error_at_start_is_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(settings: object) -> None:
        raise IndexMissingError("no index there")

    monkeypatch.setattr(app, "launch", fail)
    with pytest.raises(SystemExit) as ended:
        app.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "no index there\n"


# --- the server ------------------------------------------------------------------------------


class Served(NamedTuple):
    """A running page: where it is, where its user's data lie, and how its index is built."""

    url: str
    data: Path
    build: Callable[[], None]
    """Builds it anew, in a process of its own."""

    def index(self) -> str:
        """The fingerprint of the index that answers now."""
        with urllib.request.urlopen(f"{self.url}/healthz") as response:
            return str(json.load(response)["index"])


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("page")
    hostile = folder / "zinquercin.md"
    hostile.write_text(f"# About zinquercin\n\nZinquercin lotion {HOSTILE} was seen once.\n")
    (folder / CHANGING).write_text("# About plinvite\n\nPlinvite gave ten people sleep.\n")
    abstracts = ROOT / "corpus" / "abstracts"
    corpus = [ROOT / "corpus" / "articles" / "nutri-avenue-mgt-hair-loss.md", hostile]
    corpus.append(folder / CHANGING)
    corpus += sorted(abstracts.glob("hemila-*.md")) + sorted(abstracts.glob("*mgt*.md"))[:6]
    port, index, log = free_port(), folder / "index", folder / "log.txt"
    command = [sys.executable, "-m", "assistant", "build", "--index", str(index)]
    for path in corpus:
        command += ["--corpus", str(path)]

    def build() -> None:
        subprocess.run(command, check=True, cwd=ROOT, capture_output=True)

    build()
    env = os.environ | {
        "ASSISTANT_INDEX": str(index), "ASSISTANT_PORT": str(port), "XDG_DATA_HOME": str(folder),
    }  # fmt: skip
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=env, stdout=out, stderr=out
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/healthz", server, log)
        yield Served(url, folder, build)
        said = log.read_text()
        assert "zinquercin" not in said
        assert "Traceback" not in said
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the page did not start: {log.read_text()}")


# --- programs --------------------------------------------------------------------------------


def test_health_and_headers_are_there(served: Served) -> None:
    for path in ("/healthz", "/"):
        with urllib.request.urlopen(served.url + path) as response:
            assert {name: response.headers[name] for name in HEADERS} == HEADERS
    with urllib.request.urlopen(f"{served.url}/healthz") as response:
        health = json.load(response)
    assert health["status"] == "ok"
    assert health["documents"] > 5


def test_a_python_client_asks_searches_and_checks(served: Served) -> None:
    from gradio_client import Client

    client = Client(served.url, verbose=False)
    endpoints = client.view_api(return_format="dict")
    assert sorted(endpoints["named_endpoints"]) == [
        "/ask", "/ask_in", "/check", "/search", "/search_in",
    ]  # fmt: skip
    assert endpoints["unnamed_endpoints"] == {}
    answer = client.predict("and in runners?", [COLDS], api_name="/ask")
    assert answer["status"] == "answered"
    assert "vitamin C" in answer["standalone_question"]
    hits = client.predict("vitamin C and colds", 3, api_name="/search")
    assert [*hits[0]] == ["source_id", "score"]
    assert hits[0]["source_id"].startswith("hemila-")
    report = client.predict("Vitamin C prevents colds.", api_name="/check")
    assert [claim["text"] for claim in report["claims"]] == ["Vitamin C prevents colds."]
    with pytest.raises(Exception, match="The question is empty"):
        client.predict("", [], api_name="/ask")


def test_plain_http_is_enough(served: Served) -> None:
    """The two steps of docs/api.md, as curl makes them."""
    call = f"{served.url}/gradio_api/call/search"
    body = json.dumps({"data": ["vitamin C", 1]}).encode()
    request = urllib.request.Request(call, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{call}/{event}") as response:
        said = response.read().decode()
    assert said.startswith("event: complete\ndata: ")
    assert json.loads(said.split("data: ", 1)[1])[0][0]["source_id"].startswith("hemila-")


# --- in a browser ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs a browser: install chromium")
        pytest.skip("needs a browser: install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A visitor in one tab; what a visit may not bring about is noted and fails the test."""

    def __init__(self, context: Any, url: str) -> None:
        self.wrong: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(SLOW)
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._note_console)
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        self.page.goto(url)
        self.page.get_by_label(words.QUESTION_LABEL).wait_for()

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.wrong.append(request.url)

    def _note_console(self, said: Any) -> None:
        if said.type == "error":
            self.wrong.append(said.text)

    def ask(self, question: str) -> Any:
        """Type a question and wait for its answer."""
        before = self.page.locator(".turn .actions").count()
        self.page.get_by_label(words.QUESTION_LABEL).fill(question)
        self.page.get_by_label(words.QUESTION_LABEL).press("Enter")
        self.page.locator(".turn .actions").nth(before).wait_for()
        return self.page.locator(".turn").last

    def reload(self) -> None:
        """Load the page again; that this cuts the connections that it had open is no fault."""
        self.page.reload()
        self.page.get_by_label(words.QUESTION_LABEL).wait_for()
        cut = ("AbortError", "Unexpected error Connection errored out")
        self.wrong = [wrong for wrong in self.wrong if not wrong.startswith(cut)]

    def focused(self, what: str = "id") -> str:
        """An attribute of the element that has the focus."""
        return str(self.page.evaluate(f"document.activeElement.getAttribute('{what}')"))


@pytest.fixture
def visits(browser: Any, served: Served) -> Iterator[Callable[..., Visit]]:
    opened: list[tuple[Any, Visit]] = []

    def visit(context: Any = None, **options: Any) -> Visit:
        size = {"width": 1440, "height": 900}
        context = context or browser.new_context(**({"viewport": size} | options))
        opened.append((context, Visit(context, served.url)))
        return opened[-1][1]

    yield visit
    for context, _ in opened:
        context.close()
    assert [wrong for _, seen in opened for wrong in seen.wrong] == []


def test_an_example_is_answered_and_its_citation_opens(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.page
    page.get_by_role("button", name=COLDS).click()
    page.locator(".turn .lead .cite").first.click()
    mark = page.locator("#panel mark")
    mark.wait_for()
    page.wait_for_function("document.activeElement.id === 'panel-top'")
    box, panel = mark.bounding_box(), page.locator("#panel").bounding_box()
    assert panel["y"] <= box["y"] < panel["y"] + panel["height"]
    assert page.locator("#panel .badge").first.inner_text().startswith("Meta-analysis")
    link = page.locator("#panel a.original").first
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("href").startswith("https://doi.org/")
    first = mark.inner_text()
    page.get_by_role("button", name=words.NEXT).click()
    page.wait_for_function(
        f"document.querySelector('#panel mark').innerText !== {json.dumps(first)}"
    )
    page.wait_for_function("document.activeElement.id === 'panel-top'")
    page.keyboard.press("Escape")
    assert visit.focused("class") == "cite"


def test_a_follow_up_is_understood_from_what_was_said(visits: Callable[..., Visit]) -> None:
    visit = visits()
    visit.ask(COLDS)
    turn = visit.ask("and in runners?")
    assert "vitamin C" in turn.locator(".note").inner_text()
    next_question = turn.locator(".chip").first
    text = next_question.inner_text()
    next_question.click()
    visit.page.locator(".turn").nth(2).locator(".actions").wait_for()
    assert visit.page.locator(".asked").last.inner_text() == text


def test_the_map_shows_the_question_and_opens_studies(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.page
    visit.ask("Does magnesium L-threonate help memory?")
    page.get_by_role("button", name=words.OPEN_MAP).click()
    page.locator("#map-plot .points path").first.wait_for()
    assert page.get_by_label(words.MAP_SUBSTANCE).input_value() == "magnesium L-threonate"
    rows = page.locator("#map-table tbody tr")
    assert rows.count() == page.locator("#map-plot .points path").count() > 2
    page.locator("#map-plot .points path").first.click(force=True)
    page.locator("#panel .facts-table").wait_for()
    rows.last.get_by_role("button").click()
    page.locator("#panel .badge", has_text="article").wait_for()


def test_a_pasted_page_is_checked_and_saved(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.page
    page.get_by_role("tab", name=words.TABS["check"]).click()
    page.get_by_label(words.CHECK_LABEL).fill(
        f"Vitamin C prevents colds.\n\n{HOSTILE}\n\nIt cures magnesium deficiency."
    )
    page.get_by_role("button", name=words.CHECK_BUTTON).click()
    page.locator(".report .checked").first.wait_for()
    assert page.locator(".report img, .report form").count() == 0
    contradicted = page.locator(".checked", has_text="Vitamin C prevents colds.")
    contradicted.locator(".cite").first.click()
    page.locator("#panel mark").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name=words.CHECK_SAVE).click()
    assert "> Vitamin C prevents colds." in Path(saved.value.path()).read_text()


def test_the_library_is_searched_and_opened(visits: Callable[..., Visit]) -> None:
    page = visits().page
    page.get_by_role("tab", name=words.TABS["library"]).click()
    page.locator(".shelf li").first.wait_for()
    page.get_by_label(words.LIBRARY_SEARCH).fill("vitamin c cochrane")
    page.wait_for_function("document.querySelectorAll('.shelf li').length === 1")
    page.locator(".shelf .title").click()
    page.locator("#panel .facts-table").wait_for()
    assert "vitamin c" in page.locator("#panel h2").inner_text().lower()


def test_an_uploaded_pdf_is_asked_and_removed(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.page
    page.get_by_role("tab", name=words.TABS["library"]).click()
    page.get_by_role("button", name=words.OWN).click()
    sentence = (
        "In this randomised trial in 120 adults, blorvite did not improve sleep against placebo."
    )
    pdf = write_pdf([["A trial of blorvite for sleep", sentence]], title="Blorvite")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=words.OWN_ADD).click()
    chooser.value.set_files(
        [
            {"name": "blorvite.pdf", "mimeType": "application/pdf", "buffer": pdf},
            {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"no pdf"},
            {"name": "sheet.xlsx", "mimeType": "application/x", "buffer": b"no kind that is read"},
            {"name": "large.txt", "mimeType": "text/plain", "buffer": b"x" * (21 << 20)},
        ]
    )
    page.locator(".results-list .read", has_text="blorvite.pdf").wait_for()
    for skipped in ("broken.pdf", "sheet.xlsx", "large.txt"):  # none of them stops the others
        page.locator(".results-list .skipped", has_text=skipped).wait_for()
    page.locator("#own-list .title").click()
    page.locator("#panel .facts-table", has_text="Randomised trial").wait_for()
    page.locator(".edit summary").click()
    page.locator(".corrections select[name=funding]").select_option("maker")
    page.get_by_role("button", name=words.SAVE, exact=True).click()
    page.locator("#panel .facts-table", has_text=words.SET_BY_YOU).wait_for()

    page.get_by_role("tab", name=words.TABS["chat"]).click()
    page.get_by_label(words.OWN_FIRST).wait_for()
    turn = visit.ask("Does blorvite help sleep?")
    turn.locator(".cite").first.click()
    page.locator("#panel mark", has_text="blorvite").wait_for()
    page.get_by_role("tab", name=words.TABS["library"]).click()
    page.locator("#own-list").get_by_role("button", name=words.REMOVE).click()
    page.get_by_text(words.REMOVED).wait_for()
    page.get_by_text(words.OWN_NONE).wait_for()
    page.get_by_role("tab", name=words.TABS["chat"]).click()
    turn = visit.ask("Does blorvite help sleep?")
    assert turn.locator(".card-none").count() == 1
    assert turn.locator(".cite", has_text="blorvite").count() == 0


def test_an_index_that_is_built_anew_answers_and_old_citations_open(
    visits: Callable[..., Visit], served: Served
) -> None:
    visit = visits()
    page = visit.page
    visit.ask("Does plinvite help with sleep?")
    note = "# About plinvite\n\nMuch was found since. Plinvite gave twelve people sleep.\n"
    (served.data / CHANGING).write_text(note)
    before = served.index()
    served.build()
    for _ in range(600):
        if served.index() != before:
            break
        time.sleep(0.1)
    page.locator(".turn .cite").first.click()
    page.locator("#panel mark", has_text="Plinvite gave ten people sleep.").wait_for()
    page.get_by_text(words.AS_IT_WAS).wait_for()
    visit.ask("Does plinvite help sleep?").locator(".cite").first.click()
    page.locator("#panel mark", has_text="Plinvite gave twelve people sleep.").wait_for()
    assert page.get_by_text(words.AS_IT_WAS).count() == 0


def test_a_passage_that_opens_takes_no_letter_from_the_next_question(
    visits: Callable[..., Visit],
) -> None:
    visit = visits()
    visit.ask(COLDS)
    visit.page.locator(".turn .cite").first.click()
    visit.page.get_by_label(words.QUESTION_LABEL).focus()
    visit.page.locator("#panel mark").first.wait_for()
    visit.page.wait_for_timeout(200)  # the panel takes the focus 40 ms after it came
    visit.page.keyboard.type("and in runners?")
    assert visit.page.get_by_label(words.QUESTION_LABEL).input_value() == "and in runners?"


def test_a_conversation_is_saved_copied_and_cleared(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(COLDS)
    for kind, expected in (
        ("markdown", f"## {COLDS}"),
        ("bibtex", "@article{hemila"),
        ("csl", '"DOI"'),
    ):
        with page.expect_download() as saved:
            page.get_by_role("button", name=words.EXPORTS[kind]).click()
        assert expected in Path(saved.value.path()).read_text()
    page.get_by_role("button", name=words.COPY, exact=True).click()
    page.get_by_text(words.COPIED).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"## {COLDS}")
    assert "[1] " in copied
    page.get_by_role("button", name=words.RETRY).click()
    page.locator(".turn .actions").wait_for()
    assert page.locator(".turn").count() == 1
    page.get_by_role("button", name=words.CLEAR).click()
    page.locator(".welcome").wait_for()
    assert page.evaluate("sessionStorage.length") == 0


def test_a_rating_is_kept_with_consent_alone(visits: Callable[..., Visit], served: Served) -> None:
    visit = visits()
    page = visit.page
    visit.ask(COLDS)
    page.get_by_text(words.HELPFUL).click()
    page.get_by_label(words.RATE_BAD).check()
    page.get_by_label(words.RATING_COMMENT).fill("No dose for children.")
    page.get_by_role("button", name=words.RATING_SEND).click()
    database = served.data / "supplement-evidence-assistant" / "ratings.sqlite"
    assert not database.exists()
    page.get_by_label(words.RATING_CONSENT).check()
    page.get_by_role("button", name=words.RATING_SEND).click()
    page.get_by_text(words.RATING_THANKS).wait_for()
    command = [sys.executable, "-m", "assistant", "ratings"]
    env = os.environ | {"XDG_DATA_HOME": str(served.data)}
    out = subprocess.run(command, check=True, cwd=ROOT, env=env, capture_output=True).stdout
    kept = json.loads(out)
    assert (kept["judgement"], kept["question"]) == ("down", COLDS)
    assert kept["comment"] == "No dose for children."


def test_hostile_text_is_shown_as_text(visits: Callable[..., Visit]) -> None:
    visit = visits()
    turn = visit.ask(f"What does zinquercin do? {HOSTILE}")
    assert turn.locator(".asked").inner_text().endswith(HOSTILE)
    assert turn.locator("img, form:not(.rating)").count() == 0
    visit.page.get_by_role("tab", name=words.TABS["library"]).click()
    visit.page.get_by_role("button", name="About zinquercin").click()
    visit.page.locator("#panel .document", has_text=HOSTILE[:20]).wait_for()
    assert visit.page.locator("#panel img, #panel form").count() == 0


def test_a_reload_in_the_middle_of_an_answer_loses_nothing(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.page
    visit.ask(PATENTS)
    page.wait_for_function("sessionStorage.conversation")
    page.get_by_label(words.QUESTION_LABEL).fill(COLDS)
    page.evaluate("document.querySelector('#ask').click(); location.reload()")
    page.locator(".turn").nth(1).locator(".actions").wait_for()
    assert page.locator(".asked").all_inner_texts() == [PATENTS, COLDS]
    page.wait_for_function("!sessionStorage.asking")


def test_two_tabs_keep_their_own_conversations(visits: Callable[..., Visit]) -> None:
    first = visits()
    second = visits(first.page.context)
    first.page.get_by_role("button", name=COLDS).click()
    second.ask(PATENTS)
    first.page.locator(".turn .actions").wait_for()
    for visit, question in ((first, COLDS), (second, PATENTS)):
        visit.page.wait_for_function("sessionStorage.conversation")
        visit.reload()
        visit.page.locator(".turn .actions").wait_for()
        assert visit.page.locator(".asked").all_inner_texts() == [question]


def test_a_phone_shows_one_column_and_nothing_sticks_out(visits: Callable[..., Visit]) -> None:
    visit = visits(viewport={"width": 360, "height": 740})
    page = visit.page
    assert not page.locator("#panel").is_visible()
    visit.ask("Does magnesium L-threonate help memory?")
    page.locator(".turn .cite").first.click()
    page.locator("#panel mark").wait_for()
    page.get_by_role("button", name=words.BACK, exact=True).click()
    assert not page.locator("#panel").is_visible()
    assert visit.focused("class") == "cite"
    for name in words.TABS.values():
        page.get_by_role("tab", name=name).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_dark_and_light_are_chosen_and_remembered(visits: Callable[..., Visit]) -> None:
    visit = visits(color_scheme="light")
    page = visit.page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name=words.THEME_BUTTON).click()
    dark = page.evaluate(ground)
    visit.reload()
    page.wait_for_function("document.body.classList.contains('dark')")
    assert page.evaluate(ground) == dark != light


def test_the_keyboard_alone_is_enough(visits: Callable[..., Visit]) -> None:
    visit = visits()
    page = visit.page

    def tab_to(found: str, most: int = 40) -> None:
        for _ in range(most):
            if page.evaluate(f"document.activeElement.matches({json.dumps(found)})"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{found} is not reached")

    page.evaluate("document.activeElement.blur()")
    tab_to("#question textarea")
    page.keyboard.type(COLDS)
    page.keyboard.press("Enter")
    page.locator(".turn .actions").wait_for()
    page.locator(".asked").focus()
    tab_to(".cite")
    page.keyboard.press("Enter")
    page.locator("#panel mark").wait_for()
    page.wait_for_function("document.activeElement.id === 'panel-top'")
    page.keyboard.press("Escape")
    assert visit.focused("class") == "cite"
    tab_to(".sources summary")
    page.keyboard.press("Enter")
    tab_to(".passage")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'panel-top'")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name=words.TABS["chat"]).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#map-table tr").first.wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_any_tab(visits: Callable[..., Visit], theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit = visits(color_scheme=theme)
    page = visit.page
    faults: list[str] = []

    def look(where: str) -> None:
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in {"serious", "critical"}:
                places = [node["html"][:160] for node in fault["nodes"]]
                faults.append(f"{where}: {fault['id']}: {places}")

    look("welcome")
    visit.ask("Does magnesium L-threonate help memory?")
    page.locator(".turn .cite").first.click()
    page.locator("#panel mark").wait_for()
    page.get_by_text(words.HELPFUL).click()
    page.locator(".sources summary").click()
    look("answer")
    page.get_by_role("tab", name=words.TABS["map"]).click()
    page.locator("#map-plot .points path").first.wait_for()
    look("map")
    page.get_by_role("tab", name=words.TABS["check"]).click()
    page.get_by_label(words.CHECK_LABEL).fill("Vitamin C prevents colds. Order today!")
    page.get_by_role("button", name=words.CHECK_BUTTON).click()
    page.locator(".report .checked").first.wait_for()
    look("check")
    page.get_by_role("tab", name=words.TABS["library"]).click()
    page.locator(".shelf li").first.wait_for()
    look("library")
    assert faults == []
