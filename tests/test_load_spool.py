from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.load import Skipped, load_sources, read_paths, spool, stream_sources
from assistant.load.spool import Spool
from assistant.schema import Source

SOURCES = [
    Source(source_id=f"d{i}", title=f"Line\nbreak {i}", text=f"é {i}.\n\n# x") for i in range(5)
]


@pytest.fixture(params=[0, 2**20], ids=["on disk", "in memory"])
def filled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Spool:
    monkeypatch.setattr(spool, "IN_MEMORY", request.param + 1)
    filled = Spool()
    for source in SOURCES:
        filled.append(source)
    return filled


def test_documents_come_back_as_they_went_in_again_and_again(filled: Spool) -> None:
    assert list(filled) == list(filled) == SOURCES
    assert (len(filled), filled[-1], filled[1:3]) == (5, SOURCES[-1], SOURCES[1:3])
    with pytest.raises(IndexError):
        filled[5]


def test_what_is_cut_off_is_written_over(filled: Spool) -> None:
    filled.cut(2)
    filled.append(SOURCES[4])
    assert list(filled) == [*SOURCES[:2], SOURCES[4]]


def test_settled_documents_have_their_new_ids_and_the_rest_is_gone(filled: Spool) -> None:
    filled.settle(["d0", None, "other", "d3", None])
    assert list(filled) == [
        SOURCES[0], SOURCES[2].model_copy(update={"source_id": "other"}), SOURCES[3],
    ]  # fmt: skip


def test_a_file_that_goes_bad_in_its_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    rows = [json.dumps({"_id": f"n{i}", "text": f"Note {i}."}) for i in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join([*rows, "{"]))
    (tmp_path / "b.jsonl").write_text(rows[0])
    loaded = read_paths([tmp_path])
    assert [source.source_id for source in loaded.sources] == ["n0"]
    (skipped,) = loaded.skipped
    assert skipped.path.endswith("a.jsonl")
    assert skipped.reason.startswith("line 4 is not JSON")


def test_streamed_documents_are_those_that_are_loaded_with_what_was_told_of_them(
    corpus: Path,
) -> None:
    loaded = load_sources([corpus])
    streamed = stream_sources([corpus])
    assert loaded._replace(sources=()) == streamed._replace(sources=())
    assert tuple(streamed.sources) == loaded.sources
    titled = stream_sources(
        [corpus], look=lambda source: source.model_copy(update={"title": source.title.upper()})
    )
    assert [s.title for s in titled.sources] == [s.title.upper() for s in loaded.sources]


def test_no_room_for_temporary_files_is_no_fault_of_a_document(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Spool, source: Source) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Spool, "append", fail)
    with pytest.raises(OSError, match="No space left"):
        read_paths([corpus])


def test_a_file_that_cannot_be_read_is_named(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setitem(__import__("assistant.load").load.READERS, "markdown", fail)
    assert set(read_paths([corpus / "articles" / "velorest-shop-page.md"]).skipped) == {
        Skipped("velorest-shop-page.md", "cannot be read")
    }
