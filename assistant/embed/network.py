"""The network of all-MiniLM-L6-v2, run by ONNX Runtime: one text at a time, each on its own.

Queries run in float32. Passages run with 8-bit integers where the processor multiplies them natively:
twice the speed of float32, at a cosine of 0.999 to its vectors. Neither needs PyTorch, which takes longer to
import than everything else that an answer needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Encoding

Vectors = NDArray[np.float32]
Weights = Mapping[str, NDArray[np.generic]]
Precision = Literal["float32", "int8"]
GRAPHS: dict[Precision, Path] = {
    "float32": Path(__file__).parent / "network.onnx",
    "int8": Path(__file__).parent / "network_int8.onnx",
}
"""The network as `python -m bench.graphs` draws it, without the weights."""
IDS = "ids"
"""What a graph calls the tokens of its text."""
PARTS = (
    "embeddings.word",
    "embeddings.position_embeddings",
    "embeddings.token",
    "embeddings.LayerNorm",
    "encoder.",
)
"""How the names of the weights begin that the network uses."""
NATIVE_INT8 = {"avx512_vnni", "avx_vnni"}
"""Instructions that sum products of 8-bit integers; without them sums may overflow, and it doesn't pay."""
PROCESSOR = Path("/proc/cpuinfo")
FULL = 127


class Network:
    """The network in memory; any number of threads may read with it at once."""

    def __init__(
        self, weights: Mapping[str, Vectors], precision: Precision = "float32", threads: int = 2
    ) -> None:
        """Take the weights of the published file, and how many threads share one text.

        Two take three fifths of the time of one, more have too little to do. Where many texts wait, one
        thread for each text gets more done.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # A thread that spins while it waits takes the core from whoever else has work for it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        used: Weights = {n: value for n, value in weights.items() if n.startswith(PARTS)}
        if precision == "int8":
            used = quantized(used)
        values = map(onnxruntime.OrtValue.ortvalue_from_numpy, used.values())
        options.add_external_initializers(list(used), list(values))
        self._session = onnxruntime.InferenceSession(GRAPHS[precision].read_bytes(), options)

    def read(self, encoding: Encoding) -> Vectors:
        """Read one text: hidden states (tokens, dimension)."""
        (hidden,) = self._session.run(None, {IDS: np.array(encoding.ids)})
        states: Vectors = hidden
        return states


def quantized(weights: Weights) -> dict[str, NDArray[np.generic]]:
    """Replace each matrix of the encoder by 8-bit integers and a scale for each of its outputs.

    `NAME.weight` (outputs, inputs) becomes `NAME.int8` (inputs, outputs) and `NAME.scale` (outputs,).
    """
    result: dict[str, NDArray[np.generic]] = {}
    for name, value in weights.items():
        if name.startswith("encoder.") and value.ndim > 1:
            layer = name.removesuffix(".weight")
            scale = np.abs(value).max(axis=1) / np.float32(FULL)
            result[f"{layer}.int8"] = np.rint(value.T / scale).astype(np.int8, order="C")
            result[f"{layer}.scale"] = scale
        else:
            result[name] = value
    return result


@cache
def fastest_precision() -> Precision:
    """In which precision many texts are read fastest on this processor, as far as is known."""
    try:
        words = set(PROCESSOR.read_text(encoding="utf-8", errors="replace").split())
    except OSError:  # not Linux
        return "float32"
    return "int8" if words & NATIVE_INT8 else "float32"
