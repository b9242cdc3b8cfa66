"""Drives a running pool with NVIDIA's tritonclient, as released, over HTTP and gRPC.

Started by tests/pool/clients.rs:  triton_client.py HOST:PORT DESCRIPTORS [CA CERT KEY]

DESCRIPTORS is our .proto, compiled. With three files more, everything goes over mutual TLS. Ends with 0 where every test
passed, and prints how many there were.
"""

import queue
import sys
import unittest

import numpy as np
import tritonclient.grpc as grpcclient
import tritonclient.http as httpclient
from google.protobuf import descriptor_pb2
from tritonclient.grpc import model_config_pb2, service_pb2
from tritonclient.utils import InferenceServerException, triton_to_np_dtype

ADDRESS, DESCRIPTORS = sys.argv[1:3]
TLS = sys.argv[3:]

WELL = "The patient is recovering well and feels much better"
WORSE = "Pain is worse and she is frightened"
TEXTS = [WELL, WORSE]
IDS = np.array([[2, 40, 50, 3], [2, 60, 3, 0]], dtype=np.int64)
MASK = np.array([[1, 1, 1, 1], [1, 1, 1, 0]], dtype=np.int64)


def http_client(**more):
    if TLS:
        authority, certificate, key = TLS
        options = {"ca_certs": authority, "certfile": certificate, "keyfile": key}
        return httpclient.InferenceServerClient(ADDRESS, ssl=True, ssl_options=options, **more)
    return httpclient.InferenceServerClient(ADDRESS, **more)


def grpc_client():
    if TLS:
        authority, certificate, key = TLS
        return grpcclient.InferenceServerClient(
            ADDRESS,
            ssl=True,
            root_certificates=authority,
            certificate_chain=certificate,
            private_key=key,
        )
    return grpcclient.InferenceServerClient(ADDRESS)


def text_input(module, texts, shape=None, **binary):
    tensor = module.InferInput("text", shape or [len(texts), 1], "BYTES")
    data = np.array([text.encode() for text in texts], dtype=np.object_).reshape(shape or [len(texts), 1])
    tensor.set_data_from_numpy(data, **binary)
    return tensor


def id_inputs(module, **binary):
    ids = module.InferInput("input_ids", IDS.shape, "INT64")
    mask = module.InferInput("attention_mask", MASK.shape, "INT64")
    ids.set_data_from_numpy(IDS, **binary)
    mask.set_data_from_numpy(MASK, **binary)
    return [ids, mask]


