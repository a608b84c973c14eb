"""`assistant check` on files, standard input and batches of claims."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from cli_runs import Assistant, assert_one_line, only_json, write_lines

from assistant.index import PassageIndex

pytestmark = pytest.mark.usefixtures("invented")


def test_check_gives_the_report_of_the_design_page(
    run_assistant: Assistant, index_folder: Path, tmp_path: Path, built_index: PassageIndex
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Quassamine improves memory. Do you want more?")
    report = only_json(run_assistant("check", page, "--index", index_folder, "--json"))
    claim, question = report["claims"]
    assert claim["text"] == page.read_text()[claim["start"] : claim["end"]]
    assert {name: claim[name] for name in ("verdict", "strength", "marks")} == {
        "verdict": "overclaims", "strength": 3, "marks": [],
    }  # fmt: skip
    assert claim["citations"]
    for citation in claim["citations"]:
        source = built_index.source(citation["source_id"])
        assert source
        assert source.text[citation["start"] : citation["end"]] == citation["quote"]
    assert (question["verdict"], question["citations"]) == ("not_checkable", [])
    assert report["summary"]["sentences"] == 2


def test_check_reads_standard_input_and_prints_reasons(
    run_assistant: Assistant, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = type("Stdin", (), {"buffer": io.BytesIO(b"Quassamine cures dementia.")})
    monkeypatch.setattr(sys, "stdin", stdin)
    run = run_assistant("check", "-", "--index", index_folder)
    assert run.status == 0
    assert "Quassamine cures dementia." in run.out
    assert "disease claim" in run.out


@pytest.mark.parametrize(
    ("name", "written", "read_as"),
    [
        (
            "saved.html",
            "<html><head><title>Shop</title></head><body><nav>Home</nav><article><h1>Memory</h1>"
            "<p>Quassamine improves memory, as the makers of this product like to tell everybody who "
            "asks them about it.</p><p>There is more to say about it, and the page goes on to say so "
            "at length.</p></article></body></html>",
            "the text of a web page",
        ),
        (
            "notes.md",
            "# Memory\n\nQuassamine improves memory, as they say.\n",
            "the text of Markdown",
        ),
        ("bare", "Quassamine improves memory, as they say.", "plain text, as it stands"),
    ],
)
def test_a_file_is_checked_as_the_text_that_its_reader_finds(
    run_assistant: Assistant,
    index_folder: Path,
    tmp_path: Path,
    name: str,
    written: str,
    read_as: str,
) -> None:
    page = tmp_path / name
    page.write_text(written)
    report = only_json(run_assistant("check", page, "--index", index_folder, "--json"))
    claim = report["claims"][0]
    assert report["read_as"] == read_as
    assert report["text"][claim["start"] : claim["end"]] == claim["text"]
    assert claim["text"].startswith("Quassamine improves memory")
    assert claim["verdict"] == "overclaims"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.pdf", b"no pdf at all", ["page.pdf"]),
        ("page.txt", b"<!DOCTYPE html><html><p>x</p></html>", ["page.txt", "web page"]),
        ("export.nbib", b"PMID- 1\nTI  - x\n", ["export.nbib", "MEDLINE", "check reads"]),
        ("page.html", b"<html></html>", ["page.html"]),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\xff", ["picture.png"]),
    ],
)
def test_a_file_that_cannot_be_checked_is_one_line(
    run_assistant: Assistant,
    index_folder: Path,
    tmp_path: Path,
    name: str,
    data: bytes,
    words: list[str],
) -> None:
    page = tmp_path / name
    page.write_bytes(data)
    assert_one_line(run_assistant("check", page, "--index", index_folder), *words)


def test_a_batch_of_claims_needs_no_index(
    run_assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "assistant.cli.checking.open_assistant", lambda index: pytest.fail("opened")
    )
    batch = write_lines(
        tmp_path / "claims.jsonl",
        {"id": 7, "claim": "Zinc prevents colds."},
        {"id": "b", "claim": "Zinc prevents colds.", "source": "Zinc may prevent colds."},
    )
    run = run_assistant("check", "--batch", batch)
    assert run.status == 0
    assert [json.loads(line) for line in run.out.splitlines()] == [
        {"id": 7, "strength": 3},
        {"id": "b", "strength": 3, "verdict": "overclaims"},
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], ["assistant check page.txt"]),
        (["check", "no-such-page.txt"], ["no-such-page.txt", "cannot be read"]),
        (["check", "--batch", "no-such.jsonl"], ["no-such.jsonl", "cannot be read"]),
    ],
)
def test_a_text_to_check_that_is_missing_is_one_line(
    run_assistant: Assistant, arguments: list[str], words: list[str]
) -> None:
    assert_one_line(run_assistant(*arguments), *words)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": 1}, ["line 1", "'claim'"]),
        ({"claim": "x"}, ["line 1", "'id'"]),
        ({"id": 1, "claim": 5}, ["line 1", "'claim'", "text"]),
        ({"id": 1, "claim": "x", "source": None}, ["line 1", "'source'", "text"]),
    ],
)
def test_a_bad_line_of_claims_is_named(
    run_assistant: Assistant, tmp_path: Path, row: object, words: list[str]
) -> None:
    batch = write_lines(tmp_path / "claims.jsonl", row)
    assert_one_line(run_assistant("check", "--batch", batch), *words)
