"""Questions and queries by the file, an answer a line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cli_runs import ANSWER, Assistant, assert_one_line, only_json, write_lines

pytestmark = pytest.mark.usefixtures("invented")


GOOD_LINE = {"ask": {"id": "a", "turns": ["Does velorin help sleep?"]},
             "search": {"_id": "a", "text": "sleep"}}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "line"),
    [
        pytest.param(command, line, id=f"{command}: {name}")
        for command, lines in {
            "ask": {
                "no JSON": "{",
                "nested too deep": "[" * 100_000,
                "no object": ["a"],
                "a string": "\"id turns\"",
                "no id": {"turns": ["a"]},
                "no turns": {"id": "b"},
                "turns that are a text": {"id": "b", "turns": "a"},
                "turns that are no texts": {"id": "b", "turns": [1]},
                "no turn": {"id": "b", "turns": []},
                "an empty turn": {"id": "b", "turns": [" "]},
                "a turn too long": {"id": "b", "turns": ["v" * 100_000]},
            },
            "search": {
                "no JSON": "{",
                "no object": ["a"],
                "no _id": {"text": "a"},
                "no text": {"_id": "b"},
            },
        }.items()
        for name, line in lines.items()
    ],
)  # fmt: skip
def test_a_bad_line_of_a_batch_is_named_by_its_number(
    run_assistant: Assistant, index_folder: Path, tmp_path: Path, command: str, line: object
) -> None:
    file = write_lines(tmp_path / "batch.jsonl", GOOD_LINE[command], "", line)
    run = run_assistant(command, "--batch", file, "--index", index_folder)
    assert [json.loads(answer)["id"] for answer in run.out.splitlines()] in (["a"], [])
    assert_one_line(run._replace(out=""), "batch.jsonl", "line 3")


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize("kind", ["missing", "folder", "binary"])
def test_a_batch_that_cannot_be_read_is_one_line(
    run_assistant: Assistant, index_folder: Path, tmp_path: Path, command: str, kind: str
) -> None:
    file = tmp_path / "batch.jsonl"
    if kind == "folder":
        file.mkdir()
    elif kind == "binary":
        file.write_bytes(b"\xff\xfe")
    run = run_assistant(command, "--batch", file, "--index", index_folder)
    assert_one_line(run, "batch.jsonl: cannot be read")


def test_a_batch_of_questions_gives_an_answer_a_line_with_its_id(
    run_assistant: Assistant, index_folder: Path, tmp_path: Path
) -> None:
    file = write_lines(
        tmp_path / "batch.jsonl",
        {"id": "one", "turns": ["Does velorin help sleep?"]},
        {"id": 2, "turns": ["Does velorin help sleep?", "And quassamine for memory?"]},
    )
    run = run_assistant("ask", "--batch", file, "--index", index_folder)
    assert (run.status, run.err) == (0, "")
    answers = [json.loads(line) for line in run.out.splitlines()]
    assert [answer["id"] for answer in answers] == ["one", 2]
    assert all(set(answer) == ANSWER | {"id"} for answer in answers)
    assert answers[1]["question"] == "And quassamine for memory?"
    assert answers[1]["understanding"]["substances"] == ["quassamine"]


def test_a_batch_of_queries_gives_sources_best_first(
    run_assistant: Assistant, index_folder: Path, tmp_path: Path
) -> None:
    file = write_lines(
        tmp_path / "batch.jsonl", {"_id": "q1", "text": "maze of mice"}, {"_id": "q2", "text": ""}
    )
    run = run_assistant("search", "--batch", file, "--k", 3, "--index", index_folder)
    assert (run.status, run.err) == (0, "")
    first, second = (json.loads(line) for line in run.out.splitlines())
    assert set(first) == {"id", "hits"}
    assert (first["id"], second["id"]) == ("q1", "q2")
    assert [set(hit) for hit in first["hits"]] == [{"source_id", "score"}] * 3
    assert first["hits"][0]["source_id"] == "quassamine-2016-memory-mice"
    scores = [hit["score"] for hit in first["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert len({hit["source_id"] for hit in first["hits"]}) == 3


def test_a_batch_is_read_from_standard_input(
    run_assistant: Assistant, index_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = write_lines(tmp_path / "batch.jsonl", GOOD_LINE["search"])
    with file.open() as lines:
        monkeypatch.setattr(sys, "stdin", lines)
        run = run_assistant("search", "--batch", "-", "--index", index_folder)
    assert only_json(run)["id"] == "a"


def test_beir_documents_are_found_under_their_own_id(
    run_assistant: Assistant, tmp_path: Path
) -> None:
    documents = write_lines(
        tmp_path / "corpus.jsonl",
        {"_id": "MED-1", "title": "Zebras", "text": "Zebras eat velorin. " * 200},
        {"_id": "MED/2", "title": "", "text": "Bees eat nothing."},
    )
    assert run_assistant("build", "--corpus", documents, "--index", tmp_path / "i").status == 0
    found = only_json(run_assistant("search", "zebras", "--json", "--index", tmp_path / "i"))
    assert [hit["source_id"] for hit in found["hits"]] == ["MED-1", "MED/2"]
