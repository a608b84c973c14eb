"""Damage is seen before it answers, and no build can take an index away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import FakeEmbedder, Run

from assistant.embed import Vectors
from assistant.errors import PassageIndexError
from assistant.index import PassageIndex, build_index, current_version
from assistant.index import files as files_module
from assistant.index.vectors import COPIES
from assistant.load import load_sources
from soak.full_disk import limit_files, lock_folder
from soak.killed_builds import KilledBuilds, kill_builds

DOSE = "The adults of the Arden trial took 300 mg of velorin an hour before bed."


def flip_a_byte(file: Path) -> None:
    """Change one byte in the middle, as a bad disk does; the size stays."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x40
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def fill_with_another(file: Path) -> None:
    """Put text of another program in its place, of the same size."""
    file.write_bytes((b"another program's data " * file.stat().st_size)[: file.stat().st_size])


def remove(file: Path) -> None:
    file.unlink()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "flipped": flip_a_byte,
    "cut": cut,
    "emptied": empty,
    "foreign": fill_with_another,
    "removed": remove,
}


def states_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and checksum of every file below a folder."""
    return {
        str(file.relative_to(folder)): (file.stat().st_size, zlib.crc32(file.read_bytes()))
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def version(index_folder: Path, tmp_path: Path) -> Path:
    """The version in use of a copy of the built index."""
    shutil.copytree(index_folder, tmp_path / "index")
    return current_version(tmp_path / "index")


@pytest.fixture
def own_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder for this test alone."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


# --- damage ----------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_any_file_is_seen_before_a_library_opens_it(
    version: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("assistant.index.store.Lexical", lambda _: opened.append("words"))
    monkeypatch.setattr("assistant.index.store.open_vectors", lambda *_: opened.append("vectors"))
    files = [file for file in version.rglob("*") if file.is_file() and file.stat().st_size]
    assert len(files) > 10
    for file in files:
        before = file.read_bytes()
        DAMAGES[damage](file)
        with pytest.raises(PassageIndexError) as caught:
            PassageIndex(version.parents[1], "fake")
        assert str(caught.value).startswith(f"{version.parents[1]}: "), file.name
        assert "\n" not in str(caught.value)
        file.write_bytes(before)
    assert opened == []


def test_a_file_that_does_not_belong_is_seen(version: Path) -> None:
    (version / "chroma" / "extra.bin").write_bytes(b"x")
    with pytest.raises(PassageIndexError, match="damaged"):
        PassageIndex(version.parents[1], "fake")


def test_parts_of_another_index_are_seen(version: Path, corpus: Path, tmp_path: Path) -> None:
    (corpus / "note.txt").write_text("A note on velorin.")
    build_index(tmp_path / "other", load_sources([corpus]), FakeEmbedder())
    other = current_version(tmp_path / "other")
    for part in ("sources.sqlite", "lexical", "chroma", "files.json", "manifest.json"):
        copy = tmp_path / f"with {part}"
        shutil.copytree(version.parents[1], copy)
        target = current_version(copy) / part
        if target.is_dir():
            shutil.rmtree(target)
            shutil.copytree(other / part, target)
        else:
            shutil.copyfile(other / part, target)
        with pytest.raises(PassageIndexError, match="damaged"):
            PassageIndex(copy, "fake")


def test_a_large_file_is_read_again_only_when_it_was_touched(
    version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "READ_ALWAYS", 100)
    read: list[str] = []
    whole = files_module.checksum

    def checksum(file: Path) -> int:
        read.append(file.name)
        return whole(file)

    monkeypatch.setattr(files_module, "checksum", checksum)
    files_module.check_files(version)
    assert "sources.sqlite" not in read
    os.utime(version / "sources.sqlite")
    files_module.check_files(version)
    assert "sources.sqlite" in read
    flip_a_byte(version / "sources.sqlite")
    with pytest.raises(PassageIndexError, match=r"sources\.sqlite is changed"):
        files_module.check_files(version)


def test_a_build_reads_large_files_even_if_their_time_of_change_is_old(
    version: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "READ_ALWAYS", 100)
    file = version / "sources.sqlite"
    before = file.stat()
    flip_a_byte(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    files_module.check_files(version)  # what opening alone would miss
    report = build_index(version.parents[1], load_sources([corpus]), FakeEmbedder())
    assert report.embedded == report.passages
    assert current_version(version.parents[1]) != version
    PassageIndex(version.parents[1], "fake").close()


def test_a_document_that_changed_under_the_same_size_and_time_is_built_anew(
    version: Path, corpus: Path
) -> None:
    file = next((corpus / "abstracts").glob("velorin-2015*.md"))
    before = file.stat()
    changed = file.read_text().replace("300 mg of velorin", "400 mg of velorin")
    file.write_text(changed)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    report = build_index(version.parents[1], load_sources([corpus]), FakeEmbedder())
    assert report.embedded >= 1
    index = PassageIndex(version.parents[1], "fake")
    found = index.source("velorin-2015-sleep-trial")
    index.close()
    assert found is not None
    assert "400 mg of velorin" in found.text
    assert "300 mg of velorin" not in found.text


def test_a_build_after_damage_trusts_nothing_of_it(version: Path, corpus: Path) -> None:
    folder = version.parents[1]
    flip_a_byte(version / "chroma" / "chroma.sqlite3")
    embedder = FakeEmbedder()
    report = build_index(folder, load_sources([corpus]), embedder)
    assert report.embedded == report.passages == len(embedder.embedded)
    PassageIndex(folder, "fake").close()


def test_the_default_index_is_built_again_when_it_is_damaged(
    invented: FakeEmbedder, run_assistant: Callable[..., Run], tmp_path: Path
) -> None:
    before = run_assistant("search", "velorin", "--json")
    folder = tmp_path / "data" / "supplement-evidence-assistant" / "index"
    damaged = current_version(folder)
    flip_a_byte(next(damaged.glob("chroma/*/data_level0.bin")))
    after = run_assistant("search", "velorin", "--json")
    assert (after.status, after.out) == (0, before.out)
    assert current_version(folder) != damaged


def test_a_default_index_of_other_documents_is_refused_when_it_is_damaged(
    invented: FakeEmbedder, run_assistant: Callable[..., Run], tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A note on velorin.")
    run_assistant("build", "--corpus", note)
    folder = tmp_path / "data" / "supplement-evidence-assistant" / "index"
    flip_a_byte(current_version(folder) / "sources.sqlite")
    line = f"{folder}: the index is damaged; run: assistant build --index {folder}\n"
    assert run_assistant("search", "velorin") == Run(2, "", line)


# --- reading leaves no trace -----------------------------------------------------------------


def test_reading_changes_no_byte_of_the_index(
    version: Path, embedder: FakeEmbedder, own_temp: Path
) -> None:
    before = states_of(version.parents[1])
    for _ in range(3):
        index = PassageIndex(version.parents[1], "fake")
        index.search_dense(embedder.embed_query("velorin"), 5)
        index.close()
    assert states_of(version.parents[1]) == before
    assert list(own_temp.iterdir()) == []


def test_the_copy_of_a_process_that_was_killed_goes_with_the_next_open(
    version: Path, own_temp: Path
) -> None:
    code = (
        "import os, sys; from pathlib import Path; from assistant.index import PassageIndex; "
        "index = PassageIndex(Path(sys.argv[1]), 'fake'); os.kill(os.getpid(), 9)"
    )
    folder = version.parents[1]
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder)], env=os.environ | {"TMPDIR": str(own_temp)}
    )
    assert ended.returncode == -9
    assert len(list(own_temp.glob(f"{COPIES}*"))) == 1
    first = PassageIndex(folder, "fake")
    second = PassageIndex(folder, "fake")  # what is in use stays
    assert len(list(own_temp.glob(f"{COPIES}*"))) == 2
    first.close()
    second.close()
    assert list(own_temp.iterdir()) == []


# --- builds beside readers -------------------------------------------------------------------


def test_an_open_index_answers_on_through_later_builds(
    version: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    folder = version.parents[1]
    reader = PassageIndex(folder, "fake")
    query = embedder.embed_query(DOSE)
    before = (reader.search_dense(query, 5), reader.search_lexical("velorin", 5))
    for i in range(4):
        (corpus / "note.txt").write_text(f"Note number {i}.")
        build_index(folder, load_sources([corpus]), FakeEmbedder())
        after = (reader.search_dense(query, 5), reader.search_lexical("velorin", 5))
        assert after == before
        assert reader.source("velorin-2015-sleep-trial") is not None
    assert version.is_dir()
    reader.close()
    (corpus / "note.txt").write_text("The last note.")
    build_index(folder, load_sources([corpus]), FakeEmbedder())
    assert not version.exists()
    assert len(list((folder / "versions").iterdir())) == 2


class DyingEmbedder(FakeEmbedder):
    """Ends its process in the middle of a build."""

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        yield next(super().embed_passages(texts))
        raise KeyboardInterrupt


def test_a_build_that_is_stopped_leaves_nothing_behind(version: Path, corpus: Path) -> None:
    folder = version.parents[1]
    with pytest.raises(KeyboardInterrupt):
        build_index(folder, load_sources([corpus]), DyingEmbedder("other"))
    assert [path.name for path in (folder / "versions").iterdir()] == [version.name]


def test_what_a_killed_build_left_is_removed_by_the_next_even_if_it_has_nothing_to_do(
    version: Path, corpus: Path
) -> None:
    folder = version.parents[1]
    left = folder / "versions" / "0123456789ab"
    left.mkdir()
    (left / "sources.sqlite").write_bytes(b"half")
    assert build_index(folder, load_sources([corpus]), FakeEmbedder()).embedded == 0
    assert not left.exists()


def test_killed_builds_leave_an_index_that_answers() -> None:
    report = kill_builds(2, count=200)
    assert report == KilledBuilds(2, report.before_switch, report.after_switch, 2, 0)


def test_builds_without_room_leave_an_index_that_answers() -> None:
    report = limit_files(3, count=200)
    assert report.refused >= 2


def test_an_index_that_cannot_be_written_to_answers() -> None:
    assert lock_folder(count=100).startswith("cannot be written: ")
