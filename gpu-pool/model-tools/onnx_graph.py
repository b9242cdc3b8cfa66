"""DistilBERT as an ONNX graph, put together node by node: the stock graph that any server can run.

Inputs `input_ids` and `attention_mask`, INT64 [batch, sequence]; output `logits`, FP32 [batch, labels].
Used by the training script and the full-size generator.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from distilbert import LABELS, Settings, Weights

# 17 is the first opset with LayerNormalization, and old enough for every runtime in use.
OPSET = 17
# Added to the scores of padding; exp() of it is 0 in FP32, and it fits FP16 too.
MASKED = -10000.0


class _Builder:
    """Collects nodes and initialisers; each method returns the name of its output."""

    def __init__(self, settings: Settings, weights: Weights) -> None:
        self.settings = settings
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"{output}/{kind}", **attributes))
        return output

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def linear(self, name: str, x: str) -> str:
        turned = self.constant(f"{name}.weight_transposed", self.weights[f"{name}.weight"].T)
        product = self.node("MatMul", [x, turned], f"{name}/product")
        return self.node("Add", [product, self.weight(f"{name}.bias")], f"{name}/out")

    def norm(self, name: str, x: str) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        epsilon = self.settings.epsilon
        return self.node("LayerNormalization", [x, scale, shift], f"{name}/out", axis=-1, epsilon=epsilon)

    def embeddings(self) -> str:
        at = "distilbert.embeddings"
        words = self.node("Gather", [self.weight(f"{at}.word_embeddings.weight"), "input_ids"], f"{at}/words")
        shape = self.node("Shape", ["input_ids"], f"{at}/shape")
        one = self.constant("const/one", np.array(1, dtype=np.int64))
        zero = self.constant("const/zero", np.array(0, dtype=np.int64))
        length = self.node("Gather", [shape, one], f"{at}/length", axis=0)
        positions = self.node("Range", [zero, length, one], f"{at}/position_ids")
        table = self.weight(f"{at}.position_embeddings.weight")
        places = self.node("Gather", [table, positions], f"{at}/positions")
        return self.norm(f"{at}.LayerNorm", self.node("Add", [words, places], f"{at}/sum"))

    def mask(self) -> str:
        """0 for tokens, `MASKED` for padding, as [batch, 1, 1, sequence]."""
        real = self.node("Cast", ["attention_mask"], "mask/float", to=TensorProto.FLOAT)
        absent = self.node("Sub", [self.constant("const/one_f", np.array(1.0, dtype=np.float32)), real], "mask/absent")
        penalty = self.constant("const/masked", np.array(MASKED, dtype=np.float32))
        axes = self.constant("const/mask_axes", np.array([1, 2], dtype=np.int64))
        return self.node("Unsqueeze", [self.node("Mul", [absent, penalty], "mask/flat"), axes], "mask/out")

    def attention(self, name: str, x: str, mask: str) -> str:
        width = self.settings.dim // self.settings.heads
        split = self.constant("const/split_heads", np.array([0, 0, self.settings.heads, width], dtype=np.int64))
        merge = self.constant("const/merge_heads", np.array([0, 0, self.settings.dim], dtype=np.int64))

        def heads(part: str, order: list[int]) -> str:
            wide = self.node("Reshape", [self.linear(f"{name}.{part}", x), split], f"{name}/{part}_split")
            return self.node("Transpose", [wide], f"{name}/{part}_heads", perm=order)

        query = heads("q_lin", [0, 2, 1, 3])
        key = heads("k_lin", [0, 2, 3, 1])
        value = heads("v_lin", [0, 2, 1, 3])
        root = self.constant("const/root_of_width", np.array(math.sqrt(width), dtype=np.float32))
        scaled = self.node("Div", [query, root], f"{name}/scaled")
        scores = self.node("MatMul", [scaled, key], f"{name}/scores")
        masked = self.node("Add", [scores, mask], f"{name}/masked")
        share = self.node("Softmax", [masked], f"{name}/share", axis=-1)
        mixed = self.node("MatMul", [share, value], f"{name}/mixed")
        turned = self.node("Transpose", [mixed], f"{name}/turned", perm=[0, 2, 1, 3])
        return self.linear(f"{name}.out_lin", self.node("Reshape", [turned, merge], f"{name}/merged"))

    def gelu(self, name: str, x: str) -> str:
        root = self.constant("const/root_of_two", np.array(math.sqrt(2.0), dtype=np.float32))
        one = self.constant("const/one_f", np.array(1.0, dtype=np.float32))
        half = self.constant("const/half", np.array(0.5, dtype=np.float32))
        erf = self.node("Erf", [self.node("Div", [x, root], f"{name}/gelu_div")], f"{name}/gelu_erf")
        gate = self.node("Add", [erf, one], f"{name}/gelu_gate")
        product = self.node("Mul", [x, gate], f"{name}/gelu_product")
        return self.node("Mul", [product, half], f"{name}/gelu")

    def block(self, at: str, x: str, mask: str) -> str:
        attended = self.node("Add", [x, self.attention(f"{at}.attention", x, mask)], f"{at}/attended")
        x = self.norm(f"{at}.sa_layer_norm", attended)
        wide = self.gelu(f"{at}.ffn", self.linear(f"{at}.ffn.lin1", x))
        fed = self.node("Add", [x, self.linear(f"{at}.ffn.lin2", wide)], f"{at}/fed")
        return self.norm(f"{at}.output_layer_norm", fed)

    def head(self, x: str) -> str:
        zero = self.constant("const/zero", np.array(0, dtype=np.int64))
        first = self.node("Gather", [x, zero], "pooler/first_token", axis=1)
        pooled = self.node("Relu", [self.linear("pre_classifier", first)], "pre_classifier/relu")
        return self.node("Identity", [self.linear("classifier", pooled)], "logits")


def build(settings: Settings, weights: Weights) -> onnx.ModelProto:
    """The whole model with its weights inside."""
    builder = _Builder(settings, weights)
    x, mask = builder.embeddings(), builder.mask()
    for layer in range(settings.layers):
        x = builder.block(f"distilbert.transformer.layer.{layer}", x, mask)
    builder.head(x)
    grid = ["batch", "sequence"]
    graph = helper.make_graph(
        builder.nodes,
        "distilbert",
        [helper.make_tensor_value_info(name, TensorProto.INT64, grid) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(LABELS)])],
        list(builder.initializers.values()),
    )
    model = helper.make_model(graph, producer_name="anteroom", opset_imports=[helper.make_opsetid("", OPSET)])
    model.ir_version = 8  # the version that came with opset 17, for old runtimes
    return model


def save(model: onnx.ModelProto, path: Path) -> None:
    """Checks the model and writes it."""
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
