"""Reads a classifier out of an ONNX export of DistilBERT or BERT: its weights by role, and what they do.

Walks back from `logits` through the graph and knows each part by what it computes (dense layer, layer norm, attention,
activation), not by names or by the exact nodes: exporters and opsets write the same layer in many ways. It is strict about
the skeleton, and lenient about how masks, shapes and positions are computed; so what is read here is only a claim
until a graph rebuilt from it has answered like the export (`optimize.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator

import numpy as np
import onnx
from onnx import numpy_helper


class Unrecognised(Exception):
    """The graph is not of the kind that is known here; says which node or weight."""


@dataclass(frozen=True)
class Dense:
    """y = x @ weight + bias; weight is [in, out]."""

    weight: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True)
class Norm:
    """Layer norm over the last axis."""

    scale: np.ndarray
    shift: np.ndarray
    epsilon: float


@dataclass(frozen=True)
class Layer:
    """A block: attention, add, norm, feed-forward, add, norm."""

    query: Dense
    key: Dense
    value: Dense
    out: Dense
    attention_norm: Norm
    wide: Dense
    narrow: Dense
    output_norm: Norm


@dataclass(frozen=True)
class Classifier:
    """A whole sequence classifier."""

    words: np.ndarray
    positions: np.ndarray
    types: np.ndarray | None
    embedding_norm: Norm
    layers: tuple[Layer, ...]
    # "gelu", "gelu_tanh" or "relu".
    activation: str
    heads: int
    pooler: Dense
    # "relu" (DistilBERT) or "tanh" (BERT).
    pooler_activation: str
    classifier: Dense
    # The inputs of the export, in its order.
    inputs: tuple[str, ...]


IDS, MASK, TYPES, LOGITS = "input_ids", "attention_mask", "token_type_ids", "logits"
# These pass a value on as it is, or only lay it out anew.
_CARRY = {"Identity", "Cast", "Dropout", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Expand", "Contiguous"}
# What may stand between scores and softmax, or between a dense layer and the product of queries and keys.
_SCALE = {"Mul", "Div", "Sqrt"}
_MASKING = {"Add", "Where", "Max", "Min", "Sub", "Clip", "Trilu"}


def _transpose(node: onnx.NodeProto, values: list[np.ndarray]) -> np.ndarray:
    order = next((list(a.ints) for a in node.attribute if a.name == "perm"), None)
    return values[0].transpose(order)


# Operations on constants that exporters leave in the graph.
_FOLD: dict[str, Callable[[onnx.NodeProto, list[np.ndarray]], np.ndarray]] = {
    "Identity": lambda node, v: v[0],
    "Transpose": _transpose,
    "Cast": lambda node, v: v[0].astype(
        onnx.helper.tensor_dtype_to_np_dtype(next(a.i for a in node.attribute if a.name == "to"))
    ),
    "Reshape": lambda node, v: v[0].reshape(v[1]),
    "Squeeze": lambda node, v: v[0].squeeze(),
    "Sqrt": lambda node, v: np.sqrt(v[0]),
    "Mul": lambda node, v: v[0] * v[1],
    "Div": lambda node, v: v[0] / v[1],
    "Add": lambda node, v: v[0] + v[1],
}


class _Graph:
    """The nodes by what they make, and the constants."""

    def __init__(self, model: onnx.ModelProto) -> None:
        graph = model.graph
        self.made_by = {output: node for node in graph.node for output in node.output if output}
        self._constants = {tensor.name: tensor for tensor in graph.initializer}
        self._folded: dict[str, np.ndarray | None] = {}

    def constant(self, name: str) -> np.ndarray | None:
        """The value, if it depends on no input."""
        if name not in self._folded:
            self._folded[name] = self._fold(name)
        return self._folded[name]

    def _fold(self, name: str) -> np.ndarray | None:
        if name in self._constants:
            tensor = self._constants[name]
            if tensor.data_location == onnx.TensorProto.EXTERNAL:
                raise Unrecognised(f"weight {name!r} lies in another file")
            return numpy_helper.to_array(tensor)
        node = self.made_by.get(name)
        if node is None:
            return None
        if node.op_type == "Constant":
            attribute = node.attribute[0]
            if attribute.name == "value":
                return numpy_helper.to_array(attribute.t)
            return np.array(onnx.helper.get_attribute_value(attribute))
        if node.op_type not in _FOLD:
            return None
        values = [self.constant(into) for into in node.input]
        if any(value is None for value in values):
            return None
        return _FOLD[node.op_type](node, [value for value in values if value is not None])

    def split(self, node: onnx.NodeProto) -> tuple[list[str], list[np.ndarray]]:
        """Its inputs that depend on the graph's, and its constants."""
        moving = [name for name in node.input if name and self.constant(name) is None]
        fixed = [value for name in node.input if name and (value := self.constant(name)) is not None]
        return moving, fixed

    def carried(self, name: str, through: set[str] = frozenset()) -> str:
        """Back through nodes that pass a value on, and those of `through` with one moving input."""
        while (node := self.made_by.get(name)) is not None:
            if node.op_type in _CARRY:
                name = node.input[0]
            elif node.op_type in through and len(moving := self.split(node)[0]) == 1:
                name = moving[0]
            else:
                break
        return name

    def node(self, name: str, wanted: str) -> onnx.NodeProto:
        node = self.made_by.get(name)
        if node is None:
            raise Unrecognised(f"{wanted} was expected where {name!r} stands")
        return node


