"""Vectors on a Chroma server: a real one, on loopback."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from conftest import DATA, FakeEmbedder, Run

from assistant.config import ChromaServer
from assistant.embed import Vectors
from assistant.errors import IndexMismatchError, PassageIndexError, VectorServerError
from assistant.index import PassageIndex, build_index, current_version
from assistant.index.vectors import close_client, collection_name, connect
from assistant.load import load_sources
from soak.chroma_server import RunningChroma, free_port

# Where a command ends, or Chroma refuses a tenant, a connection is left to go with its object.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
QUERIES = ("velorin and sleep", "nausea in older people", "a maze of mice", "hair")
READ = """
import sys, json
sys.path.insert(0, "tests")
from pathlib import Path
from conftest import FakeEmbedder
from assistant.config import read_settings
from assistant.index import PassageIndex
index = PassageIndex(Path(sys.argv[1]), "fake", read_settings().chroma_server)
found = [index.search_dense(FakeEmbedder().embed_query(q), 47) for q in json.loads(sys.argv[2])]
print(json.dumps([sorted((hit.position, round(hit.score, 4)) for hit in hits) for hits in found]))
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    with RunningChroma(tmp_path_factory.mktemp("chroma")) as running:
        yield running
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        SharedSystemClient.clear_system_cache()
        gc.collect()


@pytest.fixture
def folder(running: RunningChroma, tmp_path: Path) -> Path:
    """An index of the invented corpus whose vectors are on the server."""
    build_index(tmp_path / "index", load_sources([DATA]), FakeEmbedder(), server=running.server)
    return tmp_path / "index"


def nearest(index: PassageIndex) -> list[list[tuple[int, float]]]:
    """The nearest passages to some queries; equal scores may come in either order."""
    found = [index.search_dense(FakeEmbedder().embed_query(query), 47) for query in QUERIES]
    return [sorted((hit.position, round(hit.score, 4)) for hit in hits) for hits in found]


def names_on(server: ChromaServer) -> set[str]:
    client = connect(server)
    names = {collection.name for collection in client.list_collections()}
    close_client(client)
    return names


def own_names(folder: Path, server: ChromaServer) -> set[str]:
    return {collection_name(path.name, server) for path in (folder / "versions").iterdir()}


def test_a_server_gives_what_the_folder_gives(
    folder: Path, running: RunningChroma, built_index: PassageIndex
) -> None:
    index = PassageIndex(folder, "fake", running.server)
    assert nearest(index) == nearest(built_index)
    wanted = ["velorest-shop-page", "quassamine-2016-memory-mice"]
    query = FakeEmbedder().embed_query("velorin sleep")
    hits, expected = (i.search_dense(query, 47, wanted) for i in (index, built_index))
    assert sorted(hit.position for hit in hits) == sorted(hit.position for hit in expected)
    assert index.manifest.fingerprint == built_index.manifest.fingerprint
    assert not (index.version / "chroma").exists()
    index.close()


def test_a_second_build_embeds_nothing_and_a_changed_file_only_what_changed(
    folder: Path, running: RunningChroma, corpus: Path
) -> None:
    embedder = FakeEmbedder()
    assert build_index(folder, load_sources([DATA]), embedder, server=running.server).embedded == 0
    (corpus / "note.txt").write_text("Zebras like velorin.")
    report = build_index(folder, load_sources([corpus]), embedder, server=running.server)
    assert report.embedded == len(embedder.embedded) == 1


