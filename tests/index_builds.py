"""Builds of the test corpus, searches in them, and changes of its files."""

from __future__ import annotations

from pathlib import Path

from conftest import FakeEmbedder

from assistant.index import BuildReport, PassageIndex, build_index
from assistant.load import load_sources

TRIAL = "abstracts/velorin-2015-sleep-trial.md"
DOSE = "The adults of the Arden trial took 300 mg of velorin an hour before bed."
ALL_PASSAGES = 47


def build(folder: Path, corpus: Path, embedder: FakeEmbedder | None = None) -> BuildReport:
    return build_index(folder, load_sources([corpus]), embedder or FakeEmbedder())


def search(folder: Path, text: str, k: int = 5) -> list[str]:
    """Search an index by vector and by word; gives the texts of both, best first."""
    index = PassageIndex(folder, "fake")
    try:
        hits = index.search_dense(FakeEmbedder().embed_query(text), k)
        hits += index.search_lexical(text, k)
        passages = index.passages([hit.position for hit in hits])
        return [passages[hit.position].text for hit in hits]
    finally:
        index.close()


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
