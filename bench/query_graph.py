"""Makes `assistant/embed/network.onnx`: the network for one text, drawn as a graph without its weights.

The graph names its weights as the published file does, and ONNX Runtime is given them when it opens
it: so it is 20 kB, and serves the strength reader with weights of its own. Run: `python -m
bench.query_graph`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from assistant.embed.network import DIMENSION, EPSILON, HEADS, IDS, OnnxNetwork, run_network
from assistant.embed.packaged import packaged_model

OPSET = 20
"""The first that has GELU."""
IR_VERSION = 9


class Value:
    """A value of the graph, which adds as the values of the other back end do."""

    def __init__(self, drawing: Drawing, name: str) -> None:
        """Name what a node gives."""
        self.drawing = drawing
        self.name = name

    def __add__(self, other: Value) -> Value:
        """Add two values."""
        return self.drawing.node("Add", self, other)


class Drawing:
    """The operations of the network, each drawn as nodes; values are (tokens, dimension)."""

    def __init__(self, shapes: dict[str, tuple[int, ...]]) -> None:
        """Take the shapes of the weights by their names."""
        self._shapes = shapes
        self._nodes: list[NodeProto] = []
        self._weights: dict[str, TensorProto] = {}

    def node(self, kind: str, *values: Value | str, **attributes: Any) -> Value:
        """Draw a node."""
        inputs = [value if isinstance(value, str) else value.name for value in values]
        name = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return Value(self, name)

    def weight(self, name: str) -> str:
        """Name a weight that comes from outside."""
        tensor = TensorProto(
            name=name, data_type=TensorProto.FLOAT, dims=self._shapes[name],
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
        """See `Network`."""
        table = "embeddings.{}_embeddings.weight"
        tokens = self.node("Gather", self.weight(table.format("word")), ids)
        places = self.node(
            "Slice",
            self.weight(table.format("position")),
            self.constant(0),
            self.node("Shape", ids),
        )
        segments = self.weight(table.format("token_type"))
        return tokens + places + self.node("Slice", segments, self.constant(0), self.constant(1))

    def linear(self, values: Value, name: str) -> Value:
        """See `Network`."""
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("Gemm", values, weight, bias, transB=1)

    def normalize(self, values: Value, name: str) -> Value:
        """See `Network`."""
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", values, scale, shift, epsilon=EPSILON)

    def activate(self, values: Value) -> Value:
        """See `Network`."""
        return self.node("Gelu", values)

    def attend(self, query: Value, key: Value, value: Value, mask: None) -> Value:
        """See `Network`; one text has no foreign tokens to mask."""
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

    def finish(self, ids: str, hidden: Value) -> ModelProto:
        """Put the model together."""
        kinds = ((ids, TensorProto.INT64, ["tokens"]), (hidden.name, TensorProto.FLOAT, ["tokens", DIMENSION]))  # fmt: skip
        given, found = (helper.make_tensor_value_info(*kind) for kind in kinds)
        graph = helper.make_graph(
            self._nodes, "one text", [given], [found], list(self._weights.values())
        )
        opsets = [helper.make_opsetid("", OPSET)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


def draw() -> ModelProto:
    """Draw the network."""
    weights = load_file(packaged_model() / "model.safetensors")
    drawing = Drawing({name: weight.shape for name, weight in weights.items()})
    return drawing.finish(IDS, run_network(drawing, Value(drawing, IDS)))


def main() -> None:
    """Write the file anew."""
    OnnxNetwork.GRAPH.write_bytes(draw().SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
