"""The pool itself, started with the settings of the overlay `dev`: takes them, answers the probes, exports the metrics that are read
out of its source. `cargo xtask test` says where the program is (ANTEROOM_GPU_POOL) and where ONNX Runtime is (ORT_DYLIB_PATH)."""

import json
import os
import subprocess
import unittest
import urllib.request

import overlay
import programs

PROGRAM = os.environ.get("ANTEROOM_GPU_POOL")
MODELS = programs.ROOT / "gpu-pool/models"


@unittest.skipUnless(PROGRAM, "ANTEROOM_GPU_POOL does not name the program")
class Pool(unittest.TestCase):
    def test_it_takes_the_manifest(self):
        manifest = overlay.Overlay(overlay.render(overlay.K8S / "overlays/dev"))
        pool = next(d for d in manifest.workloads() if d.name == "gpu-pool").pod["containers"][0]
        # Everything as it stands there, but addresses, folders, and the certificates that cert-manager would bring.
        settings = {e["name"]: e["value"] for e in pool["env"] if "_TLS_" not in e["name"] and "_CLIENT_" not in e["name"]}
        settings |= {"GPU_POOL_LISTEN": "127.0.0.1:0", "GPU_POOL_ADMIN_LISTEN": "127.0.0.1:0", "GPU_POOL_MODELS": str(MODELS)}
        settings["ORT_DYLIB_PATH"] = os.environ["ORT_DYLIB_PATH"]
        process = subprocess.Popen([PROGRAM], env=settings, stdout=subprocess.PIPE, text=True)
        try:
            line = process.stdout.readline()
            self.assertTrue(line, "the pool did not start")
            admin = json.loads(line)["admin_url"]
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                with urllib.request.urlopen(admin + pool[probe]["httpGet"]["path"], timeout=60) as answer:
                    self.assertEqual(answer.status, 200, probe)
            with urllib.request.urlopen(admin + "/metrics", timeout=60) as answer:
                found = exported(answer.read().decode())
            self.assertEqual(found - programs.pool_metrics(), set(), "not found in the source")
            # What has counted nothing is not exported, nor are certificates and cards where there are none.
            missing = {name for name in programs.pool_metrics() - found if not name.endswith("_total")}
            missing -= {"gpu_pool_certificate_expiry_timestamp_seconds", "gpu_pool_gpu_memory_used_bytes", "gpu_pool_gpu_memory_total_bytes"}
            self.assertEqual(missing, set(), "not exported")
        finally:
            process.terminate()
            process.stdout.close()
            self.assertEqual(process.wait(60), 0)


def exported(text):
    """The names of an exposition, as Prometheus stores them."""
    ends = {"counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}
    types = [line.split()[2:4] for line in text.splitlines() if line.startswith("# TYPE")]
    return {name + end for name, kind in types for end in ends[kind]}


if __name__ == "__main__":
    unittest.main()
