"""`assistant collection`: documents of one's own, added, asked and removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runs import Assistant, assert_one_line, only_json

pytestmark = pytest.mark.usefixtures("invented")


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
