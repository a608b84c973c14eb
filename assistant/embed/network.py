"""The network of all-MiniLM-L6-v2 (BERT's encoder with six layers), written once, run by two back ends.

NumPy embeds a query: PyTorch and the libraries around it take longer to import than everything else
that an answer needs. PyTorch embeds passages, in bfloat16 where the processor multiplies it
natively: three times the speed, at a cosine of 0.9999 to the float32 vectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding

Vectors = NDArray[np.float32]
DIMENSION, LAYERS, HEADS = 384, 6, 12
EPSILON = 1e-12
Precision = Literal["fastest", "float32"]
NATIVE_BFLOAT16 = ("amx_bf16", "avx512_bf16")
"""Instructions with which bfloat16 pays; processors without them only emulate it."""


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


class NumpyNetwork:
    """One text at a time on one core, in float32."""

    def __init__(self, weights: Mapping[str, Vectors]) -> None:
        """Use the weights as they are."""
        from threadpoolctl import ThreadpoolController

        self._weights = weights
        # A text this short gains nothing from a second thread, and waits for it where the other
        # core is busy.
        self._threads = ThreadpoolController()

    def read(self, encoding: Encoding) -> Vectors:
        """Read one text: hidden states (tokens, dimension)."""
        with self._threads.limit(limits=1, user_api="blas"):
            hidden: Vectors = run_network(self, np.array([encoding.ids]))[0]
        return hidden

    def look_up(self, ids: NDArray[np.int64]) -> Vectors:
        """See `Network`."""
        table = "embeddings.{}_embeddings.weight"
        places = self._weights[table.format("position")][: ids.shape[1]]
        segment = self._weights[table.format("token_type")][0]
        summed: Vectors = self._weights[table.format("word")][ids] + places + segment
        return summed

    def linear(self, values: Vectors, name: str) -> Vectors:
        """See `Network`."""
        moved: Vectors = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return moved

    def normalize(self, values: Vectors, name: str) -> Vectors:
        """See `Network`."""
        centred = values - values.mean(axis=-1, keepdims=True)
        variance = (centred * centred).mean(axis=-1, keepdims=True)
        scaled: Vectors = centred / np.sqrt(variance + np.float32(EPSILON))
        return scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]

    def activate(self, values: Vectors) -> Vectors:
        """See `Network`."""
        return values * np.float32(0.5) * (1 + error_function(values * np.float32(0.5**0.5)))

    def attend(self, query: Vectors, key: Vectors, value: Vectors, mask: None) -> Vectors:
        """See `Network`; one text has no foreign tokens to mask."""
        batch, tokens, dimension = query.shape
        shape = (batch, tokens, HEADS, dimension // HEADS)
        q, k, v = (part.reshape(shape).transpose(0, 2, 1, 3) for part in (query, key, value))
        scores = q @ k.transpose(0, 1, 3, 2) / np.float32((dimension // HEADS) ** 0.5)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed: Vectors = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, tokens, dimension)
        return mixed


def error_function(values: Vectors) -> Vectors:
    """Approximate erf to 1.5e-7: formula 7.1.26 of Abramowitz and Stegun (NumPy has none)."""
    size = np.abs(values)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = np.zeros_like(t)
    for coefficient in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(coefficient)) * t
    signed: Vectors = np.copysign(1 - series * np.exp(-size * size), values)
    return signed


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
