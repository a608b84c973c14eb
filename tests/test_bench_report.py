"""Figures go into their own place of the page, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.__main__ import TABLES as SIDES
from bench.report import README, write_results, write_table
from bench.stages import TABLES as STAGES

PAGE = "# Figures\n\n<!-- a -->\nold\n<!-- end of a -->\n\n<!-- b -->\nother\n<!-- end of b -->\n"


def test_a_table_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(PAGE)
    for table in ("| \\1 |\n", "| new |\n"):
        write_table("a", table, page)
    assert page.read_text() == PAGE.replace("old\n", "| new |\n")


def test_a_table_without_a_place_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(PAGE)
    with pytest.raises(ValueError, match="no place for the table 'c'"):
        write_table("c", "| |\n", page)
    assert page.read_text() == PAGE


def test_figures_are_written_as_json(tmp_path: Path) -> None:
    write_results("nfcorpus-dev", {"query_ms": 4.5}, tmp_path)
    assert json.loads((tmp_path / "results" / "nfcorpus-dev.json").read_text()) == {"query_ms": 4.5}


@pytest.mark.parametrize("name", [*SIDES.values(), *STAGES.values(), "ask at a size"])
def test_every_table_has_its_place_on_the_page(name: str) -> None:
    page = README.read_text(encoding="utf-8")
    assert page.count(f"<!-- {name} -->\n") == page.count(f"<!-- end of {name} -->") == 1
