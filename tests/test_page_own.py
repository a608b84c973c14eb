"""Documents of the reader's own on the page: whose they are, adding, setting right, removing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.collections import AddReport, CollectionSummary, FileResult
from assistant.config import SHIPPED
from assistant.detect import detect_source
from assistant.errors import InputError
from assistant.page.chat_tab import choices_for
from assistant.page.check_tab import check_steps
from assistant.page.own_tab import add_files
from assistant.page.shelf import Progress, Shelf
from assistant.render import words
from assistant.render.own import (
    CHOICES,
    added_html,
    adding_html,
    detected_html,
    own_html,
    read_corrections,
)
from assistant.render.panel import source_panel
from assistant.schema import Corrections, Design, Source
from tests.answers import HOSTILE, SOURCE, TagCollector, is_safe

TRIAL = detect_source(
    Source(
        source_id="mine-trial",
        title="A trial",
        text="In this randomised, double-blind, placebo-controlled trial, 120 adults took zinc for "
        "8 weeks. Sleep did not differ between zinc and placebo (p = 0.71).",
        collection="mine",
    )
)
REPORT = AddReport(
    name="mine",
    files=(
        FileResult(path="a.pdf", is_read=True, words="1 document", source_ids=("mine-trial",)),
        FileResult(path="b.exe", is_read=False, words="no format that is read"),
    ),
    documents=1,
)


class FakeCollections:
    """Collections of one document each, by name."""

    def __init__(self, *names: str, failure: Exception | None = None) -> None:
        self.held = {name: [TRIAL] for name in names}
        self.failure = failure
        self.called: list[tuple[Any, ...]] = []
        self.pause = 0.0

    def list(self) -> tuple[CollectionSummary, ...]:
        return tuple(CollectionSummary(name=n, documents=len(d)) for n, d in self.held.items())

    def documents(self, name: str) -> tuple[Source, ...]:
        if name not in self.held:
            raise InputError(f"{name}: no such collection")
        return tuple(self.held[name])

    def add(self, name: str, paths: Any, on_read: Any, on_embed: Any, on_detect: Any) -> AddReport:
        self.called.append(("add", name, [path.name for path in paths]))
        if self.failure:
            raise self.failure
        on_read(1)
        time.sleep(self.pause)
        on_detect(1, 1)
        time.sleep(self.pause)
        on_embed(1, 2)
        time.sleep(self.pause)
        self.held.setdefault(name, []).append(TRIAL)
        return REPORT

    def remove_document(self, name: str, source_id: str) -> None:
        self.called.append(("remove", name, source_id))

    def correct(self, name: str, source_id: str, corrections: Corrections) -> Source:
        self.called.append(("correct", name, source_id, corrections.kind))
        return TRIAL


class FakeAssistant:
    """Reads what was chosen."""

    def __init__(self, sources: list[Source]) -> None:
        self.sources = sources

    def read_source(self, source_id: str) -> Source | None:
        return next((s for s in self.sources if s.source_id == source_id), None)


class FakeLibrary:
    """A library without an index."""

    def __init__(self, *names: str, failure: Exception | None = None) -> None:
        self.collections = FakeCollections(*names, failure=failure)

    def read_earlier(self, source_id: str) -> Iterator[Source]:
        yield from ()

    def assistant(self, names: Any = (SHIPPED,)) -> FakeAssistant:
        held = [s for n in names if n != SHIPPED for s in self.collections.documents(n)]
        return FakeAssistant([SOURCE, *held] if SHIPPED in names else held)


def make_shelf(*names: str, user: str = "", failure: Exception | None = None) -> Shelf:
    library: Any = FakeLibrary(*names, failure=failure)
    return Shelf(library, user)


def calls(shelf: Shelf) -> list[tuple[Any, ...]]:
    collections: Any = shelf._library.collections
    return list(collections.called)


# --- whose they are --------------------------------------------------------------------------


def test_without_a_login_all_collections_belong_to_whoever_runs_the_page() -> None:
    shelf = make_shelf("mine", "ours")
    assert shelf.names() == ["mine", "ours"]
    assert shelf.read("mine-trial") == TRIAL
    assert shelf.read(SOURCE.source_id) == SOURCE
    assert shelf.read("none") is None


def test_with_a_login_nobody_reaches_the_documents_of_another() -> None:
    library: Any = FakeLibrary()
    ann, bob = Shelf(library, "ann"), Shelf(library, "bob")
    list(ann.add("mine", []))
    assert ann.names() == ["mine"]
    assert bob.names() == []
    assert ann.read("mine-trial") == TRIAL
    assert bob.read("mine-trial") is None
    with pytest.raises(InputError, match="no such collection"):
        bob.chain(["mine"])
    for attempt in (
        lambda: bob.remove("mine-trial"),
        lambda: bob.correct("mine-trial", Corrections()),
    ):
        with pytest.raises(InputError, match="none of your documents"):
            attempt()
    assert [call[0] for call in calls(bob)] == ["add"]


def test_the_choice_of_collections_keeps_the_ticks_that_still_stand() -> None:
    shelf = make_shelf("mine", "theirs")
    every, some = choices_for(shelf), choices_for(shelf, ["mine", "gone"])
    assert (every.value, every.visible) == ([SHIPPED, "mine", "theirs"], True)
    assert (some.value, some.visible) == (["mine"], True)
    assert [value for _, value in some.choices] == [SHIPPED, "mine", "theirs"]
    assert choices_for(make_shelf(), []).visible is False


def test_a_check_against_a_collection_that_is_not_there_says_so() -> None:
    *_, (html, kept) = check_steps(lambda: make_shelf("mine").chain(["gone"]), "A text.")
    assert "gone: no such collection" in html
    assert kept is None


def test_nothing_chosen_means_the_shipped_documents() -> None:
    assert make_shelf("mine").chain([]).read_source(SOURCE.source_id) == SOURCE


# --- adding ----------------------------------------------------------------------------------


def test_added_files_are_told_one_by_one_and_the_copies_are_gone(tmp_path: Path) -> None:
    copy = tmp_path / "a.pdf"
    copy.write_bytes(b"x")
    shelf = make_shelf()
    *_, (result, listed, _, choice) = add_files(shelf, " mine ", [str(copy)])
    assert calls(shelf) == [("add", "mine", ["a.pdf"])]
    assert "a.pdf</b> read: 1 document" in result
    assert "b.exe</b> left out: no format that is read" in result
    assert "A trial" in listed
    assert choice.value == [SHIPPED, "mine"]
    assert not copy.exists()


def test_a_failure_is_told_and_the_copies_are_gone(tmp_path: Path) -> None:
    copy = tmp_path / "a.pdf"
    copy.write_bytes(b"x")
    shelf = make_shelf(failure=InputError("That name won't do."))
    *_, (result, *_) = add_files(shelf, "BAD", [str(copy)])
    assert "That name won&#x27;t do." in result
    assert not copy.exists()


def test_how_far_it_is_is_told_in_words() -> None:
    assert "Reading: 3 documents so far" in adding_html(Progress(read=3))
    assert "<progress aria" in adding_html(Progress(read=3))
    looking = adding_html(Progress(read=3, seen=1, to_see=3))
    assert "Finding out what they are: 1 of 3 documents" in looking
    assert 'max="3" value="1"' in looking
    making = adding_html(Progress(read=3, seen=3, to_see=3, embedded=1, to_embed=2000))
    assert "1 of 2,000 passages" in making
    assert 'max="2000" value="1"' in making


def test_progress_is_told_while_files_are_read_looked_at_and_indexed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.page.shelf.BETWEEN", 0.01)
    shelf = make_shelf()
    collections: Any = shelf._library.collections
    collections.pause = 0.2
    *steps, report = shelf.add("mine", [])
    assert report == REPORT
    told = list(dict.fromkeys(step for step in steps if step != Progress()))
    assert told == [
        Progress(read=1),
        Progress(read=1, seen=1, to_see=1),
        Progress(read=1, seen=1, to_see=1, embedded=1, to_embed=2),
    ]


def test_what_is_not_there_any_more_is_left_out_of_the_lists() -> None:
    shelf = make_shelf("mine")
    assert shelf.standing(["mine", "gone"]).read_source("mine-trial") == TRIAL
    assert shelf.standing(["gone"]).read_source(SOURCE.source_id) == SOURCE
    assert shelf.standing([]).read_source(SOURCE.source_id) == SOURCE


# --- what was detected -----------------------------------------------------------------------


def test_detected_facts_come_with_their_words_and_how_sure_they_are() -> None:
    html = source_panel("mine-trial", 0, 0, lambda _: TRIAL)
    assert words.SEEMS_NOTE in html
    assert "<b>Randomised trial</b>" in html
    assert words.SURE in html
    assert "<q>" in html
    assert words.NOT_FOUND in html
    assert 'data-event="delete"' in html
    assert TagCollector(html).open == []


def test_only_documents_of_ones_own_can_be_changed() -> None:
    shipped = TRIAL.model_copy(update={"collection": None})
    assert "corrections" in detected_html(TRIAL)
    assert "corrections" not in detected_html(shipped)


def test_a_form_is_read_as_corrections() -> None:
    values = {"kind": "rct", "participants": "120", "randomised": "no", "seller": "", "evil": "x"}
    assert read_corrections(values.items()) == Corrections(
        kind=Design.RCT, participants=120, randomised=False, is_confirmed=True
    )


@pytest.mark.parametrize(
    "values", [{"kind": "magic"}, {"participants": "many"}, {"funding": "<b>"}]
)
def test_a_value_that_no_form_offers_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        read_corrections(values.items())


def test_everything_that_can_be_set_is_offered() -> None:
    settable = {*Corrections.model_fields} - {"document", "blinding", "is_confirmed"}
    assert {*CHOICES, "participants"} == settable


def test_lists_are_escaped_and_balanced() -> None:
    hostile = TRIAL.model_copy(update={"title": HOSTILE, "source_id": HOSTILE, "text": HOSTILE})
    file = FileResult(path=HOSTILE, is_read=False, words=HOSTILE)
    bad = AddReport(name="mine", files=(file,), documents=0)
    for html in (own_html({HOSTILE: [hostile]}), added_html(bad), detected_html(hostile)):
        assert is_safe(html)
        assert TagCollector(html).open == []


def test_an_empty_shelf_says_so() -> None:
    assert words.OWN_NONE in own_html({"mine": []})