def named(node: onnx.NodeProto) -> str:
    """A node in messages."""
    return f"node {node.name or node.output[0]!r} ({node.op_type})"


def _attribute(node: onnx.NodeProto, name: str, default: object) -> object:
    return next((onnx.helper.get_attribute_value(a) for a in node.attribute if a.name == name), default)


class _Reader:
    def __init__(self, model: onnx.ModelProto, heads: int) -> None:
        self.graph = _Graph(model)
        self.heads = heads

    def dense(self, name: str) -> tuple[Dense, str] | None:
        """The dense layer that makes `name`, and its input; none if another thing does."""
        graph = self.graph
        node = graph.made_by.get(name)
        if node is None:
            return None
        if node.op_type == "Gemm":
            plain = _attribute(node, "alpha", 1.0) == 1.0 and _attribute(node, "beta", 1.0) == 1.0
            weight = graph.constant(node.input[1])
            bias = graph.constant(node.input[2]) if len(node.input) > 2 else None
            if weight is None or bias is None or not plain or _attribute(node, "transA", 0):
                return None
            return Dense(weight.T if _attribute(node, "transB", 0) else weight, bias), node.input[0]
        if node.op_type != "Add":
            return None
        moving, fixed = graph.split(node)
        if len(moving) != 1 or fixed[0].ndim != 1:
            return None
        product = graph.made_by.get(graph.carried(moving[0]))
        if product is None or product.op_type != "MatMul":
            return None
        weight = graph.constant(product.input[1])
        if weight is None or weight.ndim != 2:
            return None
        return Dense(weight, fixed[0]), product.input[0]

    def must_dense(self, name: str, what: str) -> tuple[Dense, str]:
        found = self.dense(name)
        if found is None:
            node = self.graph.node(name, what)
            raise Unrecognised(f"{what}: a dense layer with constant weight and bias was expected, and {named(node)} stands there")
        return found

    def norm(self, name: str, what: str) -> tuple[Norm, str]:
        """The layer norm that makes `name`, and its input: one node, or the nine that older opsets need."""
        graph = self.graph
        node = graph.node(name, what)
        if node.op_type == "LayerNormalization":
            scale, shift = (graph.constant(each) for each in node.input[1:3])
            if scale is not None and shift is not None:
                return Norm(scale, shift, float(_attribute(node, "epsilon", 1e-5))), node.input[0]
        if node.op_type == "Add":
            moving, fixed = graph.split(node)
            times = graph.made_by.get(graph.carried(moving[0])) if len(moving) == 1 else None
            if times is not None and times.op_type == "Mul":
                inner, scales = graph.split(times)
                divided = graph.made_by.get(graph.carried(inner[0])) if len(inner) == 1 and scales else None
                if divided is not None and divided.op_type == "Div":
                    found = self._centred(divided)
                    if found:
                        return Norm(scales[0], fixed[0], found[0]), found[1]
        raise Unrecognised(f"{what}: a layer norm was expected, and {named(node)} stands there")

    def _centred(self, divided: onnx.NodeProto) -> tuple[float, str] | None:
        """(x - mean) / sqrt(variance + epsilon): the epsilon and x."""
        graph = self.graph
        centre, root = (graph.made_by.get(graph.carried(name)) for name in divided.input)
        if centre is None or root is None or (centre.op_type, root.op_type) != ("Sub", "Sqrt"):
            return None
        sum_ = graph.made_by.get(graph.carried(root.input[0]))
        if sum_ is None or sum_.op_type != "Add":
            return None
        _, epsilon = graph.split(sum_)
        return (float(epsilon[0].reshape(())), centre.input[0]) if epsilon else None

    def activation(self, name: str, what: str) -> tuple[str, str]:
        """What lies between a dense layer and `name`, and the dense layer's output."""
        kinds: set[str] = set()
        ends: set[str] = set()
        waiting = [name]
        tanh_form = False
        while waiting:
            at = waiting.pop()
            if self.graph.constant(at) is not None or at in ends:
                continue
            if self.dense(at) is not None:
                ends.add(at)
                continue
            node = self.graph.node(at, what)
            if node.op_type not in {*_CARRY, "Erf", "Tanh", "Relu", "Gelu", "FastGelu", "Mul", "Div", "Add", "Pow"}:
                raise Unrecognised(f"{what}: {named(node)} is part of no activation that is known here")
            tanh_form |= node.op_type == "FastGelu" or _attribute(node, "approximate", b"none") == b"tanh"
            kinds.add(node.op_type)
            waiting.extend(name for name in node.input if name)
        if len(ends) != 1:
            raise Unrecognised(f"{what}: an activation of one dense layer was expected before {name!r}")
        gates = kinds & {"Erf", "Tanh", "Relu", "Gelu", "FastGelu"}
        if len(gates) != 1:
            raise Unrecognised(f"{what}: no activation that is known here stands before {name!r}: {sorted(kinds)}")
        gate = gates.pop()
        if gate in ("Relu", "Tanh") and not kinds & {"Mul", "Add", "Pow"}:
            return gate.lower(), ends.pop()
        gelu = {"Erf": "gelu", "Gelu": "gelu", "Tanh": "gelu_tanh", "FastGelu": "gelu_tanh"}
        if gate not in gelu:
            raise Unrecognised(f"{what}: {gate} with other operations beside it")
        return ("gelu_tanh" if tanh_form else gelu[gate]), ends.pop()

    def product(self, name: str, what: str) -> onnx.NodeProto:
        """The one product of two moving tensors above `name`, through scaling and masking."""
        found: dict[str, onnx.NodeProto] = {}
        waiting, seen = [name], set()
        while waiting:
            at = waiting.pop()
            node = self.graph.made_by.get(at)
            if at in seen or node is None or self.graph.constant(at) is not None:
                continue
            seen.add(at)
            if node.op_type == "MatMul" and len(self.graph.split(node)[0]) == 2:
                found[at] = node
            elif node.op_type in _CARRY | _SCALE | _MASKING | {"Softmax", "IsNaN"}:
                waiting.extend(each for each in node.input if each)
        if len(found) != 1:
            raise Unrecognised(f"{what}: one matrix product was expected above {name!r}, and {len(found)} stand there")
        return next(iter(found.values()))

    def softmax(self, name: str, what: str) -> onnx.NodeProto:
        """The softmax above `name`; newer exports guard it against rows that are masked whole."""
        waiting, seen = [name], set()
        while waiting:
            at = waiting.pop()
            node = self.graph.made_by.get(at)
            if at in seen or node is None:
                continue
            seen.add(at)
            if node.op_type == "Softmax":
                return node
            if node.op_type in _CARRY | {"Where", "IsNaN"}:
                waiting.extend(each for each in node.input if each)
        raise Unrecognised(f"{what}: a softmax was expected above {name!r}")

    def attention(self, name: str, what: str) -> tuple[dict[str, Dense], str]:
        """The attention that makes `name`, and its input."""
        graph = self.graph
        context = graph.node(graph.carried(name), what)
        if context.op_type != "MatMul":
            raise Unrecognised(f"{what}: shares times values were expected, and {named(context)} stands there")
        share = self.softmax(context.input[0], what)
        scores = self.product(share.input[0], what)
        ends = {"query": scores.input[0], "key": scores.input[1], "value": context.input[1]}
        parts: dict[str, Dense] = {}
        inputs = set()
        for part, end in ends.items():
            parts[part], from_ = self.must_dense(graph.carried(end, _SCALE), f"{what}, {part}")
            inputs.add(graph.carried(from_))
        if len(inputs) != 1:
            raise Unrecognised(f"{what}: query, key and value come from different places: {sorted(inputs)}")
        return parts, inputs.pop()

    def residual(self, name: str, what: str) -> tuple[str, str]:
        """The sum that makes `name`: the dense layer's output and the other side."""
        graph = self.graph
        node = graph.node(graph.carried(name), what)
        if node.op_type == "Add" and len(graph.split(node)[0]) == 2:
            for one, other in (node.input, reversed(node.input)):
                if self.dense(graph.carried(one)) is not None:
                    return graph.carried(one), graph.carried(other)
        raise Unrecognised(f"{what}: a sum with a dense layer was expected, and {named(node)} stands there")

    def layer(self, x: str, number: int) -> tuple[Layer, str, str]:
        """The block that makes `x`, what its activation is, and its input. `number` counts from the last."""
        at = f"layer {number} from the end"
        output_norm, sum_ = self.norm(x, f"{at}, output norm")
        fed, middle = self.residual(sum_, f"{at}, feed-forward")
        narrow, activated = self.must_dense(fed, f"{at}, feed-forward")
        activation, wide_out = self.activation(activated, f"{at}, activation")
        wide, from_ = self.must_dense(wide_out, f"{at}, feed-forward")
        if self.graph.carried(from_) != middle:
            raise Unrecognised(f"{at}: the feed-forward's input {from_!r} is not what is added to its output")
        attention_norm, sum_ = self.norm(middle, f"{at}, attention norm")
        attended, before = self.residual(sum_, f"{at}, attention")
        out, context = self.must_dense(attended, f"{at}, attention output")
        parts, from_ = self.attention(context, f"{at}, attention")
        if from_ != before:
            raise Unrecognised(f"{at}: the attention's input {from_!r} is not what is added to its output")
        block = Layer(**parts, out=out, attention_norm=attention_norm, wide=wide, narrow=narrow, output_norm=output_norm)
        return block, activation, before

    def tables(self, name: str) -> Iterator[tuple[np.ndarray, str]]:
        """The embedding tables that are summed up in `name`, each with where its indices come from."""
        graph = self.graph
        node = graph.node(graph.carried(name), "embeddings")
        if node.op_type == "Add":
            for each in node.input:
                table = graph.constant(each)
                if table is not None:
                    raise Unrecognised(f"embeddings: {each!r} is added as a constant: the sequence length is fixed in this export")
                yield from self.tables(each)
        elif node.op_type == "Gather" and (table := graph.constant(node.input[0])) is not None and table.ndim == 2:
            source = graph.carried(node.input[1])
            yield table, source
        else:
            raise Unrecognised(f"embeddings: a sum of tables was expected, and {named(node)} stands there")

    def head(self) -> tuple[Dense, str, Dense, str]:
        """Classifier, pooler's activation, pooler, and the last layer's output."""
        graph = self.graph
        classifier, from_ = self.must_dense(graph.carried(LOGITS), "classifier")
        activation, pooled = self.activation(from_, "pooler's activation")
        if activation not in ("relu", "tanh"):
            raise Unrecognised(f"pooler: its activation is {activation}, and relu or tanh is known here")
        pooler, first = self.must_dense(pooled, "pooler")
        taken = False
        while (node := graph.node(first, "first token")).op_type in {"Slice", "Gather", *_CARRY}:
            taken |= node.op_type in {"Slice", "Gather"}
            first = node.input[0]
        if not taken:
            raise Unrecognised(f"pooler: the first token was expected to be taken, and {named(node)} stands there")
        return classifier, activation, pooler, first


