"""Makes `assistant/embed/network*.onnx`: the network for one text, drawn as graphs without their weights.

BERT's encoder with six layers is written once, in `run_network`, and drawn in two precisions. A graph
names its weights as the published file does (`quantized` for integers), and ONNX Runtime is given them
when it opens it: so it is some kilobytes, and serves the strength reader with weights of its own. Run:
`python -m bench.graphs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from assistant.embed.network import GRAPHS, IDS, Precision, Weights, quantized
from assistant.embed.packaged import packaged_model

DIMENSION, LAYERS, HEADS = 384, 6, 12
EPSILON = 1e-12
OPSET = 20
"""The first that has GELU."""
IR_VERSION = 9
RUNTIME = "com.microsoft"
"""ONNX Runtime's own operations."""
MOST_TOKENS = 512
"""More than any text has."""


def run_network(drawing: Drawing, ids: Value) -> Value:
    """Turn token ids (tokens,) into hidden states (tokens, dimension): BERT's encoder."""
    hidden = drawing.normalize(drawing.look_up(ids), "embeddings.LayerNorm")
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        query, key, value = (
            drawing.linear(hidden, f"{at}.attention.self.{n}") for n in ("query", "key", "value")
        )
        mixed = drawing.attend(query, key, value)
        attended = drawing.linear(mixed, f"{at}.attention.output.dense")
        hidden = drawing.normalize(hidden + attended, f"{at}.attention.output.LayerNorm")
        inner = drawing.activate(drawing.linear(hidden, f"{at}.intermediate.dense"))
        outer = drawing.linear(inner, f"{at}.output.dense")
        hidden = drawing.normalize(hidden + outer, f"{at}.output.LayerNorm")
    return hidden


@dataclass(frozen=True)
class Value:
    """A value of the graph, in one part or in parts of some tokens each."""

    drawing: Drawing
    parts: tuple[str, ...]

    def __add__(self, other: Value) -> Value:
        """Add two values."""
        return self.drawing.node("Add", self, other)


