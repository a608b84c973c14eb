"""The folder of everything through the page's upload, in a browser: nothing lost, nothing hanging.

The files of `tests/mixed_folder.py` that a browser can send (no links, no pipes) are chosen in parts, as a
person would choose them. Each must come back with its result in words, and the page must answer after it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from assistant.collections.documents import count_documents
from assistant.render import words
from soak.load import ROOT, running_page

PART = 40
"""Files that are chosen at once."""
PATIENCE = 10 * 60_000
"""Milliseconds after which a part counts as hanging."""
LONG = 150
"""Letters of a name of which an upload keeps the beginning alone."""
NOT_UNICODE = "caf?.txt"
"""How a name in no encoding is told; browsers don't send it."""
FLAGS = ["--no-sandbox", "--disable-gpu"]


class Uploaded(NamedTuple):
    """What came of it."""

    files: int
    results: int
    """Files, and files in archives, that were told of."""
    read: int
    left_out: int
    wrong: int
    """Results that are not the expected one."""
    documents: int
    """Documents that the collection holds at the end."""
    expected_documents: int
    slowest_part_s: float
    answers_after: int
    """Parts after which a question was answered."""


class Outcome(NamedTuple):
    """A file's result as the page told it."""

    name: str
    is_read: bool
    words: str


def upload_everything(part: int = PART) -> Uploaded:
    """Upload the folder through a browser."""
    sys.path.insert(0, str(ROOT / "tests"))
    from mixed_folder import make_mixed  # type: ignore[import-not-found]  # of the tests
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "mixed"
        folder.mkdir()
        expected = make_mixed(folder)
        files = sendable(folder)
        kept = [
            (Path(name).name, item)
            for name, item in expected.items()
            if not name.startswith("mixed/links/") and Path(name).name != NOT_UNICODE
        ]
        wanted = Counter((name, item.documents > 0, item.reason) for name, item in kept)
        told: list[Outcome] = []
        slowest, answers = 0.0, 0
        log, held = Path(place) / "log.txt", Path(place) / "collections"
        with (
            running_page(log, ASSISTANT_COLLECTIONS=str(held)) as (url, _),
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
            page = browser.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(url)
            for paths in parts(files, part):
                started = time.monotonic()
                told += upload(page, paths)
                slowest = max(slowest, time.monotonic() - started)
                answers += is_answering(page)
            browser.close()
        documents = count_documents(held / words.OWN_FIRST)
        assert "Traceback" not in log.read_text()
    return Uploaded(
        files=len(files),
        results=len(told),
        read=sum(outcome.is_read for outcome in told),
        left_out=sum(not outcome.is_read for outcome in told),
        wrong=count_wrong(told, wanted),
        documents=documents,
        expected_documents=sum(item.documents for _, item in kept),
        slowest_part_s=round(slowest, 1),
        answers_after=answers,
    )


def sendable(folder: Path) -> list[Path]:
    """The files that a person can choose: what a folder passes over, and links, are none of them."""
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and not file.is_symlink()
        and not file.name.startswith(".")
        and file.parent.name != "links"
        and os.fsencode(file).isascii()
        | (str(file).encode("utf-8", "replace") == os.fsencode(file))
    ]


def parts(files: Sequence[Path], size: int) -> Iterator[list[Path]]:
    """Some files at a time, those of one name apart, since a browser sends names without folders."""
    rest = list(files)
    while rest:
        chosen: dict[str, Path] = {}
        for file in rest:
            if len(chosen) < size:
                chosen.setdefault(file.name, file)
        rest = [file for file in rest if file not in chosen.values()]
        yield list(chosen.values())


def upload(page: Any, paths: Sequence[Path]) -> list[Outcome]:
    """Choose files on the page and read what it says of each."""
    page.get_by_role("tab", name=words.TABS["library"]).click()
    button = page.get_by_role("button", name=words.OWN_ADD)
    if not button.is_visible():
        page.get_by_role("button", name=words.OWN).click()
    page.evaluate("document.querySelector('.results-list')?.remove()")
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files([str(path) for path in paths])
    page.locator(".results-list").wait_for()
    lines = page.locator(".results-list li").all()
    return [read_line(line.get_attribute("class"), line.inner_text()) for line in lines]


def read_line(kind: str, line: str) -> Outcome:
    """Take apart one line of the page: the file's name, what became of it, and why."""
    said = words.READ if kind == "read" else words.SKIPPED
    name, _, told = line.strip().partition(f" {said}: ")
    return Outcome(name, kind == "read", told)


def count_wrong(told: Sequence[Outcome], wanted: Mapping[tuple[str, bool, str], int]) -> int:
    """How many results are of no file that was sent, or of the wrong kind, and how many are missing."""
    left = Counter(wanted)
    wrong = 0
    for outcome in told:
        name = Path(outcome.name).name
        fits = [
            key
            for key, count in left.items()
            if count and key[1] == outcome.is_read and outcome.words.startswith(key[2])
            and is_name(name, key[0])
        ]  # fmt: skip
        if fits:
            left[fits[0]] -= 1
        else:
            wrong += 1
            sys.stderr.write(f"unexpected: {outcome}\n")
    for key, count in left.items():
        if count:
            wrong += count
            sys.stderr.write(f"missing: {key}\n")
    return wrong


def is_name(told: str, sent: str) -> bool:
    """Whether a name that the page tells is a sent one; an upload loses some signs and what is too long."""
    kept, whole = (
        "".join(letter for letter in re.sub("%[0-9A-F]{2}", "", name) if letter.isalnum())
        for name in (told, sent)
    )
    is_cut = len(whole) > LONG and whole.startswith(kept.removesuffix("txt"))
    return kept == whole or is_cut


def is_answering(page: Any) -> bool:
    """Whether a question is answered on the page."""
    page.get_by_role("tab", name=words.TABS["chat"]).click()
    before = page.locator(".turn .actions").count()
    page.get_by_label(words.QUESTION_LABEL).fill("Does velorin help sleep?")
    page.get_by_label(words.QUESTION_LABEL).press("Enter")
    page.locator(".turn .actions").nth(before).wait_for()
    return True


def find_browser() -> str:
    """The browser of this machine."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "a browser is needed: install chromium"
    return found
