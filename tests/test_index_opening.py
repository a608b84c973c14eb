"""An index that cannot be opened gives one line, and a build repairs it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import FakeEmbedder

from assistant.chunk import CHUNKING
from assistant.errors import IndexMismatchError, IndexMissingError, PassageIndexError
from assistant.index import PassageIndex, current_version, read_manifest
from assistant.index import store as index_module
from assistant.index.manifest import FORMAT
from assistant.index.vectors import create_vectors
from tests.index_builds import ALL_PASSAGES, DOSE, build, search


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


# --- an index that cannot be opened ----------------------------------------------------------


def break_by_missing(folder: Path) -> None:
    shutil.rmtree(folder)


def break_by_emptying(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def break_by_foreign_files(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear aunt")


def break_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder at all")


def break_by_pointing_nowhere(folder: Path) -> None:
    (folder / "CURRENT").write_text("0123456789ab\n")


def break_by_empty_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_text("")


def break_by_binary_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(b"\xff\xfe\x00")


def break_by_long_pointer(folder: Path) -> None:
    (folder / "CURRENT").write_text("a foreign file of that name " * 50)


def break_by_foreign_manifest(folder: Path) -> None:
    (current_version(folder) / "manifest.json").write_text('{"name": "another program"}')


def break_by_cut_manifest(folder: Path) -> None:
    file = current_version(folder) / "manifest.json"
    file.write_text(file.read_text()[:40])


def change_manifest(folder: Path, **values: object) -> None:
    file = current_version(folder) / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def break_by_other_chunking(folder: Path) -> None:
    change_manifest(folder, chunking="words-100-v0")


def break_by_other_format(folder: Path) -> None:
    change_manifest(folder, format=0)


def break_by_other_model(folder: Path) -> None:
    change_manifest(folder, embedding_model="another")


def break_by_losing(part: str) -> Callable[[Path], None]:
    def break_it(folder: Path) -> None:
        path = current_version(folder) / part
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return break_it


def break_by_cutting(part: str) -> Callable[[Path], None]:
    def break_it(folder: Path) -> None:
        path = current_version(folder) / part
        path.write_bytes(path.read_bytes()[:100])

    return break_it


BREAKS = {
    "missing": (break_by_missing, IndexMissingError, "no index here"),
    "empty": (break_by_emptying, IndexMissingError, "no index here"),
    "foreign files": (break_by_foreign_files, IndexMissingError, "no index here"),
    "a file": (break_by_file, IndexMissingError, "no index here"),
    "pointing nowhere": (break_by_pointing_nowhere, IndexMissingError, "incomplete"),
    "an empty pointer": (break_by_empty_pointer, IndexMissingError, "incomplete"),
    "a binary pointer": (break_by_binary_pointer, IndexMissingError, "no index here"),
    "a long pointer": (break_by_long_pointer, IndexMissingError, ""),
    "a foreign manifest": (break_by_foreign_manifest, IndexMismatchError, "not an index of this"),
    "a cut manifest": (break_by_cut_manifest, IndexMismatchError, "not an index of this"),
    "other chunking": (break_by_other_chunking, IndexMismatchError, "words-100-v0"),
    "other format": (break_by_other_format, IndexMismatchError, "built with 0/"),
    "other model": (break_by_other_model, IndexMismatchError, "another"),
    "no documents": (break_by_losing("sources.sqlite"), PassageIndexError, "damaged"),
    "cut documents": (break_by_cutting("sources.sqlite"), PassageIndexError, "damaged"),
    "no vectors": (break_by_losing("chroma"), PassageIndexError, "damaged"),
    "cut vectors": (break_by_cutting("chroma/chroma.sqlite3"), PassageIndexError, "damaged"),
    "no words": (break_by_losing("lexical"), PassageIndexError, "damaged"),
    "no terms": (break_by_losing("terms.npz"), PassageIndexError, "damaged"),
    "cut terms": (break_by_cutting("terms.npz"), PassageIndexError, "damaged"),
}


@pytest.fixture
def own_index(index_folder: Path, folder: Path) -> Path:
    """A copy of the built index that a test may break."""
    shutil.copytree(index_folder, folder)
    return folder


@pytest.mark.parametrize("name", BREAKS)
def test_an_index_that_cannot_be_used_gives_one_line(own_index: Path, name: str) -> None:
    break_it, error, words = BREAKS[name]
    break_it(own_index)
    with pytest.raises(error) as caught:
        PassageIndex(own_index, "fake")
    line = str(caught.value)
    assert line.startswith(f"{own_index}: ")
    assert words in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "name",
    [
        "missing", "empty", "pointing nowhere", "an empty pointer", "other chunking",
        "other format", "other model", "no documents", "cut documents", "no vectors",
        "cut vectors", "no words", "no terms", "cut terms",
    ],
)  # fmt: skip
def test_a_build_repairs_an_index_that_cannot_be_used(
    own_index: Path, corpus: Path, name: str
) -> None:
    BREAKS[name][0](own_index)
    report = build(own_index, corpus)
    assert (report.documents, report.passages) == (8, ALL_PASSAGES)
    assert DOSE in search(own_index, DOSE)


def test_vectors_that_chroma_lost_in_silence_are_noticed(folder: Path, tmp_path: Path) -> None:
    """Beyond a thousand rows Chroma keeps a folder of vectors, and answers without it if it can."""
    file = tmp_path / "many.jsonl"
    rows = ({"_id": f"d{i}", "text": f"Velorin number {i}."} for i in range(1100))
    file.write_text("\n".join(map(json.dumps, rows)))
    build(folder, file)
    (vectors,) = (path for path in (current_version(folder) / "chroma").iterdir() if path.is_dir())
    shutil.rmtree(vectors)
    with pytest.raises(PassageIndexError, match="damaged"):
        PassageIndex(folder, "fake")
    assert build(folder, file).embedded == 1100


def test_the_wrong_model_and_the_right_one_are_both_named(index_folder: Path) -> None:
    with pytest.raises(IndexMismatchError) as caught:
        PassageIndex(index_folder, "mine")
    assert str(caught.value) == (
        f"{index_folder}: built with {FORMAT}/fake/{CHUNKING}, this program uses {FORMAT}/mine/{CHUNKING}; "
        f"run: assistant build --index {index_folder}"
    )


def test_another_chunking_of_the_program_is_refused(
    index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "CHUNKING", "sentences-500-v2")
    with pytest.raises(IndexMismatchError, match="sentences-500-v2"):
        PassageIndex(index_folder, "fake")


def test_an_older_format_is_refused_in_words_and_built_again(
    own_index: Path, corpus: Path, embedder: FakeEmbedder
) -> None:
    older = FORMAT - 1
    change_manifest(own_index, format=older)
    with pytest.raises(IndexMismatchError) as caught:
        PassageIndex(own_index, "fake")
    assert str(caught.value) == (
        f"{own_index}: built with {older}/fake/{CHUNKING}, this program uses "
        f"{FORMAT}/fake/{CHUNKING}; run: assistant build --index {own_index}"
    )
    # Nothing of it is trusted: every passage is embedded again.
    assert build(own_index, corpus, embedder).embedded == ALL_PASSAGES
    assert len(embedder.embedded) == ALL_PASSAGES
    assert read_manifest(own_index).format == FORMAT


@pytest.mark.parametrize(
    ("passages", "candidates"), [(1, 400), (40_000, 400), (100_000, 1000), (308_640, 3086)]
)
def test_a_search_looks_at_one_passage_in_a_hundred(
    tmp_path: Path, passages: int, candidates: int
) -> None:
    (tmp_path / "version").mkdir()
    with closing(create_vectors(tmp_path / "version", passages, None)) as vectors:
        told = vectors._collection.configuration_json["hnsw"]
    assert (told["ef_search"], told["max_neighbors"], told["space"]) == (candidates, 64, "cosine")


def test_the_fingerprint_tells_formats_and_terms_apart(index_folder: Path) -> None:
    manifest = read_manifest(index_folder)
    others = [manifest.model_copy(update=values) for values in ({"format": 1}, {"terms": "more"})]
    assert len({manifest.fingerprint, *(other.fingerprint for other in others)}) == 3


def test_opening_a_missing_index_makes_no_folder(folder: Path) -> None:
    with pytest.raises(IndexMissingError):
        PassageIndex(folder, "fake")
    assert not folder.exists()