class Drawing:
    """The operations of the network, each drawn as nodes; values are (tokens, dimension)."""

    opsets: ClassVar = {"": OPSET}

    def __init__(self, weights: Weights) -> None:
        """Take the weights, of which the graph keeps names, kinds and shapes."""
        self._given = weights
        self._nodes: list[NodeProto] = []
        self._weights: dict[str, TensorProto] = {}

    def node(self, kind: str, *values: Value | str, **attributes: Any) -> Value:
        """Draw a node, once for each part of its values; names of weights serve all parts."""
        many = [value.parts for value in values if isinstance(value, Value)]
        drawn = []
        for part in range(len(many[0])):
            inputs = [v if isinstance(v, str) else v.parts[part] for v in values]
            drawn.append(f"{kind}_{len(self._nodes)}")
            self._nodes.append(helper.make_node(kind, inputs, [drawn[-1]], **attributes))
        return Value(self, tuple(drawn))

    def weight(self, name: str) -> str:
        """Name a weight that comes from outside."""
        value = self._given[name]
        tensor = TensorProto(
            name=name, data_type=helper.np_dtype_to_tensor_dtype(value.dtype), dims=value.shape,
            data_location=TensorProto.EXTERNAL,
        )  # fmt: skip
        tensor.external_data.add(key="location", value="given when opened")
        self._weights[name] = tensor
        return name

    def constant(self, *numbers: float) -> str:
        """Name one integer or more, or one that isn't whole."""
        name = f"constant_{'_'.join(map(str, numbers))}"
        is_whole = all(isinstance(number, int) for number in numbers)
        array = np.array(numbers, np.int64) if is_whole else np.float32(numbers[0])
        self._weights[name] = numpy_helper.from_array(np.asarray(array), name)
        return name

    def look_up(self, ids: Value) -> Value:
        """Sum the embeddings of tokens, their places and their segment."""
        table = "embeddings.{}_embeddings.weight"
        tokens = self.node("Gather", self.weight(table.format("word")), ids)
        places = self.node(
            "Slice",
            self.weight(table.format("position")),
            self.constant(0),
            self.node("Shape", ids),
        )
        segments = self.weight(table.format("token_type"))
        first = self.constant(0)
        one = Value(self, (self.constant(1),))
        return tokens + places + self.node("Slice", segments, first, one)

    def linear(self, values: Value, name: str) -> Value:
        """Multiply by a weight matrix and add its bias."""
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("Gemm", values, weight, bias, transB=1)

    def normalize(self, values: Value, name: str) -> Value:
        """Bring each token to mean 0 and variance 1, then scale and shift."""
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", values, scale, shift, epsilon=EPSILON)

    def activate(self, values: Value) -> Value:
        """Apply GELU, the exact one with the error function."""
        return self.node("Gelu", values)

    def attend(self, query: Value, key: Value, value: Value) -> Value:
        """Let each token attend to all with `HEADS` heads."""
        split = self.constant(0, HEADS, DIMENSION // HEADS)
        q, k, v = (self.node("Reshape", part, split) for part in (query, key, value))
        scores = self.node(
            "MatMul",
            self.node("Transpose", q, perm=[1, 0, 2]), self.node("Transpose", k, perm=[1, 2, 0]),
        )  # fmt: skip
        scaled = self.node("Mul", scores, self.constant((DIMENSION // HEADS) ** -0.5))
        weights = self.node("Softmax", scaled, axis=-1)
        mixed = self.node("MatMul", weights, self.node("Transpose", v, perm=[1, 0, 2]))
        rows = self.node("Transpose", mixed, perm=[1, 0, 2])
        return self.node("Reshape", rows, self.constant(0, DIMENSION))

    def join(self, values: Value) -> Value:
        """Put the parts of a value together."""
        if len(values.parts) == 1:
            return values
        whole = f"Concat_{len(self._nodes)}"
        self._nodes.append(helper.make_node("Concat", values.parts, [whole], axis=0))
        return Value(self, (whole,))

    def finish(self, ids: Value, hidden: Value) -> ModelProto:
        """Put the model together."""
        (given,), (found,) = ids.parts, self.join(hidden).parts
        graph = helper.make_graph(
            self._nodes, "one text",
            [helper.make_tensor_value_info(given, TensorProto.INT64, ["tokens"])],
            [helper.make_tensor_value_info(found, TensorProto.FLOAT, ["tokens", DIMENSION])],
            list(self._weights.values()),
        )  # fmt: skip
        opsets = [helper.make_opsetid(domain, version) for domain, version in self.opsets.items()]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


class QuantizedDrawing(Drawing):
    """Multiplies matrices as 8-bit integers; everything else stays float32.

    Values are scaled by their range in the text at hand. The first token, [CLS], goes through the layers
    apart from the others, since its values reach five times as far: all in one range, the vectors'
    cosine to those of float32 was 0.996 instead of 0.999.
    """

    opsets: ClassVar = Drawing.opsets | {RUNTIME: 1}

    def look_up(self, ids: Value) -> Value:
        """See `Drawing`."""
        return self._split(super().look_up(ids))

    def linear(self, values: Value, name: str) -> Value:
        """See `Drawing`."""
        weight, scale, bias = (self.weight(f"{name}.{part}") for part in ("int8", "scale", "bias"))
        return self.node("DynamicQuantizeMatMul", values, weight, scale, "", bias, domain=RUNTIME)

    def attend(self, query: Value, key: Value, value: Value) -> Value:
        """See `Drawing`."""
        return self._split(super().attend(*(self.join(each) for each in (query, key, value))))

    def _split(self, values: Value) -> Value:
        """Take the first token apart from the others."""
        bounds = [self.constant(bound) for bound in (0, 1, MOST_TOKENS)]
        first, others = (
            self.node("Slice", values, *ends).parts for ends in (bounds[:2], bounds[1:])
        )
        return Value(self, first + others)


DRAWINGS: Mapping[Precision, type[Drawing]] = {"float32": Drawing, "int8": QuantizedDrawing}


def draw(precision: Precision) -> ModelProto:
    """Draw the network."""
    weights: Weights = load_file(packaged_model() / "model.safetensors")
    drawing = DRAWINGS[precision](quantized(weights) if precision == "int8" else weights)
    ids = Value(drawing, (IDS,))
    return drawing.finish(ids, run_network(drawing, ids))


def main() -> None:
    """Write the files anew."""
    for precision, file in GRAPHS.items():
        file.write_bytes(draw(precision).SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
