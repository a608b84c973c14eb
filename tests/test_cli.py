"""What the commands print, and the default index that builds itself."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest
from cli_runs import ANSWER, Assistant, only_json
from conftest import DATA, FakeEmbedder, Run

from assistant.cli.opening import collector_resting
from assistant.index import PassageIndex
from assistant.load import load_vocabulary

pytestmark = pytest.mark.usefixtures("invented")
PASSAGES = 47
TERMS = len(load_vocabulary(DATA / "vocabulary").outcome_phrases)
"""What a first build of the sample documents embeds."""


def test_the_collector_rests_while_an_index_is_opened_and_then_works_on() -> None:
    with collector_resting():
        assert (gc.isenabled(), gc.get_freeze_count()) == (False, 0)
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


def test_a_command_leaves_nothing_out_of_the_collector_s_reach(
    run_assistant: Assistant, index_folder: Path
) -> None:
    assert run_assistant("ask", "--index", index_folder, "Does velorin help sleep?").status == 0
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


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
