"""A folder of everything: each file has its result, nothing is lost, nothing hangs or gets out."""

from __future__ import annotations

from pathlib import Path

import pytest
from mixed_folder import Expected, make_mixed

from assistant.chunk import split_source
from assistant.load import Loaded, read_paths


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all") / "mixed"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, Expected]:
    return make_mixed(folder)


@pytest.fixture(scope="module")
def loaded(folder: Path, expected: dict[str, Expected]) -> Loaded:
    return read_paths([folder])


def test_the_folder_is_large_and_mixed(expected: dict[str, Expected]) -> None:
    good = sum(item.documents > 0 for item in expected.values())
    assert good >= 150
    assert len(expected) - good >= 120


def test_every_file_has_the_right_result(loaded: Loaded, expected: dict[str, Expected]) -> None:
    results = {file.path: Expected(documents=len(file.source_ids)) for file in loaded.read}
    for skipped in loaded.skipped:
        assert skipped.path not in results
        wanted = expected[skipped.path].reason
        begins = wanted if skipped.reason.startswith(wanted) else skipped.reason
        results[skipped.path] = Expected(reason=begins)
    assert results == expected


def test_no_document_is_lost(loaded: Loaded, expected: dict[str, Expected]) -> None:
    ids = [source.source_id for source in loaded.sources]
    assert len(ids) == len(set(ids)) == sum(item.documents for item in expected.values())
    assert sorted(ids) == sorted(i for file in loaded.read for i in file.source_ids)


def test_reasons_are_single_lines_that_can_be_shown(loaded: Loaded) -> None:
    for path, reason in loaded.skipped:
        assert path.isprintable()
        assert reason.isprintable()
        assert "Traceback" not in reason
    assert all(source.title.isprintable() for source in loaded.sources)


def test_nothing_outside_the_folder_was_read_or_written(loaded: Loaded, folder: Path) -> None:
    assert not any("TOP SECRET" in source.text for source in loaded.sources)
    assert sorted(file.name for file in folder.parent.iterdir()) == ["mixed", "secret.txt"]


def test_passages_of_every_document_are_exact(loaded: Loaded) -> None:
    for source in loaded.sources:
        passages = split_source(source)
        assert passages, source.source_id
        assert all(source.text[p.start : p.end] == p.text for p in passages)
