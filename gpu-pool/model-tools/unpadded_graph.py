"""The un-padded graph of a classifier, built from weights that `export_reader.py` has read.

Same inputs and outputs as the export. Dense layers and norms run on real tokens only: the mask's places are listed
(NonZero), their rows are gathered, and put back into rows and columns only where attention mixes them, which
ONNX Runtime's MultiHeadAttention does with the mask for its keys. The last layer computes what the first
token needs. A masked first token is computed all the same, as in the export. What a row whose mask is all zero gives is
finite, and means as little as the export's answer.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from export_reader import IDS, LOGITS, MASK, TYPES, Classifier, Dense, Norm

# 17 is the first opset with LayerNormalization, and old enough for every runtime in use.
OPSET = 17
CONTRIB = "com.microsoft"
PRECISIONS = ("fp32", "int8", "fp16")
# Narrower weights stay as they are: the classifier's, which costs nothing and decides.
_LEAST_QUANTISED = 16


class _Builder:
    """Collects nodes and weights; each method returns the name of its output."""

    def __init__(self, source: Classifier, precision: str) -> None:
        self.source = source
        self.precision = precision
        self.float = np.dtype(np.float16 if precision == "fp16" else np.float32)
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"{output}/{kind}", domain=domain, **attributes))
        return output

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def integer(self, value: int | list[int]) -> str:
        name = "const/" + "_".join(map(str, value if isinstance(value, list) else ["n", value]))
        return self.constant(name, np.array(value, dtype=np.int64))

    def floating(self, name: str, value: np.ndarray) -> str:
        return self.constant(name, value.astype(self.float))

    def dense(self, name: str, x: str, layer: Dense) -> str:
        if self.precision == "int8" and min(layer.weight.shape) >= _LEAST_QUANTISED:
            product = self.quantised(name, x, layer.weight)
        else:
            product = self.node("MatMul", [x, self.floating(f"{name}.weight", layer.weight)], f"{name}/product")
        return self.node("Add", [product, self.floating(f"{name}.bias", layer.bias)], f"{name}/out")

    def quantised(self, name: str, x: str, weight: np.ndarray) -> str:
        """x @ weight in 8 bits: the weight symmetric with a scale for each column, x by the range it has at run time."""
        scale = np.maximum(np.abs(weight).max(axis=0), 1e-12).astype(np.float32) / 127.0
        whole = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
        parts = [f"{x}/int8", f"{x}/scale", f"{x}/zero"]
        if not any(parts[0] in node.output for node in self.nodes):
            self.nodes.append(helper.make_node("DynamicQuantizeLinear", [x], parts, name=f"{x}/DynamicQuantizeLinear"))
        zero = self.constant(f"{name}.weight_zero", np.zeros(scale.shape, dtype=np.int8))
        inputs = [parts[0], self.constant(f"{name}.weight_int8", whole), parts[2], zero]
        sums = self.node("Cast", [self.node("MatMulInteger", inputs, f"{name}/sums")], f"{name}/sums_f", to=TensorProto.FLOAT)
        scales = self.node("Mul", [parts[1], self.constant(f"{name}.weight_scale", scale)], f"{name}/scales")
        return self.node("Mul", [sums, scales], f"{name}/product")

    def norm(self, name: str, x: str, norm: Norm) -> str:
        scale, shift = self.floating(f"{name}.scale", norm.scale), self.floating(f"{name}.shift", norm.shift)
        return self.node("LayerNormalization", [x, scale, shift], f"{name}/out", axis=-1, epsilon=norm.epsilon)

    def places(self) -> None:
        """`at/tokens`: places of the tokens in the flat batch; `at/slots` [batch, sequence]: the token for each place,
        and for padding some other one, which the mask hides; `at/first` [batch]: the first token of each row."""
        flat = self.integer([-1])
        real = self.node("Cast", [MASK], "mask/real", to=TensorProto.BOOL)
        self.node("Cast", [real], "mask/keys", to=TensorProto.INT32)
        shape = self.node("Shape", [MASK], "mask/shape")
        length = self.node("Gather", [shape, self.integer(1)], "mask/length", axis=0)
        columns = self.node("Range", [self.integer(0), length, self.integer(1)], "at/columns")
        leading = self.node("Equal", [columns, self.integer(0)], "at/leading")
        wanted = self.node("Reshape", [self.node("Or", [real, leading], "at/wanted"), flat], "at/wanted_flat")
        listed = self.node("NonZero", [wanted], "at/listed")
        tokens = self.node("Squeeze", [listed, self.integer([0])], "at/tokens")
        self.node("Mod", [tokens, length], "at/positions")
        counted = self.node("Cast", [wanted], "at/counted", to=TensorProto.INT64)
        sums = self.node("CumSum", [counted, self.integer(0)], "at/sums")
        slots = self.node("Reshape", [self.node("Sub", [sums, self.integer(1)], "at/slots_flat"), shape], "at/slots")
        self.node("Gather", [slots, self.integer(0)], "at/first", axis=1)
        for name in (IDS, TYPES):
            if name in self.source.inputs:
                self.node("Gather", [self.node("Reshape", [name, flat], f"{name}/flat"), tokens], f"{name}/tokens")

    def embeddings(self) -> str:
        source = self.source
        words = self.node("Gather", [self.floating("embeddings.words", source.words), f"{IDS}/tokens"], "embeddings/words")
        table = self.floating("embeddings.positions", source.positions)
        places = self.node("Gather", [table, "at/positions"], "embeddings/positions")
        x = self.node("Add", [words, places], "embeddings/sum")
        if source.types is not None:
            table = self.floating("embeddings.types", source.types)
            which = f"{TYPES}/tokens" if TYPES in source.inputs else self.integer(0)
            x = self.node("Add", [x, self.node("Gather", [table, which], "embeddings/types")], "embeddings/sum_types")
        return self.norm("embeddings.norm", x, source.embedding_norm)

    def activation(self, name: str, x: str) -> str:
        kind = self.source.activation
        if kind == "relu":
            return self.node("Relu", [x], f"{name}/relu")
        return self.node("Gelu" if kind == "gelu" else "FastGelu", [x], f"{name}/gelu", CONTRIB)

    def block(self, number: int, x: str) -> str:
        layer, at = self.source.layers[number], f"layer.{number}"
        last = number == len(self.source.layers) - 1
        own = self.node("Gather", [x, "at/first"], "first/x") if last else x

        def grid(name: str, rows: str, dense: Dense, slots: str) -> str:
            return self.node("Gather", [self.dense(name, rows, dense), slots], f"{name}/grid")

        if last:
            query = self.node("Unsqueeze", [self.dense(f"{at}.query", own, layer.query), self.integer([1])], f"{at}.query/grid")
        else:
            query = grid(f"{at}.query", x, layer.query, "at/slots")
        key, value = grid(f"{at}.key", x, layer.key, "at/slots"), grid(f"{at}.value", x, layer.value, "at/slots")
        inputs = [query, key, value, "", "mask/keys"]
        mixed = self.node("MultiHeadAttention", inputs, f"{at}.attention/grid", CONTRIB, num_heads=self.source.heads)
        dim = layer.query.weight.shape[1]
        rows = self.node("Reshape", [mixed, self.integer([-1, dim])], f"{at}.attention/rows")
        if not last:
            rows = self.node("Gather", [rows, "at/tokens"], f"{at}.attention/tokens")
        attended = self.node("Add", [own, self.dense(f"{at}.out", rows, layer.out)], f"{at}.attention/sum")
        x = self.norm(f"{at}.attention_norm", attended, layer.attention_norm)
        wide = self.activation(f"{at}.wide", self.dense(f"{at}.wide", x, layer.wide))
        fed = self.node("Add", [x, self.dense(f"{at}.narrow", wide, layer.narrow)], f"{at}.fed")
        return self.norm(f"{at}.output_norm", fed, layer.output_norm)

    def head(self, x: str) -> None:
        kind = {"relu": "Relu", "tanh": "Tanh"}[self.source.pooler_activation]
        pooled = self.node(kind, [self.dense("pooler", x, self.source.pooler)], "pooler/active")
        self.node("Cast", [self.dense("classifier", pooled, self.source.classifier)], LOGITS, to=TensorProto.FLOAT)


def build(source: Classifier, precision: str) -> onnx.ModelProto:
    """The un-padded graph with its weights inside; `precision` is one of PRECISIONS."""
    if precision not in PRECISIONS:
        raise ValueError(f"precision {precision!r} is none of {PRECISIONS}")
    builder = _Builder(source, precision)
    builder.places()
    x = builder.embeddings()
    for number in range(len(source.layers)):
        x = builder.block(number, x)
    builder.head(x)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"]) for name in source.inputs]
    labels = source.classifier.bias.shape[0]
    graph = helper.make_graph(
        builder.nodes,
        "unpadded",
        inputs,
        [helper.make_tensor_value_info(LOGITS, TensorProto.FLOAT, ["batch", labels])],
        list(builder.initializers.values()),
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(graph, producer_name="anteroom", opset_imports=opsets)
    model.ir_version = 8  # the version that came with opset 17, for old runtimes
    return model
