"""What the tests share: an embedder without weights, the invented corpus, and an index of it."""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from assistant.embed import SentenceTransformerEmbedder, Vectors
from assistant.index import PassageIndex, build_index
from assistant.load import Vocabulary, load_sources, load_vocabulary

DATA = Path(__file__).parent / "data"
DIMENSION = 256

# The same examples in every run, and no haste: a slow machine is no failure.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


class FakeEmbedder:
    """A bag of words: each word counts in the place that its hash names; the vector has length one."""

    precision = "float32"
    words = None

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.embedded: list[str] = []
        """Every passage text that was embedded, in its order."""

    def embed_query(self, text: str) -> Vectors:
        text.encode()  # half a surrogate pair is refused here as by a tokenizer
        vector = np.zeros(DIMENSION, dtype=np.float32)
        vector[0] = 0.01  # so that a text without words has a length as well
        for word in re.findall(r"\w+", text.lower()):
            vector[int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSION] += 1
        return vector / np.linalg.norm(vector)

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        for start in range(0, len(texts), 16):
            batch = texts[start : start + 16]
            self.embedded += batch
            yield np.stack([self.embed_query(text) for text in batch])


class Run(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings and the default index of the person who runs the tests out of them."""
    models = ("MODEL", "MODEL_URL", "MODEL_KEY", "MODEL_TIMEOUT", "MODEL_RETRIES")
    for name in ("INDEX", "EMBEDDING_MODEL", "TOP_K", "HOST", "PORT", *models):
        monkeypatch.delenv(f"ASSISTANT_{name}", raising=False)
    monkeypatch.setattr("assistant.config.user_data_path", lambda name: tmp_path / "data" / name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))  # for commands run outside


@pytest.fixture
def embedder() -> FakeEmbedder:
    """A fresh embedder, so that a test can count what it embedded."""
    return FakeEmbedder()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the invented corpus that a test may change."""
    folder = tmp_path / "corpus"
    shutil.copytree(DATA, folder)
    return folder


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The vocabulary of the invented corpus."""
    return load_vocabulary(DATA / "vocabulary")


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the invented corpus; tests read it and leave it as it is."""
    folder = tmp_path_factory.mktemp("built") / "index"
    build_index(folder, load_sources([DATA]), FakeEmbedder())
    return folder


@pytest.fixture(scope="session")
def built_index(index_folder: Path) -> Iterator[PassageIndex]:
    """The index of the invented corpus, open."""
    index = PassageIndex(index_folder, "fake")
    yield index
    index.close()


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> FakeEmbedder:
    """Let every `SentenceTransformerEmbedder` be a bag of words; gives the one behind them all."""
    fake = FakeEmbedder()
    monkeypatch.setattr(SentenceTransformerEmbedder, "name", fake.name)
    monkeypatch.setattr(SentenceTransformerEmbedder, "words", fake.words)
    for method in ("embed_query", "embed_passages"):
        shared = getattr(fake, method)
        monkeypatch.setattr(
            SentenceTransformerEmbedder, method, lambda _, value, shared=shared: shared(value)
        )
    return fake


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch, fake_model: FakeEmbedder) -> FakeEmbedder:
    """Let the program ship the invented corpus and vocabulary, and embed with the bag of words."""
    monkeypatch.setattr("assistant.load.shipped.shipped_corpus", lambda: DATA)
    return fake_model


@pytest.fixture
def run_assistant(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Run a command line in this process: `run_assistant("search", "hair")`."""
    from assistant.cli import main

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["assistant", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
        captured = capsys.readouterr()
        return Run(status, captured.out, captured.err)

    return run