def test_old_versions_go_from_the_server_as_well(
    folder: Path, running: RunningChroma, corpus: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    build_index(other, load_sources([DATA]), FakeEmbedder(), server=running.server)
    for i in range(3):
        (corpus / "note.txt").write_text(f"Note {i}.")
        build_index(folder, load_sources([corpus]), FakeEmbedder(), server=running.server)
    names = names_on(running.server)
    assert len(own_names(folder, running.server)) == 2
    assert own_names(folder, running.server) <= names
    assert own_names(other, running.server) <= names  # another index's are not ours to remove
    shutil.rmtree(folder)


def test_a_build_that_dies_leaves_nothing_on_the_server(
    folder: Path, running: RunningChroma
) -> None:
    class Dying(FakeEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
            yield next(super().embed_passages(texts))
            raise KeyboardInterrupt

    before = names_on(running.server)
    with pytest.raises(KeyboardInterrupt):
        build_index(folder, load_sources([DATA]), Dying("other"), server=running.server)
    assert names_on(running.server) == before
    PassageIndex(folder, "fake", running.server).close()


def test_a_server_that_is_away_is_one_line_and_nothing_needs_a_restart(
    folder: Path, running: RunningChroma, corpus: Path
) -> None:
    index = PassageIndex(folder, "fake", running.server)
    before = nearest(index)
    running.stop(kill=True)
    line = f"{running.server.url}: the Chroma server does not answer; start it and ask again."
    for attempt in (
        lambda: nearest(index),
        lambda: PassageIndex(folder, "fake", running.server),
        lambda: build_index(folder, load_sources([corpus]), FakeEmbedder(), server=running.server),
    ):
        with pytest.raises(VectorServerError) as caught:
            attempt()
        assert str(caught.value) == line
    running.start()
    assert nearest(index) == before
    index.close()
    assert build_index(folder, load_sources([corpus]), FakeEmbedder(), server=running.server)


def test_a_restart_in_the_middle_of_questions_loses_none_of_them(
    folder: Path, running: RunningChroma
) -> None:
    index = PassageIndex(folder, "fake", running.server)
    before = nearest(index)
    refused = 0
    with ThreadPoolExecutor(1) as pool:
        restart = pool.submit(lambda: (running.stop(kill=True), running.start()))
        while not restart.done():
            try:
                assert nearest(index) == before
            except VectorServerError:
                refused += 1
    assert nearest(index) == before
    assert refused > 0
    index.close()


def test_two_processes_read_from_one_server(folder: Path, running: RunningChroma) -> None:
    env = os.environ | {
        "ASSISTANT_CHROMA_URL": running.server.url,
        "ASSISTANT_CHROMA_HEADERS": '{"X-Asked-By": "two"}',
    }
    command = [sys.executable, "-c", READ, str(folder), json.dumps(QUERIES)]
    pair = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE) for _ in range(2)]
    first, second = (json.loads(process.communicate(timeout=120)[0]) for process in pair)
    index = PassageIndex(folder, "fake", running.server)
    assert first == second == [[list(hit) for hit in hits] for hits in nearest(index)]
    index.close()


def test_a_collection_that_lost_rows_is_damage(folder: Path, running: RunningChroma) -> None:
    client = connect(running.server)
    name = collection_name(current_version(folder).name, running.server)
    collection = client.get_collection(name, embedding_function=None)
    collection.delete(ids=collection.get(limit=3)["ids"])
    close_client(client)
    with pytest.raises(PassageIndexError, match="damaged"):
        PassageIndex(folder, "fake", running.server)
    report = build_index(folder, load_sources([DATA]), FakeEmbedder(), server=running.server)
    assert report.embedded == report.passages


def test_folder_and_server_are_not_mistaken_for_each_other(
    folder: Path, running: RunningChroma, index_folder: Path
) -> None:
    with pytest.raises(IndexMismatchError) as caught:
        PassageIndex(folder, "fake")
    assert str(caught.value) == (
        f"{folder}: built with a Chroma server; set ASSISTANT_CHROMA_URL, or run: "
        f"assistant build --index {folder}"
    )
    with pytest.raises(IndexMismatchError, match="built without a Chroma server; unset"):
        PassageIndex(index_folder, "fake", running.server)


def test_a_tenant_that_the_server_lacks_is_one_line(running: RunningChroma, tmp_path: Path) -> None:
    server = running.server.model_copy(update={"tenant": "nobody"})
    with pytest.raises(PassageIndexError) as caught:
        build_index(tmp_path / "index", load_sources([DATA]), FakeEmbedder(), server=server)
    assert "\n" not in str(caught.value)
    assert "nobody" in str(caught.value)


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://x", "http://", "http://a/b", "http://a b"]
)
def test_an_address_that_is_none_is_one_line(
    run_assistant: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", url)
    run = run_assistant("search", "hair")
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("ASSISTANT_CHROMA_URL: ")
    assert run.err.count("\n") == 1


def test_the_commands_use_the_server_that_the_settings_name(
    running: RunningChroma, invented: FakeEmbedder, run_assistant: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    plain = run_assistant("search", "velorin", "--json")
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", running.server.url)
    # The default index is built again, now with its vectors on the server.
    assert run_assistant("search", "velorin", "--json")[:2] == plain[:2]
    folder = tmp_path / "data" / "supplement-evidence-assistant" / "index"
    assert collection_name(current_version(folder).name, running.server) in names_on(running.server)
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", f"http://127.0.0.1:{free_port()}")
    away = run_assistant("search", "velorin", "--json")
    assert (away.status, away.out) == (2, "")
    assert "does not answer" in away.err
    assert away.err.count("\n") == 1
