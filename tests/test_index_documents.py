from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from assistant.chunk import embedded_text, split_source
from assistant.index import documents
from assistant.index.documents import (
    Row,
    count_removed,
    read_batches,
    read_spread_batches,
    write_documents,
)
from assistant.index.lexical import open_read_only
from assistant.load import load_sources

PASSAGES = 47


@pytest.mark.parametrize("batch", [1, 7, 46, 47, 100])
def test_passages_are_read_in_order_and_spread_each_once(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(documents, "BATCH", batch)
    sources = load_sources([corpus]).sources
    written = write_documents(tmp_path / "new.sqlite", sources)
    assert (written.documents, written.passages) == (8, PASSAGES)
    expected = [
        (passage.passage_id, passage.source_id, embedded_text(source.title, passage))
        for source in sources
        for passage in split_source(source)
    ]
    rows = [Row(position, *row) for position, row in enumerate(expected)]
    with closing(open_read_only(tmp_path / "new.sqlite")) as database:
        in_order, spread = list(read_batches(database)), list(read_spread_batches(database))
    assert [row for part in in_order for row in part] == rows
    assert sorted(row for part in spread for row in part) == rows
    assert max(map(len, in_order + spread)) <= batch
    for part in spread[: None if batch > 1 else 0]:
        # Each batch reaches from the first passages to the last.
        assert part[0].position < len(spread)
        assert part[-1].position >= PASSAGES - len(spread)


def test_the_hash_of_a_corpus_hangs_on_every_document_but_not_on_their_order(
    tmp_path: Path, corpus: Path
) -> None:
    sources = load_sources([corpus]).sources
    orders = (sources, sources[::-1], sources[1:])
    hashes = [write_documents(tmp_path / f"{i}", order).corpus for i, order in enumerate(orders)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_documents_that_are_gone_are_counted(tmp_path: Path, corpus: Path) -> None:
    sources = load_sources([corpus]).sources
    write_documents(tmp_path / "old", sources)
    write_documents(tmp_path / "new", sources[3:])
    old, new = (open_read_only(tmp_path / name) for name in ("old", "new"))
    with closing(old), closing(new):
        assert (count_removed(old, new), count_removed(new, old)) == (3, 0)
