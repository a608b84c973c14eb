"""The network of all-MiniLM-L6-v2 (BERT's encoder with six layers), written once, run by two back ends.

ONNX Runtime embeds a query: PyTorch and the libraries around it take longer to import than everything
else that an answer needs. PyTorch embeds passages, in bfloat16 where the processor multiplies it
natively: three times the speed, at a cosine of 0.9999 to the float32 vectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding

Vectors = NDArray[np.float32]
DIMENSION, LAYERS, HEADS = 384, 6, 12
EPSILON = 1e-12
PARTS = (
    "embeddings.word",
    "embeddings.position_embeddings",
    "embeddings.token",
    "embeddings.LayerNorm",
    "encoder.",
)
IDS = "ids"
"""What the graph of one text calls its tokens."""
Precision = Literal["fastest", "float32"]
NATIVE_BFLOAT16 = ("amx_bf16", "avx512_bf16")
"""Instructions with which bfloat16 pays; processors without them only emulate it."""


THREADS = 2
"""Threads that share one text: two take three fifths of the time of one, more have too little to do."""


class Network(Protocol):
    """The operations of which the model consists; each name is that of its weights in the file."""

    def look_up(self, ids: Any) -> Any:
        """Sum the embeddings of tokens (batch, tokens), their places and their segment."""

    def linear(self, values: Any, name: str) -> Any:
        """Multiply by a weight matrix and add its bias."""

    def normalize(self, values: Any, name: str) -> Any:
        """Bring each token to mean 0 and variance 1, then scale and shift."""

    def activate(self, values: Any) -> Any:
        """Apply GELU, the exact one with the error function."""

    def attend(self, query: Any, key: Any, value: Any, mask: Any) -> Any:
        """Attend with `HEADS` heads, all (batch, tokens, dimension), to tokens of the mask alone."""


def run_network(network: Network, ids: Any, mask: Any = None) -> Any:
    """Turn token ids (batch, tokens) into hidden states (batch, tokens, dimension): BERT's encoder.

    `mask` (batch, tokens) is true where a token is the text's own; without one all are.
    """
    hidden = network.normalize(network.look_up(ids), "embeddings.LayerNorm")
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        query, key, value = (
            network.linear(hidden, f"{at}.attention.self.{n}") for n in ("query", "key", "value")
        )
        mixed = network.attend(query, key, value, mask)
        attended = network.linear(mixed, f"{at}.attention.output.dense")
        hidden = network.normalize(hidden + attended, f"{at}.attention.output.LayerNorm")
        inner = network.activate(network.linear(hidden, f"{at}.intermediate.dense"))
        outer = network.linear(inner, f"{at}.output.dense")
        hidden = network.normalize(hidden + outer, f"{at}.output.LayerNorm")
    return hidden


class OnnxNetwork:
    """One text at a time on two cores at most, in float32."""

    GRAPH = Path(__file__).parent / "network.onnx"
    """`run_network` as `python -m bench.query_graph` draws it, without the weights."""

    def __init__(self, weights: Mapping[str, Vectors]) -> None:
        """Use the weights as they are."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        # A thread that spins while it waits takes the core from whoever else has work for it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        used = {name: value for name, value in weights.items() if name.startswith(PARTS)}
        values = map(onnxruntime.OrtValue.ortvalue_from_numpy, used.values())
        options.add_external_initializers(list(used), list(values))
        self._session = onnxruntime.InferenceSession(self.GRAPH.read_bytes(), options)

    def read(self, encoding: Encoding) -> Vectors:
        """Read one text: hidden states (tokens, dimension)."""
        (hidden,) = self._session.run(None, {IDS: np.array(encoding.ids)})
        states: Vectors = hidden
        return states


class TorchNetwork:
    """Batches of texts, each on the core of the thread that calls."""

    def __init__(self, weights: Mapping[str, Vectors], precision: Precision = "fastest") -> None:
        """Copy the weights in the precision that pays on this processor, or in float32."""
        import torch

        self._torch = torch
        able = torch.cpu.get_capabilities()
        native = any(able.get(name) for name in NATIVE_BFLOAT16)
        kind = torch.bfloat16 if native and precision == "fastest" else torch.float32
        self._weights = {
            name: torch.from_numpy(value).to(kind)
            for name, value in weights.items()
            if value.dtype == np.float32
        }

    def read(self, encodings: Sequence[Encoding]) -> list[Vectors]:
        """Read a batch: for each text its hidden states (tokens, dimension)."""
        torch = self._torch
        lengths = [len(encoding.ids) for encoding in encodings]
        longest = max(lengths)
        ids = torch.tensor([e.ids + [0] * (longest - len(e.ids)) for e in encodings])
        mask = torch.arange(longest) < torch.tensor(lengths)[:, None]
        with torch.inference_mode():
            hidden: Vectors = run_network(self, ids, mask).float().numpy()
        return [states[:length] for states, length in zip(hidden, lengths, strict=True)]

    def project(self, hidden: Vectors, directions: Vectors) -> Vectors:
        """Multiply by a matrix on this thread's core; NumPy would wake every core for it."""
        torch = self._torch
        projected: Vectors = (torch.from_numpy(hidden) @ torch.from_numpy(directions)).numpy()
        return projected

    def look_up(self, ids: torch.Tensor) -> torch.Tensor:
        """See `Network`."""
        table = "embeddings.{}_embeddings.weight"
        places = self._weights[table.format("position")][: ids.shape[1]]
        segment = self._weights[table.format("token_type")][0]
        return self._weights[table.format("word")][ids] + places + segment

    def linear(self, values: torch.Tensor, name: str) -> torch.Tensor:
        """See `Network`."""
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return self._torch.nn.functional.linear(values, weight, bias)

    def normalize(self, values: torch.Tensor, name: str) -> torch.Tensor:
        """See `Network`."""
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return self._torch.nn.functional.layer_norm(values, weight.shape, weight, bias, EPSILON)

    def activate(self, values: torch.Tensor) -> torch.Tensor:
        """See `Network`."""
        return self._torch.nn.functional.gelu(values)

    def attend(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """See `Network`."""
        batch, tokens, dimension = query.shape
        shape = (batch, tokens, HEADS, dimension // HEADS)
        q, k, v = (part.view(shape).transpose(1, 2) for part in (query, key, value))
        mixed = self._torch.nn.functional.scaled_dot_product_attention(
            q, k, v, attn_mask=mask[:, None, None, :]
        )
        return mixed.transpose(1, 2).flatten(2)
