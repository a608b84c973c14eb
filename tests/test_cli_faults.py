"""What the command line refuses: each bad index, document and question in one plain line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import Assistant, assert_one_line, only_json, write_lines
from conftest import DATA, Run

from assistant.index.manifest import FORMAT

pytestmark = pytest.mark.usefixtures("invented")


# --- an index that cannot be used ------------------------------------------------------------

READERS = [
    ("ask", "does velorin help sleep?"),
    ("search", "sleep"),
    ("source", "velorest-shop-page"),
]
READER_IDS = [name for name, _ in READERS]


@pytest.mark.parametrize("command", READERS, ids=READER_IDS)
def test_a_missing_index_is_one_line(
    run_assistant: Assistant, tmp_path: Path, command: tuple[str, str]
) -> None:
    missing = tmp_path / "nowhere"
    assert_one_line(run_assistant(*command, "--index", missing), str(missing), "assistant build")
    assert not missing.exists()


@pytest.mark.parametrize("command", READERS, ids=READER_IDS)
def test_a_foreign_folder_is_one_line(
    run_assistant: Assistant, tmp_path: Path, command: tuple[str, str]
) -> None:
    (tmp_path / "letter.txt").write_text("Dear aunt")
    assert_one_line(run_assistant(*command, "--index", tmp_path), str(tmp_path), "no index here")


@pytest.mark.parametrize("command", READERS, ids=READER_IDS)
def test_an_index_of_another_model_is_one_line(
    run_assistant: Assistant,
    index_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, str],
) -> None:
    monkeypatch.setattr("assistant.embed.SentenceTransformerEmbedder.name", "another")
    run = run_assistant(*command, "--index", index_folder)
    assert_one_line(run, f"built with {FORMAT}/fake/", f"this program uses {FORMAT}/another/")


@pytest.mark.parametrize(
    "command", [*READERS, ("build", "--corpus", str(DATA))], ids=[*READER_IDS, "build"]
)
def test_an_index_that_is_a_file_is_one_line(
    run_assistant: Assistant, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    assert_one_line(run_assistant(*command, "--index", file), str(file))
    assert file.read_text() == "mine"


@pytest.mark.parametrize("command", READERS, ids=READER_IDS)
def test_a_pointer_to_nowhere_is_one_line(
    run_assistant: Assistant, tmp_path: Path, command: tuple[str, str]
) -> None:
    (tmp_path / "CURRENT").write_text("0123456789ab")
    assert_one_line(run_assistant(*command, "--index", tmp_path), "incomplete")


def test_a_setting_that_cannot_be_used_is_one_line(
    run_assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_TOP_K", "many")
    assert_one_line(run_assistant("ask", "does velorin help sleep?"), "ASSISTANT_TOP_K")


def test_the_program_itself_ends_with_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "source", "x", "--index", str(tmp_path / "nowhere")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert_one_line(Run(done.returncode, done.stdout, done.stderr), "no index here")


# --- documents that cannot be read -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        pytest.param(None, b"", "No document could be read", id="an empty folder"),
        pytest.param("a.md", b"---\nid: [x\n---\n\nText.", "a.md: front matter", id="not YAML"),
        pytest.param("a.md", b"---\ntype: ode\n---\n\nText.", "a.md: type: must be", id="no type"),
        pytest.param(
            "a.txt",
            b"\x89PNG\x00\xff",
            "a.txt: named .txt but holds a picture",
            id="a picture named .txt",
        ),
        pytest.param("a.txt", b"a\x00b", "a.txt: a binary file", id="a null byte"),
        pytest.param("a.md", b"", "a.md: empty", id="an empty file"),
        pytest.param("a.md", b"# Only a heading", "no sentence", id="no sentence"),
        pytest.param("a.jsonl", b"{", "a.jsonl: line 1 is not JSON", id="bad JSONL"),
        pytest.param(
            "a.jsonl", b'{"_id": "a", "text": "A \\ud800."}', "a.jsonl: line 1", id="half a letter"
        ),
    ],
)
def test_a_corpus_that_cannot_be_read_is_one_line(
    run_assistant: Assistant, tmp_path: Path, name: str | None, data: bytes, words: str
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    if name:
        (folder / name).write_bytes(data)
    run = run_assistant("build", "--corpus", folder, "--index", tmp_path / "index")
    assert_one_line(run, words)
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_a_corpus_that_is_missing_is_one_line(run_assistant: Assistant, tmp_path: Path) -> None:
    run = run_assistant("build", "--corpus", tmp_path / "nowhere", "--index", tmp_path / "index")
    assert_one_line(run, "nowhere: no such file or folder")


def test_a_folder_that_is_named_twice_is_read_once(
    run_assistant: Assistant, tmp_path: Path
) -> None:
    twice = ("--corpus", DATA, "--corpus", DATA / "abstracts")
    run = run_assistant("build", *twice, "--index", tmp_path / "index", "--json")
    report = json.loads(run.out)
    assert (report["documents"], report["skipped"]) == (8, [])


# --- questions that cannot be answered -------------------------------------------------------


@pytest.mark.parametrize("question", ["", "  ", "\n\t"])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_empty_question_is_one_line(
    run_assistant: Assistant, index_folder: Path, command: str, question: str
) -> None:
    assert_one_line(run_assistant(command, question, "--index", index_folder), "is empty")


@pytest.mark.parametrize(
    "question",
    ["velorin " * 12_500, "v" * 100_000, "?" * 100_000],
    ids=["words", "one word", "question marks"],
)
def test_a_question_of_100000_characters_is_one_line(
    run_assistant: Assistant, index_folder: Path, question: str
) -> None:
    assert_one_line(run_assistant("ask", question, "--index", index_folder), "characters")


@pytest.mark.parametrize("command", ["ask", "search"])
def test_text_that_is_no_unicode_does_not_end_in_a_traceback(
    run_assistant: Assistant, index_folder: Path, command: str
) -> None:
    run = run_assistant(command, "does velorin \udcff help?", "--json", "--index", index_folder)
    if run.status == 0:
        only_json(run)
    else:
        assert_one_line(run)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_no_question_and_no_file_is_one_line(
    run_assistant: Assistant, index_folder: Path, tmp_path: Path, command: str
) -> None:
    assert_one_line(run_assistant(command, "--index", index_folder), "--batch")
    file = write_lines(tmp_path / "batch.jsonl", {"id": 1, "_id": 1, "turns": ["a"], "text": "a"})
    both = run_assistant(command, "a", "--batch", file, "--index", index_folder)
    assert_one_line(both, "--batch")


@pytest.mark.parametrize(
    "command",
    [("sing",), ("search", "sleep", "--k", "0"), ("search", "sleep", "--k", "all"),
     ("search", "sleep", "--loud"), ("source",)],
    ids=" ".join,
)  # fmt: skip
def test_a_command_line_that_cannot_be_read_is_one_line(
    run_assistant: Assistant, command: tuple[str, ...]
) -> None:
    assert_one_line(run_assistant(*command))


def test_an_unknown_source_is_one_line(run_assistant: Assistant, index_folder: Path) -> None:
    run = run_assistant("source", "nobody-1999", "--index", index_folder)
    assert_one_line(run, "nobody-1999: no such document")
