"""Tests of the variants: exports of several kinds are read, rebuilt and agree; what is not known is refused by name."""

from __future__ import annotations

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

import onnx_graph
import unpadded_graph
from distilbert import Settings, random_weights
from export_reader import IDS, MASK, TYPES, Unrecognised, read
from optimize import EXACT, Agreement, Refused, Runner, compare, generated, optimize

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent / "models" / "demo" / "1"
# What PyTorch exports of Hugging Face's classes; see fixtures/export.py.
EXPORTS = sorted((HERE / "fixtures").glob("*.onnx"))
SMALL = Settings(vocab_size=60, max_positions=24, layers=2, dim=32, heads=4, hidden=64)


class Newer(onnx_graph._Builder):
    """The forms of newer exporters: attention guarded against rows that are masked whole, Gemm, Gelu as one node."""

    def linear(self, name: str, x: str) -> str:
        if not name.endswith(("classifier",)):
            return super().linear(name, x)
        inputs = [x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.node("Gemm", inputs, f"{name}/out", transB=1)

    def gelu(self, name: str, x: str) -> str:
        return self.node("Gelu", [x], f"{name}/gelu")

    def attention(self, name: str, x: str, mask: str) -> str:
        out = super().attention(name, x, mask)
        share = next(node for node in self.nodes if node.output[0] == f"{name}/share")
        mixed = next(node for node in self.nodes if node.output[0] == f"{name}/mixed")
        at = self.nodes.index(share) + 1
        zero = self.constant("const/zero_f", np.array(0.0, dtype=np.float32))
        self.nodes.insert(at, helper.make_node("IsNaN", [share.output[0]], [f"{name}/nan"]))
        self.nodes.insert(at + 1, helper.make_node("Where", [f"{name}/nan", zero, share.output[0]], [f"{name}/safe"]))
        mixed.input[0] = f"{name}/safe"
        return out


def newer_export() -> onnx.ModelProto:
    """A whole model in those forms, at opset 20."""
    plain = onnx_graph.build(SMALL, random_weights(SMALL, 3, lively=True))
    builder = Newer(SMALL, random_weights(SMALL, 3, lively=True))
    x, mask = builder.embeddings(), builder.mask()
    for layer in range(SMALL.layers):
        x = builder.block(f"distilbert.transformer.layer.{layer}", x, mask)
    builder.head(x)
    graph = helper.make_graph(
        builder.nodes, "newer", list(plain.graph.input), list(plain.graph.output), list(builder.initializers.values())
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 9
    return model


def stock() -> onnx.ModelProto:
    """What the demo model and the full-size one are."""
    return onnx_graph.build(SMALL, random_weights(SMALL, 3, lively=True))


class Reading(unittest.TestCase):
    """Every kind of export comes out as a graph that answers the same."""

    def agreement(self, model: onnx.ModelProto, heads: int, precision: str) -> Agreement:
        source = read(model, heads)
        types = 2 if TYPES in source.inputs else 0
        batches = list(generated(source.words.shape[0], source.positions.shape[0], 0, types))
        variant = unpadded_graph.build(source, precision)
        onnx.checker.check_model(variant)
        self.assertEqual([i.name for i in variant.graph.input], [i.name for i in model.graph.input])
        return compare(Runner(model.SerializeToString()), Runner(variant.SerializeToString()), batches, {})

    def test_exports_of_pytorch_at_several_opsets(self) -> None:
        self.assertEqual(len(EXPORTS), 4)
        for path in EXPORTS:
            with self.subTest(path.name):
                self.assertLess(self.agreement(onnx.load(str(path)), 2, "fp32").largest_logit_difference, EXACT)

    def test_our_own_export_and_newer_forms(self) -> None:
        for model in (stock(), newer_export()):
            self.assertLess(self.agreement(model, SMALL.heads, "fp32").largest_logit_difference, EXACT)

    def test_the_coarser_ones_differ_a_little_and_no_more(self) -> None:
        for precision, most in (("int8", 0.2), ("fp16", 0.02)):
            agreement = self.agreement(stock(), SMALL.heads, precision)
            self.assertLess(agreement.largest_probability_difference, most, precision)
            self.assertGreater(agreement.largest_logit_difference, 1e-6, precision)

    def test_the_wrong_number_of_heads_does_not_agree(self) -> None:
        self.assertGreater(self.agreement(stock(), 2, "fp32").largest_logit_difference, EXACT)

    def test_padding_costs_nothing_and_changes_nothing(self) -> None:
        runner = Runner(unpadded_graph.build(read(stock(), SMALL.heads), "fp32").SerializeToString())
        ids = np.array([[5, 6, 7]])
        alone = runner.logits({IDS: ids, MASK: np.ones_like(ids)})
        for filler in (0, 59):
            wide = np.concatenate([ids, np.full((1, 9), filler)], axis=1)
            mask = (np.arange(12)[None] < 3).astype(np.int64)
            np.testing.assert_allclose(runner.logits({IDS: wide, MASK: mask}), alone, atol=1e-6)

    def test_a_row_without_tokens_is_answered_and_harms_no_other(self) -> None:
        runner = Runner(unpadded_graph.build(read(stock(), SMALL.heads), "fp32").SerializeToString())
        ids = np.array([[5, 6, 7], [8, 9, 10]])
        whole = runner.logits({IDS: ids, MASK: np.ones_like(ids)})
        half = runner.logits({IDS: ids, MASK: np.array([[0, 0, 0], [1, 1, 1]])})
        self.assertTrue(np.isfinite(half).all())
        np.testing.assert_allclose(half[1], whole[1], atol=1e-6)


class Refusing(unittest.TestCase):
    """What is not understood is not guessed; the message names it."""

    def refusal(self, change: object) -> str:
        model = stock()
        change(model.graph)  # type: ignore[operator]
        with self.assertRaises(Unrecognised) as caught:
            read(model, SMALL.heads)
        return str(caught.exception)

    def test_another_activation(self) -> None:
        def change(graph: onnx.GraphProto) -> None:
            next(node for node in graph.node if node.op_type == "Erf").op_type = "Sigmoid"

        self.assertIn("ffn/gelu_erf/Erf' (Sigmoid)", self.refusal(change))

    def test_a_missing_norm(self) -> None:
        def change(graph: onnx.GraphProto) -> None:
            node = [node for node in graph.node if node.op_type == "LayerNormalization"][-1]
            node.op_type = "InstanceNormalization"

        self.assertIn("output_layer_norm/out/LayerNormalization' (InstanceNormalization)", self.refusal(change))

    def test_another_input_or_output(self) -> None:
        def another(graph: onnx.GraphProto) -> None:
            graph.input[0].name = "pixels"

        self.assertIn("pixels", self.refusal(another))

        def output(graph: onnx.GraphProto) -> None:
            graph.output[0].name = "scores"

        self.assertIn("scores", self.refusal(output))

    def test_weights_that_are_no_constants(self) -> None:
        def change(graph: onnx.GraphProto) -> None:
            graph.node.append(helper.make_node("RandomNormal", [], ["pre_classifier.weight_transposed"], shape=[32, 32]))
            kept = [tensor for tensor in graph.initializer if tensor.name != "pre_classifier.weight_transposed"]
            del graph.initializer[:]
            graph.initializer.extend(kept)

        self.assertIn("pre_classifier", self.refusal(change))


class Versions(unittest.TestCase):
    """The program, on a copy of the demo model."""

    def setUp(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.version = Path(self._folder.name) / "1"
        shutil.copytree(DEMO, self.version)
        # As it was before it had a variant.
        manifest = self.manifest()
        for entry in manifest.pop("variants").values():
            del manifest["files"][str(entry["file"])]
            (self.version / str(entry["file"])).unlink()
        (self.version / "manifest.json").write_text(json.dumps(manifest))
        self.said: list[str] = []

    def tearDown(self) -> None:
        self._folder.cleanup()

    def manifest(self) -> dict[str, dict[str, dict[str, object]]]:
        return json.loads((self.version / "manifest.json").read_text())

    def test_variants_are_entered_with_what_was_measured(self) -> None:
        before = self.manifest()
        optimize(self.version, ["int8"], self.said.append)
        self.assertEqual(sorted(self.manifest()["variants"]), ["int8"])
        optimize(self.version, ["unpadded", "fp16"], self.said.append)
        after = self.manifest()
        self.assertEqual(sorted(after["variants"]), ["fp16", "int8", "unpadded"])
        for name, entry in after["variants"].items():
            file = str(entry["file"])
            self.assertEqual((self.version / file).stat().st_size, after["files"][file]["bytes"])
            self.assertGreaterEqual(entry["reference_tolerance"], 0.001)  # type: ignore[arg-type]
            self.assertGreaterEqual(entry["agreement"]["same_labels"], 0.95, name)  # type: ignore[index]
        self.assertLess(after["variants"]["unpadded"]["agreement"]["largest_logit_difference"], EXACT)  # type: ignore[index]
        self.assertEqual({k: v for k, v in after["files"].items() if k in before["files"]}, before["files"])
        self.assertTrue(any(line.startswith("int8: ") and "labels as the export's" in line for line in self.said))

    def test_the_same_bytes_each_time(self) -> None:
        optimize(self.version, ["unpadded"], self.said.append)
        first = self.manifest()
        optimize(self.version, ["unpadded"], self.said.append)
        self.assertEqual(self.manifest(), first)

    def test_the_variant_that_is_checked_in_is_the_one_that_is_made(self) -> None:
        optimize(self.version, ["unpadded"], self.said.append)
        for file in ("model.unpadded.onnx", "manifest.json"):
            made, stored = (self.version / file).read_bytes(), (DEMO / file).read_bytes()
            if file == "manifest.json":
                # The last digits of an agreement depend on the processor.
                made, stored = (json.dumps(json.loads(each)["files"], sort_keys=True).encode() for each in (made, stored))
            self.assertEqual(made, stored, file)

    def test_what_does_not_agree_is_not_kept(self) -> None:
        config = json.loads((self.version / "config.json").read_text())
        (self.version / "config.json").write_text(json.dumps({**config, "n_heads": 2}))
        before = (self.version / "manifest.json").read_bytes()
        with self.assertRaisesRegex(Refused, "unpadded: a logit differs by"):
            optimize(self.version, ["unpadded", "int8"], self.said.append)
        self.assertEqual((self.version / "manifest.json").read_bytes(), before)
        self.assertFalse(list(self.version.glob("model.*.onnx")))

    def test_an_export_that_was_changed_is_refused(self) -> None:
        model = onnx.load(str(self.version / "model.onnx"))
        bias = next(tensor for tensor in model.graph.initializer if tensor.name == "classifier.bias")
        bias.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(bias) + 1, bias.name))
        onnx.save(model, str(self.version / "model.onnx"))
        with self.assertRaisesRegex(Refused, "not the file that manifest.json describes"):
            optimize(self.version, ["unpadded"], self.said.append)

    def test_too_few_same_labels_are_refused_and_so_is_what_is_not_finite(self) -> None:
        Agreement(10, 0.5, 0.1, 0.99).check("int8")
        for agreement in (Agreement(10, 0.5, 0.1, 0.9), Agreement(10, float("inf"), 1.0, 1.0)):
            with self.assertRaises(Refused):
                agreement.check("int8")


if __name__ == "__main__":
    unittest.main()
