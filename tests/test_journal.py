"""A build that dies leaves what it embedded to the next one."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEmbedder

from assistant.embed import WORD_DIMENSION, EmbeddedPassages, Vectors
from assistant.errors import PassageIndexError
from assistant.index import PassageIndex, build_index
from assistant.index.journal import FILE, Journal
from assistant.load import load_sources

ALL_PASSAGES, BATCH = 47, 16
WORDS = [np.full((n, WORD_DIMENSION), n, np.int8) for n in (2, 0)]
EMBEDDED = EmbeddedPassages(np.eye(2, 8, dtype=np.float32), WORDS)


class DyingEmbedder(FakeEmbedder):
    """Embeds one batch and dies."""

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        yield next(super().embed_passages(texts))
        raise MemoryError("no more")


def build_and_die(folder: Path, corpus: Path) -> None:
    with pytest.raises(MemoryError):
        build_index(folder, load_sources([corpus]), DyingEmbedder())
    assert (folder / FILE).exists()


def test_what_is_written_is_read_again_by_the_next_journal(tmp_path: Path) -> None:
    first = Journal(tmp_path, "fake")
    first.add(["a", "b"], EMBEDDED)
    first.close()
    second = Journal(tmp_path, "fake")
    assert second.known_ids(["a", "b", "c"]) == {"a", "b"}
    found = second.embedded(["b", "a"])
    second.close()
    assert np.array_equal(found.vectors, EMBEDDED.vectors[::-1])
    assert [rows.tolist() for rows in found.words] == [rows.tolist() for rows in WORDS[::-1]]


def test_a_journal_of_another_precision_is_done_without(
    tmp_path: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build_and_die(tmp_path, corpus)
    embedder.precision = "int8"
    assert build_index(tmp_path, load_sources([corpus]), embedder).embedded == ALL_PASSAGES


def test_an_index_that_was_built_in_two_goes_is_that_of_one(
    tmp_path: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    build_and_die(tmp_path / "twice", corpus)
    report = build_index(tmp_path / "twice", load_sources([corpus]), embedder)
    assert (report.passages, report.embedded) == (ALL_PASSAGES, ALL_PASSAGES - BATCH)
    build_index(tmp_path / "once", load_sources([corpus]), FakeEmbedder())
    found = []
    for name in ("twice", "once"):
        index = PassageIndex(tmp_path / name, "fake")
        everything = list(range(ALL_PASSAGES))
        found.append(
            (index.manifest, index.passages(everything), index.vectors(everything).tolist())
        )
        index.close()
    assert found[0] == found[1]
    assert not (tmp_path / "twice" / FILE).exists()


def test_progress_after_a_death_counts_what_is_left(tmp_path: Path, corpus: Path) -> None:
    build_and_die(tmp_path, corpus)
    told: list[tuple[int, int]] = []
    build_index(tmp_path, load_sources([corpus]), FakeEmbedder(), lambda *step: told.append(step))
    assert told == [(16, 31), (31, 31)]


def test_a_journal_of_another_model_is_not_used(tmp_path: Path, corpus: Path) -> None:
    build_and_die(tmp_path, corpus)
    report = build_index(tmp_path, load_sources([corpus]), FakeEmbedder("other"))
    assert report.embedded == ALL_PASSAGES


def test_a_journal_of_another_chunking_is_not_used(
    tmp_path: Path, corpus: Path, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("assistant.index.build.CHUNKING", "older")
        build_and_die(tmp_path, corpus)
    report = build_index(tmp_path, load_sources([corpus]), embedder)
    assert report.embedded == ALL_PASSAGES


def flip_a_vector(file: Path) -> None:
    with sqlite3.connect(file) as database:
        (vector,) = database.execute("SELECT vector FROM passages WHERE rowid = 3").fetchone()
        changed = bytes([vector[0] ^ 1]) + vector[1:]
        database.execute("UPDATE passages SET vector = ? WHERE rowid = 3", (changed,))
    database.close()


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def fill_with_noise(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1000)


@pytest.mark.parametrize("damage", [flip_a_vector, cut, empty, fill_with_noise])
def test_a_damaged_journal_is_done_without(tmp_path: Path, corpus: Path, damage: object) -> None:
    build_and_die(tmp_path, corpus)
    assert callable(damage)
    damage(tmp_path / FILE)
    report = build_index(tmp_path, load_sources([corpus]), FakeEmbedder())
    assert report.embedded == ALL_PASSAGES
    PassageIndex(tmp_path, "fake").close()


def test_without_room_for_a_journal_the_build_goes_on(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, is_kept = Journal.add, []

    def add_without_room(self: Journal, ids: Sequence[str], embedded: EmbeddedPassages) -> None:
        if self._database:
            (pages,) = self._database.execute("PRAGMA page_count").fetchone()
            self._database.execute(f"PRAGMA max_page_count = {pages}")
        add(self, ids, embedded)
        is_kept.append((tmp_path / FILE).exists())

    monkeypatch.setattr(Journal, "add", add_without_room)
    assert build_index(tmp_path, load_sources([corpus]), FakeEmbedder()).embedded == ALL_PASSAGES
    assert is_kept == [False, False, False]
    PassageIndex(tmp_path, "fake").close()


def test_a_full_disk_gets_the_room_of_the_journal_back(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"

    def fail(version: Path) -> None:
        assert (folder / FILE).exists()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("assistant.index.build.settle", fail)
    with pytest.raises(PassageIndexError, match="No space left on device"):
        build_index(folder, load_sources([corpus]), FakeEmbedder())
    assert [file.name for file in folder.rglob("*") if file.is_file()] == ["build.lock"]


def test_a_removed_document_is_in_no_journal_after_a_build(tmp_path: Path, corpus: Path) -> None:
    build_index(tmp_path, load_sources([corpus]), FakeEmbedder())
    (tmp_path / FILE).write_bytes(b"of a build that was killed")
    assert build_index(tmp_path, load_sources([corpus]), FakeEmbedder()).embedded == 0
    assert not (tmp_path / FILE).exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from soak.stand_in import StandInEmbedder, write_edition
from assistant.index import build_index

class Killed(StandInEmbedder):
    def embed_passages(self, texts):
        for number, batch in enumerate(super().embed_passages(texts)):
            if number == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

build_index(Path(sys.argv[1]), write_edition(1, 1000), Killed())
"""


def test_a_build_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    from soak.stand_in import build_edition, read_edition

    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    report = build_edition(tmp_path, 1, 1000)
    assert (report.passages, report.embedded) == (1000, 1000 - 2 * 256)
    assert read_edition(tmp_path, 1000) == 1


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(PassageIndexError, match="cannot be written"):
        build_index(tmp_path, load_sources([corpus]), FakeEmbedder())
