"""The corpus is built anew under a running page: it goes over, and old answers stay readable."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from conftest import DATA, FakeEmbedder

from assistant import library as module
from assistant.config import SHIPPED, Settings
from assistant.errors import InputError, PassageIndexError
from assistant.index import build_index, current_version
from assistant.library import EARLIER, Library
from assistant.load import load_sources
from assistant.page.shelf import Cited, Shelf
from assistant.render import words
from assistant.render.badges import short_sum
from assistant.schema import Citation, Source

NOTE = "note"
QUESTION = "Does velorin help with sleep?"
QUESTIONS = (
    QUESTION,
    "What does the WHO say about velorin?",
    "Is velorin safe with warfarin?",
    "Who paid for the trials of velorin?",
    "Does quassamine help people remember zanzibar?",
    "How long does a parcel take to Mars?",
    "What is magnesium?",
)


class Site:
    """A folder of documents, its index, and a library that has it open."""

    def __init__(self, place: Path) -> None:
        self.corpus, self.index = place / "corpus", place / "index"
        shutil.copytree(DATA, self.corpus)
        self.write("Velorin from our shop gave ten people sleep.")
        self.build()
        settings = Settings(index=self.index, collections=place / "collections")
        self.library = Library(settings)
        self.shelf = Shelf(self.library)

    def write(self, text: str) -> None:
        (self.corpus / f"{NOTE}.txt").write_text(text)

    def build(self) -> Path:
        """Build as another process would: nothing is shared with the library."""
        build_index(self.index, load_sources([self.corpus]), FakeEmbedder(), terms=("sleep",))
        return current_version(self.index)

    def cite(self) -> Citation:
        """Ask what cites the note."""
        answer = self.library.assistant().invoke(QUESTION)
        return next(c for c in answer.citations if c.source_id == NOTE)

    def go_over(self) -> None:
        """Let the library notice what was built, and wait until it uses it."""
        self.library.assistant()
        self.library.settle()

    def open(self, citation: Citation) -> Cited:
        """Open a citation as a click in the page does."""
        return self.shelf.read_cited(NOTE, citation.start, citation.end, short_sum(citation.quote))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(module, "SentenceTransformerEmbedder", lambda model: FakeEmbedder())
    return Site(tmp_path)


def read(site: Site) -> Source:
    found = site.library.assistant().read_source(NOTE)
    assert found is not None
    return found


def test_a_new_version_answers_without_a_restart(site: Site) -> None:
    before = site.library.assistant()
    first = site.cite()
    site.write("Velorin from our shop gave ninety people sleep.")
    site.build()
    site.go_over()
    second = site.cite()
    assert (first.quote, second.quote) == (
        "Velorin from our shop gave ten people sleep.", "Velorin from our shop gave ninety people sleep.",
    )  # fmt: skip
    after = site.library.assistant()
    assert after.index.manifest.fingerprint != before.index.manifest.fingerprint
    assert after is site.library.assistant()


def test_the_question_that_notices_it_is_not_kept_waiting(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.library.assistant()
    site.write("Velorin from our shop gave ninety people sleep.")
    site.build()
    monkeypatch.setattr(module.threading, "Thread", Postponed)
    assert site.library.assistant() is before
    assert site.library.assistant() is before
    assert site.cite().quote == "Velorin from our shop gave ten people sleep."
    (started,) = Postponed.started
    started.run_now()
    assert site.cite().quote == "Velorin from our shop gave ninety people sleep."


class Postponed:
    """A thread that runs when a test wants it."""

    started: list[Postponed] = []  # noqa: RUF012  # one test's

    def __init__(self, target: Any, args: tuple[Any, ...], daemon: bool) -> None:
        self.run_now = lambda: target(*args)
        assert daemon

    def start(self) -> None:
        self.started.append(self)

    def is_alive(self) -> bool:
        return True


def test_choices_of_several_collections_go_over_as_well(site: Site, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("Zanzibar is mine.")
    site.library.collections.add("mine", [tmp_path / "own.txt"])
    both = (SHIPPED, "mine")
    before = site.library.assistant(both)
    site.write("Velorin from our shop gave ninety people sleep.")
    site.build()
    site.go_over()
    after = site.library.assistant(both)
    assert after is not before
    found = after.read_source(NOTE)
    assert found is not None
    assert found.text == "Velorin from our shop gave ninety people sleep."


# --- what people still have on their screens -------------------------------------------------


def test_a_passage_that_did_not_change_opens_in_the_new_version(site: Site) -> None:
    citation = site.cite()
    (site.corpus / "other.txt").write_text("Another note.")
    site.build()
    site.go_over()
    assert site.open(citation) == Cited(read(site), True)


def test_a_passage_that_changed_opens_as_it_was(site: Site) -> None:
    citation, was = site.cite(), read(site)
    site.write("Much was written since. Velorin from our shop gave ten people sleep.")
    site.build()
    site.go_over()
    assert site.open(citation) == Cited(was, True, words.AS_IT_WAS)
    assert site.shelf.read(NOTE) == read(site) != was


def test_a_passage_of_a_document_that_was_removed_opens_as_it_was(site: Site) -> None:
    citation, was = site.cite(), read(site)
    (site.corpus / f"{NOTE}.txt").unlink()
    site.build()
    site.go_over()
    assert site.library.assistant().read_source(NOTE) is None
    assert site.open(citation) == Cited(was, True, words.AS_IT_WAS)
    assert site.shelf.read(NOTE) == was


def test_a_passage_that_nobody_has_any_more_is_told_and_marks_nothing(site: Site) -> None:
    citation = site.cite()
    for number in range(EARLIER + 1):
        site.write(f"Version {number} says something else.")
        site.build()
        site.go_over()
    assert site.open(citation) == Cited(read(site), False, words.CHANGED)


def test_the_versions_that_are_kept_are_few_and_the_rest_is_let_go(site: Site) -> None:
    versions = [current_version(site.index)]
    for number in range(EARLIER + 2):
        site.write(f"Version {number} says something else.")
        versions.append(site.build())
        site.go_over()
    gc.collect()
    site.write("The last one.")
    versions.append(site.build())  # removes what nobody reads
    assert [version.exists() for version in versions] == [False, False, True, True, True, True]


def test_nothing_of_an_index_is_kept_once_another_took_its_place(site: Site) -> None:
    """Questions of every kind are asked first, since what answers them may remember where it looked."""
    in_use = vars(SharedSystemClient)["_identifier_to_system"]
    others = set(in_use)
    let_go = []
    first = current_version(site.index)
    for number in range(EARLIER + 1):
        assistant = site.library.assistant()
        for question in QUESTIONS:
            assistant.invoke(question)
        let_go += [weakref.ref(part) for part in (assistant, assistant.index, assistant.catalog)]
        del assistant
        assert files_in_use(current_version(site.index)) or sys.platform != "linux"
        site.write(f"Version {number} says something else.")
        site.build()
        site.go_over()
    gc.collect()
    assert [part() for part in let_go] == [None] * len(let_go)
    assert len(set(in_use) - others) == 1  # Chroma's own, of the index that answers
    assert files_in_use(first) == []


def files_in_use(folder: Path) -> list[str]:
    """The files below a folder that this process has open or mapped, where the system lists them."""
    if sys.platform != "linux":
        return []
    opened = [os.readlink(file) for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
    mapped = Path("/proc/self/maps").read_text().splitlines()
    return [name for name in (*opened, *mapped) if str(folder) in name]


def test_what_was_removed_from_a_collection_is_let_go_at_the_next_question(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "own.txt").write_text("Zanzibar is mine.")
    site.library.collections.add("mine", [tmp_path / "own.txt"])
    both = (SHIPPED, "mine")
    alone, beside = (weakref.ref(site.library.assistant(names)) for names in (("mine",), both))
    site.library.collections.remove("mine")
    with pytest.raises(InputError, match="no such collection"):
        site.library.assistant(both)
    assert (alone(), beside()) == (None, None)
    assert site.cite().source_id == NOTE


# --- what can't be used ----------------------------------------------------------------------


def test_a_version_that_cannot_be_used_changes_nothing_and_is_told_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site.library.assistant()
    site.write("Velorin from our shop gave ninety people sleep.")
    version = site.build()
    whole = (version / "sources.sqlite").read_bytes()
    (version / "sources.sqlite").write_bytes(whole[:100])
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            site.go_over()
    assert site.cite().quote == "Velorin from our shop gave ten people sleep."
    told = [record.message for record in caplog.records if record.name == "assistant.library"]
    assert told == [
        "The index that was built can't be used; the one before answers on: "
        f"{site.index}: the index is damaged; run: assistant build --index {site.index}"
    ]
    (version / "sources.sqlite").write_bytes(whole)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.0)
    site.library._next_change = 0.0
    site.go_over()
    assert site.cite().quote == "Velorin from our shop gave ninety people sleep."


def test_a_folder_that_was_taken_away_answers_on(site: Site) -> None:
    before = site.library.assistant()
    shutil.rmtree(site.index)
    assert site.library.assistant() is before
    assert site.cite().quote == "Velorin from our shop gave ten people sleep."


def test_an_index_that_is_damaged_at_the_start_is_refused(site: Site) -> None:
    (current_version(site.index) / "sources.sqlite").write_bytes(b"")
    with pytest.raises(PassageIndexError, match="damaged"):
        site.library.assistant()
