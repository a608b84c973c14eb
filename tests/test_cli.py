from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import DATA, FakeEmbedder, Run

from assistant.index import PassageIndex
from assistant.index.store import FORMAT
from assistant.load import load_vocabulary

Assistant = Callable[..., Run]
ANSWER = {
    "question", "standalone_question", "status", "reason", "understanding", "answer", "evidence",
    "claims", "caveats", "citations", "verification", "fallback", "generator", "index",
    "timings_ms",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("invented")
PASSAGES = 47
TERMS = len(load_vocabulary(DATA / "vocabulary").outcome_phrases)
"""What a first build of the sample documents embeds."""


def assert_one_line(run: Run, *words: str) -> None:
    """Status 2, one plain line on standard error, and nothing on standard output."""
    assert run.status == 2
    assert run.out == ""
    assert run.err.endswith("\n")
    line = run.err[:-1]
    assert line.strip()
    assert "\n" not in line
    assert "Traceback" not in line
    assert "\x1b" not in line
    for word in words:
        assert word in line


def only_json(run: Run) -> Any:
    """Standard output is one line of JSON and nothing else."""
    assert run.status == 0
    assert run.err == ""
    assert run.out.count("\n") == 1
    return json.loads(run.out)


def write_lines(file: Path, *lines: object) -> Path:
    file.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    return file


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


# --- batches ---------------------------------------------------------------------------------

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


# --- results ---------------------------------------------------------------------------------


def test_build_tells_what_it_did(
    run_assistant: Assistant, corpus: Path, tmp_path: Path, invented: FakeEmbedder
) -> None:
    (corpus / "photo.png").write_bytes(b"\x89PNG")
    command = ("build", "--corpus", corpus, "--index", tmp_path / "index")
    first = run_assistant(*command, "--json")
    report = json.loads(first.out)
    assert (first.status, first.out.count("\n")) == (0, 1)
    assert report.pop("seconds") >= 0
    assert report == {
        "documents": 8,
        "passages": 47,
        "embedded": 47,
        "removed": 0,
        "skipped": [{"path": "corpus/photo.png", "reason": ".png: format not read"}],
    }
    (corpus / "articles" / "velorest-shop-page.md").unlink()
    again = run_assistant(*command, "--json")
    report = json.loads(again.out)
    assert (report["documents"], report["embedded"], report["removed"]) == (7, 0, 1)
    assert len(invented.embedded) == PASSAGES + TERMS

    plain = run_assistant(*command)
    assert plain.out.startswith("7 documents, ")
    assert plain.out.count("\n") == 1
    assert "skipped corpus/photo.png: .png: format not read" in plain.err


def test_ask_gives_the_answer_of_the_design_page(
    run_assistant: Assistant, index_folder: Path
) -> None:
    answer = only_json(
        run_assistant("ask", "Does velorin help sleep quality?", "--json", "--index", index_folder)
    )
    assert set(answer) == ANSWER
    assert answer["status"] == "answered"
    assert set(answer["understanding"]) == {
        "substances", "outcomes", "intents", "populations", "premise",
    }  # fmt: skip
    assert answer["understanding"]["substances"] == ["velorin"]
    assert set(answer["evidence"]) == {
        "level", "direction", "strongest_design", "human_trials", "participants", "null_results",
    }  # fmt: skip
    assert set(answer["verification"]) == {"cut", "rewritten"}
    assert answer["generator"] == "extractive"
    assert answer["fallback"] is None
    index = PassageIndex(index_folder, "fake")
    assert answer["index"] == index.manifest.fingerprint
    index.close()

    assert answer["claims"]
    for claim in answer["claims"]:
        assert {"text", "kind", "citations", "design", "attributed", "strength"} <= set(claim)
        assert set(claim) <= {
            "text", "kind", "citations", "design", "attributed", "strength", "operands", "query",
        }  # fmt: skip
        assert claim["kind"] in {"finding", "reported", "derived", "coverage"}
    assert all(set(caveat) == {"kind", "text", "citations"} for caveat in answer["caveats"])
    numbers = [citation["number"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = {c["source_id"] for c in answer["citations"]}
    assert {"velorin-2015-sleep-trial", "velorin-2019-sleep-trial"} <= cited


def test_a_citation_is_a_stretch_of_the_text_that_source_prints(
    run_assistant: Assistant, index_folder: Path
) -> None:
    answer = only_json(
        run_assistant("ask", "Does velorin help sleep quality?", "--json", "--index", index_folder)
    )
    assert answer["citations"]
    for citation in answer["citations"]:
        assert set(citation) == {
            "number", "source_id", "title", "authors", "year", "design", "url", "quote", "start",
            "end",
        }  # fmt: skip
        source = only_json(
            run_assistant("source", citation["source_id"], "--json", "--index", index_folder)
        )
        assert source["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert source["title"] == citation["title"]
        assert source["design"] == citation["design"]


def test_no_evidence_is_a_result(run_assistant: Assistant, index_folder: Path) -> None:
    run = run_assistant("ask", "Does velorin help memory?", "--json", "--index", index_folder)
    answer = only_json(run)
    assert (answer["status"], answer["reason"]) == ("no_evidence", "outcome_absent")
    assert answer["evidence"] is None


def test_ask_prints_the_answer_and_its_references(
    run_assistant: Assistant, index_folder: Path
) -> None:
    run = run_assistant("ask", "Does velorin help sleep quality?", "--index", index_folder)
    assert (run.status, run.err) == (0, "")
    assert "[1]" in run.out
    assert "Castell" in run.out
    assert "\x1b" not in run.out


def test_search_prints_score_id_and_title(run_assistant: Assistant, index_folder: Path) -> None:
    run = run_assistant("search", "maze of mice", "--k", 2, "--index", index_folder)
    assert (run.status, run.err) == (0, "")
    first, _ = run.out.splitlines()
    score, source_id, title = first.split("  ")
    assert 0 <= float(score) <= 1
    assert (source_id, title) == (
        "quassamine-2016-memory-mice", "Quassamine and maze learning in mice",
    )  # fmt: skip


def test_search_json_is_the_shape_of_a_batch(run_assistant: Assistant, index_folder: Path) -> None:
    found = only_json(run_assistant("search", "sleep", "--json", "--index", index_folder))
    assert set(found) == {"id", "hits"}
    assert all(set(hit) == {"source_id", "score"} for hit in found["hits"])
    assert len(found["hits"]) == 8


def test_source_prints_the_text_alone(
    run_assistant: Assistant, index_folder: Path, built_index: PassageIndex
) -> None:
    source = built_index.source("quassamine-2011-memory-trial")
    assert source is not None
    run = run_assistant("source", source.source_id, "--index", index_folder)
    assert run == Run(0, source.text + "\n", "")

    values = only_json(run_assistant("source", source.source_id, "--json", "--index", index_folder))
    assert values["text"] == source.text
    assert values["facts"] == json.loads(source.model_dump_json())["facts"]
    assert values["facts"]["notices"][0]["kind"] == "retraction"


# --- the default index -----------------------------------------------------------------------


def test_the_default_index_builds_itself_once(
    run_assistant: Assistant, invented: FakeEmbedder
) -> None:
    first = run_assistant("search", "sleep", "--json")
    assert first.status == 0
    assert len(json.loads(first.out)["hits"]) == 8
    assert len(invented.embedded) == PASSAGES + TERMS
    assert only_json(run_assistant("search", "sleep", "--json")) == json.loads(first.out)
    assert len(invented.embedded) == PASSAGES + TERMS


def test_the_default_index_follows_the_shipped_corpus(
    run_assistant: Assistant,
    invented: FakeEmbedder,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.load.shipped.shipped_corpus", lambda: corpus)
    run_assistant("search", "sleep", "--json")
    (corpus / "articles" / "velorest-shop-page.md").unlink()
    found = json.loads(run_assistant("search", "sleep", "--json").out)
    assert len(found["hits"]) == 7
    assert len(invented.embedded) == PASSAGES + TERMS


@pytest.mark.parametrize("used_before", [False, True], ids=["never used", "used before"])
def test_a_default_index_of_the_users_own_documents_is_kept(
    run_assistant: Assistant, tmp_path: Path, used_before: bool
) -> None:
    if used_before:
        run_assistant("search", "sleep", "--json")
    note = tmp_path / "zebras.txt"
    note.write_text("Zebras eat velorin.")
    assert run_assistant("build", "--corpus", note).status == 0
    found = json.loads(run_assistant("search", "sleep", "--json").out)
    assert [hit["source_id"] for hit in found["hits"]] == ["zebras"]


# --- check -----------------------------------------------------------------------------------


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


# --- collections -----------------------------------------------------------------------------


def test_a_collection_is_filled_asked_and_removed(
    run_assistant: Assistant, index_folder: Path, tmp_path: Path
) -> None:
    shop = tmp_path / "shop.txt"
    shop.write_text("Velorin from our shop gave me zanzibar sleep.")
    (tmp_path / "shop.pdf").write_bytes(b"no pdf")
    added = run_assistant("collection", "add", "mine", shop, tmp_path / "shop.pdf")
    assert added.out.splitlines() == [
        "read shop.txt: 1 document, 1 passage",
        "skipped shop.pdf: named .pdf but holds plain text; give it its own ending",
        "mine: 1 document",
    ]
    assert run_assistant("collection", "list").out == "mine  1 document\n"
    listed = run_assistant("collection", "list", "mine")
    assert listed.out == "mine-shop  Velorin from our shop gave me zanzibar sleep.\n"

    mine = ("--collection", "mine")
    both = ("--index", index_folder, *mine, "--collection", "shipped")
    hits = only_json(run_assistant("search", "zanzibar", *mine, "--json"))["hits"]
    assert [hit["source_id"] for hit in hits] == ["mine-shop"]
    answer = only_json(run_assistant("ask", "Does velorin help sleep?", *both, "--json"))
    assert {c.get("collection") for c in answer["citations"]} == {"mine", None}
    printed = run_assistant("source", "mine-shop", *mine)
    assert printed.out == "Velorin from our shop gave me zanzibar sleep.\n"

    assert run_assistant("collection", "remove", "mine", "mine-shop").status == 0
    assert_one_line(run_assistant("search", "zanzibar", *mine), "holds no document")
    assert run_assistant("collection", "remove", "mine").status == 0
    assert_one_line(run_assistant("search", "zanzibar", *mine), "mine: no such collection")


def test_adding_as_json_gives_every_file(run_assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Velorin is blue.")
    report = only_json(run_assistant("collection", "add", "mine", tmp_path / "a.txt", "--json"))
    assert report == {
        "name": "mine",
        "files": [
            {
                "path": "a.txt",
                "is_read": True,
                "words": "1 document, 1 passage",
                "source_ids": ["mine-a"],
            }
        ],
        "documents": 1,
    }


def test_a_collection_is_made_empty_and_only_once(run_assistant: Assistant) -> None:
    assert run_assistant("collection", "create", "mine").status == 0
    assert only_json(run_assistant("collection", "list", "--json")) == [
        {"name": "mine", "documents": 0}
    ]
    assert_one_line(run_assistant("collection", "create", "mine"), "already")
    assert_one_line(run_assistant("collection", "create", "../x"), "can't be a collection's name")