class Both:
    """What both protocols must do alike. `self.module` and `self.client` are one of them."""

    def test_health(self):
        self.assertTrue(self.client.is_server_live())
        self.assertTrue(self.client.is_server_ready())
        self.assertTrue(self.client.is_model_ready("demo"))
        self.assertTrue(self.client.is_model_ready("demo", "1"))
        self.assertFalse(self.client.is_model_ready("demo", "2"))
        self.assertFalse(self.client.is_model_ready("nothing"))

    def test_metadata_describes_what_is_answered(self):
        self.assertEqual(self.json(self.client.get_server_metadata)["name"], "anteroom-gpu-pool")
        model = self.json(self.client.get_model_metadata, "demo")
        self.assertEqual((model["name"], model["versions"]), ("demo", ["1"]))
        config = self.json(self.client.get_model_config, "demo")
        config = config.get("config", config)
        self.assertEqual(config["max_batch_size"] > 0, True)
        self.assertEqual([t["name"] for t in config["input"]], ["text", "input_ids", "attention_mask"])
        wanted = [self.module.InferRequestedOutput(output["name"]) for output in model["outputs"]]
        result = self.client.infer("demo", [text_input(self.module, TEXTS)], outputs=wanted)
        for output in model["outputs"]:
            shape = [2 if int(length) == -1 else int(length) for length in output["shape"]]
            array = result.as_numpy(output["name"])
            self.assertEqual(list(array.shape), shape, output)
            self.assertEqual(array.dtype, triton_to_np_dtype(output["datatype"]), output)

    def test_text(self):
        for shape in ([2, 1], [2]):
            result = self.client.infer("demo", [text_input(self.module, TEXTS, shape)], request_id="r-1")
            self.assertEqual(list(result.as_numpy("label")), [b"POSITIVE", b"NEGATIVE"])
            np.testing.assert_allclose(result.as_numpy("scores").sum(axis=1), [1, 1], atol=1e-5)
            response = self.response(result)
            self.assertEqual((response["id"], response["model_name"]), ("r-1", "demo"))
            self.assertEqual(response["model_version"], "1")

    def test_token_ids(self):
        together = self.client.infer("demo", id_inputs(self.module)).as_numpy("logits")
        self.assertEqual((together.shape, together.dtype), ((2, 2), np.float32))
        for row in range(2):
            length = int(MASK[row].sum())
            inputs = []
            for name, values in (("input_ids", IDS), ("attention_mask", MASK)):
                tensor = self.module.InferInput(name, [1, length], "INT64")
                tensor.set_data_from_numpy(values[row : row + 1, :length])
                inputs.append(tensor)
            alone = self.client.infer("demo", inputs, model_version="1").as_numpy("logits")
            np.testing.assert_allclose(alone[0], together[row], atol=1e-4)

    def test_classification(self):
        outputs = [self.module.InferRequestedOutput("scores", class_count=2)]
        result = self.client.infer("demo", [text_input(self.module, TEXTS)], outputs=outputs)
        best = result.as_numpy("scores")
        self.assertEqual(best.shape, (2, 2))
        score, index, label = best[0][0].decode().split(":")
        self.assertGreater(float(score), 0.5)
        self.assertEqual((index, label), ("1", "POSITIVE"))

    def test_parameters(self):
        result = self.client.infer("demo", [text_input(self.module, TEXTS)], priority=2, timeout=20_000_000)
        self.assertEqual(result.as_numpy("label")[0], b"POSITIVE")
        with self.assertRaisesRegex(InferenceServerException, "parameters.priority: must be 1"):
            self.client.infer("demo", [text_input(self.module, TEXTS)], priority=9)
        with self.assertRaises(InferenceServerException) as late:
            self.client.infer("demo", [text_input(self.module, ["well " * 8000])], timeout=1)
        self.assertIn(late.exception.status(), ("504", "StatusCode.DEADLINE_EXCEEDED"))

    def test_compression(self):
        many = [text_input(self.module, TEXTS * 100)]
        plain = self.client.infer("demo", many)
        for algorithm in ("gzip", "deflate"):
            result = self.client.infer("demo", many, **self.compressed(algorithm))
            np.testing.assert_allclose(result.as_numpy("scores"), plain.as_numpy("scores"), atol=1e-4)

    def test_mistakes_are_explained(self):
        with self.assertRaisesRegex(InferenceServerException, "no such model") as missing:
            self.client.infer("nothing", [text_input(self.module, TEXTS)])
        self.assertIn(missing.exception.status(), ("404", "StatusCode.NOT_FOUND"))
        wrong = self.module.InferInput("text", [1, 1], "INT64")
        wrong.set_data_from_numpy(np.array([[1]], dtype=np.int64))
        with self.assertRaisesRegex(InferenceServerException, "datatype must be BYTES") as invalid:
            self.client.infer("demo", [wrong])
        self.assertIn(invalid.exception.status(), ("400", "StatusCode.INVALID_ARGUMENT"))

    def test_statistics_count_this_request(self):
        def counted():
            (model,) = self.json(self.client.get_inference_statistics, "demo", "1")["model_stats"]
            return int(model.get("inference_count", 0)), int(model["inference_stats"]["success"].get("count", 0))

        texts, requests = counted()
        self.client.infer("demo", [text_input(self.module, TEXTS)])
        self.assertEqual(counted(), (texts + 2, requests + 1))
        everything = self.json(self.client.get_inference_statistics)["model_stats"]
        self.assertEqual([model["name"] for model in everything], ["demo"])

    def test_the_index(self):
        index = self.json(self.client.get_model_repository_index)
        models = index["models"] if isinstance(index, dict) else index
        self.assertEqual([(m["name"], m["version"], m["state"]) for m in models], [("demo", "1", "READY")])


    def test_unloading_and_loading(self):
        self.client.unload_model("demo")
        self.assertFalse(self.client.is_model_ready("demo"))
        with self.assertRaisesRegex(InferenceServerException, "does not serve now") as away:
            self.client.infer("demo", [text_input(self.module, TEXTS)])
        self.assertIn(away.exception.status(), ("503", "StatusCode.UNAVAILABLE"))
        with self.assertRaisesRegex(InferenceServerException, "config and file are not taken"):
            self.client.load_model("demo", config="{}")
        self.client.load_model("demo")
        self.assertTrue(self.client.is_model_ready("demo"))
        result = self.client.infer("demo", [text_input(self.module, TEXTS)])
        self.assertEqual(result.as_numpy("label")[0], b"POSITIVE")
        with self.assertRaises(InferenceServerException):
            self.client.load_model("nothing")