def read(model: onnx.ModelProto, heads: int) -> Classifier:
    """Reads the export; `heads` is config.json's, since a graph need not hold it.

    Raises Unrecognised where the graph is another.
    """
    inputs = tuple(i.name for i in model.graph.input if i.name not in {t.name for t in model.graph.initializer})
    if not {IDS, MASK} <= set(inputs) <= {IDS, MASK, TYPES}:
        raise Unrecognised(f"inputs {list(inputs)}: {IDS}, {MASK} and at most {TYPES} are known here")
    if [output.name for output in model.graph.output] != [LOGITS]:
        raise Unrecognised(f"outputs {[output.name for output in model.graph.output]}: only {LOGITS} is known here")
    reader = _Reader(model, heads)
    classifier, pooler_activation, pooler, x = reader.head()
    layers: list[Layer] = []
    activations: set[str] = set()
    while True:
        embedding_norm, sum_ = reader.norm(x, "norm of a layer or of the embeddings")
        below = reader.graph.node(reader.graph.carried(sum_), "layer or embeddings")
        sides = [reader.dense(reader.graph.carried(each)) for each in below.input]
        if not any(sides):
            break
        block, activation, x = reader.layer(x, len(layers) + 1)
        layers.append(block)
        activations.add(activation)
    if len(activations) != 1 or not activations <= {"gelu", "gelu_tanh", "relu"}:
        raise Unrecognised(f"activations {sorted(activations)}: all layers have the same, gelu or relu, in what is known here")
    words = types = positions = None
    for table, source in reader.tables(sum_):
        if source == IDS:
            words = table
        elif source == TYPES or (table.shape[0] <= 2 and types is None):
            types = table
        else:
            positions = table
    if words is None or positions is None:
        raise Unrecognised("embeddings: no table is read by input_ids, or none by position")
    dim = words.shape[1]
    if dim % heads:
        raise Unrecognised(f"config.json names {heads} heads, which do not divide {dim}")
    return Classifier(
        words=words,
        positions=positions,
        types=types,
        embedding_norm=embedding_norm,
        layers=tuple(reversed(layers)),
        activation=activations.pop(),
        heads=heads,
        pooler=pooler,
        pooler_activation=pooler_activation,
        classifier=classifier,
        inputs=inputs,
    )