class Http(Both, unittest.TestCase):
    module = httpclient

    def setUp(self):
        self.client = http_client(concurrency=8)
        self.addCleanup(self.client.close)

    def json(self, method, *arguments):
        return method(*arguments)

    def response(self, result):
        return result.get_response()

    def compressed(self, algorithm):
        return {"request_compression_algorithm": algorithm, "response_compression_algorithm": algorithm}

    def test_every_mix_of_json_and_binary(self):
        expected = self.client.infer("demo", id_inputs(httpclient)).as_numpy("scores")
        for binary_in in (True, False):
            for binary_out in (True, False):
                outputs = [httpclient.InferRequestedOutput("scores", binary_data=binary_out)]
                inputs = id_inputs(httpclient, binary_data=binary_in)
                found = self.client.infer("demo", inputs, outputs=outputs).as_numpy("scores")
                np.testing.assert_allclose(found, expected, atol=1e-4)
                text = [text_input(httpclient, TEXTS, binary_data=binary_in)]
                outputs = [httpclient.InferRequestedOutput("label", binary_data=binary_out)]
                labels = self.client.infer("demo", text, outputs=outputs).as_numpy("label")
                text = [label.decode() if isinstance(label, bytes) else label for label in labels]
                self.assertEqual(text, ["POSITIVE", "NEGATIVE"])

    def test_requests_at_once(self):
        running = [self.client.async_infer("demo", [text_input(httpclient, TEXTS)]) for _ in range(32)]
        for call in running:
            self.assertEqual(call.get_result().as_numpy("label")[1], b"NEGATIVE")


class Grpc(Both, unittest.TestCase):
    module = grpcclient

    def setUp(self):
        self.client = grpc_client()
        self.addCleanup(self.client.close)

    def json(self, method, *arguments):
        return method(*arguments, as_json=True)

    def response(self, result):
        return result.get_response(as_json=True)

    def compressed(self, algorithm):
        return {"compression_algorithm": algorithm}

    def test_the_clients_own_deadline(self):
        with self.assertRaises(InferenceServerException) as late:
            self.client.infer("demo", [text_input(grpcclient, ["well " * 8000])], client_timeout=0.001)
        self.assertEqual(late.exception.status(), "StatusCode.DEADLINE_EXCEEDED")

    def test_requests_at_once(self):
        answers = queue.Queue()
        for _ in range(32):
            inputs = [text_input(grpcclient, TEXTS)]
            self.client.async_infer("demo", inputs, callback=lambda result, error: answers.put((result, error)))
        for _ in range(32):
            result, error = answers.get(timeout=60)
            self.assertIsNone(error)
            self.assertEqual(result.as_numpy("label")[1], b"NEGATIVE")

    def test_a_stream(self):
        answers = queue.Queue()
        self.client.start_stream(callback=lambda result, error: answers.put((result, error)))
        for number in range(20):
            texts = TEXTS if number != 10 else [""]
            inputs = [text_input(grpcclient, texts)]
            if number == 10:
                inputs[0].set_shape([5, 1])
            self.client.async_stream_infer("demo", inputs, request_id=str(number + 1))
        for number in range(20):
            result, error = answers.get(timeout=60)
            if number == 10:
                self.assertIn("shape says 5", str(error))
            else:
                self.assertIsNone(error)
                self.assertEqual(result.get_response(as_json=True)["id"], str(number + 1))
                self.assertEqual(result.as_numpy("label")[1], b"NEGATIVE")
        self.client.stop_stream()

    def test_field_numbers_are_the_clients(self):
        """Every field of our .proto has the number and the type that the client's has."""
        ours = descriptor_pb2.FileDescriptorSet()
        with open(DESCRIPTORS, "rb") as descriptors:
            ours.ParseFromString(descriptors.read())

        def fields(message):
            kinds = {f.name: (f.number, f.type, f.label) for f in message.field}
            return kinds, {m.name: m for m in message.nested_type}

        theirs = {}
        for module in (service_pb2, model_config_pb2):
            file = descriptor_pb2.FileDescriptorProto()
            module.DESCRIPTOR.CopyToProto(file)
            theirs.update({m.name: m for m in file.message_type})
        checked = 0

        def compare(our, their):
            nonlocal checked
            (our_fields, our_nested), (their_fields, their_nested) = fields(our), fields(their)
            for name, kind in our_fields.items():
                self.assertEqual(kind, their_fields[name], f"{our.name}.{name}")
                checked += 1
            for name, nested in our_nested.items():
                compare(nested, their_nested[name])

        for message in ours.file[0].message_type:
            compare(message, theirs[message.name])
        self.assertGreater(checked, 100)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    outcome = unittest.TextTestRunner(verbosity=2).run(suite)
    print(outcome.testsRun)
    sys.exit(not outcome.wasSuccessful())
