"""The Containerfiles, as far as that goes without a container engine: their form, our rules, build.sh's commands; the stage that brings ONNX
Runtime is run, the others' sources are resolved from just what .dockerignore lets through, and the programs want no library that the base has not."""

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
from pathlib import Path

import containerfiles
import cyclonedx.schema
import jsonschema
import overlay
import programs
import referencing
import referencing.jsonschema
from containerfiles import IMAGES

FILES = sorted(IMAGES.glob("*.Containerfile"))
PROGRAM = os.environ.get("ANTEROOM_GPU_POOL")
# What distroless' cc-debian12 has: glibc, libgcc and libstdc++.
BASE = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "ld-linux-x86-64.so.2"}

# File, what stands there, and what stands there instead. Each must be found.
DEFECTS = [
    ("pool", "FROM ${BASE_IMAGE}", "FROM debian:latest"),
    ("pool", "FROM ${BASE_IMAGE}", "FROM ${BASE}"),
    ("pool", "ARG BASE_IMAGE", "ARG BASE"),
    ("pool", "USER 65532:65532", ""),
    ("pool", "USER 65532:65532", "USER root"),
    ("pool", "USER 65532:65532", "USER 0:0"),
    ("pool", "USER 65532:65532", "USER nonroot"),
    ("pool", "--locked ", ""),
    ("pool", "--release ", ""),
    ("pool", "--require-hashes ", ""),
    ("pool", "COPY . .", "ADD https://example.org/sources.tar.gz ."),
    ("pool", "COPY --from=build ", "COPY --from=builder "),
    ("pool", "ENV ORT_DYLIB_PATH", "ENV DEID_KEY=1 ORT_DYLIB_PATH"),
    ("pool", "EXPOSE 8443 9090", "RUN chmod +x /usr/local/bin/gpu-pool"),
    ("pool", "EXPOSE 8443 9090", "COPY k8s/base /etc/anteroom"),
    ("pool", 'ENTRYPOINT ["/usr/local/bin/gpu-pool"]', "ENTRYPOINT /usr/local/bin/gpu-pool"),
    ("pool", "RUN cargo build", "RUN apt-get install --yes protobuf-compiler && cargo build"),
    ("audit-sink", "COPY --from=build", "USER 65532:65532\nCOPY --from=build"),
    ("model", "FROM ${COPY_IMAGE}", "FROM ${COPY_IMAGE}\nARG HUB_TOKEN"),
]


class Containerfiles(unittest.TestCase):
    def test_they_keep_our_rules(self):
        self.assertEqual([f.stem for f in FILES], ["audit-sink", "model", "pool-cuda", "pool"])
        for file in FILES:
            self.assertEqual(list(containerfiles.check(file.name, file.read_text())), [], file.name)

    def test_every_defect_is_found(self):
        for name, good, bad in DEFECTS:
            with self.subTest(name=name, bad=bad):
                text = (IMAGES / f"{name}.Containerfile").read_text()
                self.assertIn(good, text)
                self.assertTrue(list(containerfiles.check(f"{name}.Containerfile", text.replace(good, bad))))

    def test_hadolint_finds_nothing(self):
        # Its wheel puts the program beside the packages.
        tool = next((Path(p) / "bin/hadolint" for p in sys.path if (Path(p) / "bin/hadolint").exists()), None)
        self.assertIsNotNone(tool, "hadolint is among the packages")
        done = subprocess.run([tool, *FILES], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        broken = subprocess.run([tool, "-"], input="FROM debian:latest\nRUN cd /x && make\n", capture_output=True, text=True)
        self.assertIn("DL3007", broken.stdout)

    def test_onnxruntime_is_the_one_that_is_tested(self):
        source = (programs.ROOT / "xtask/src/setup/onnxruntime.rs").read_text()
        linux = set(re.findall(r'platform: "manylinux\w+",\s*sha256: "(\w+)"', source))
        version = re.search(r'VERSION: &str = "([\d.]+)"', source)[1]
        cpu, cuda = ((IMAGES / f"onnxruntime-{kind}.txt").read_text() for kind in ("cpu", "cuda"))
        self.assertEqual(set(re.findall(r"sha256:(\w+)", cpu)), linux)
        self.assertIn(f"onnxruntime=={version} ", cpu)
        self.assertIn(f"onnxruntime-gpu=={version} ", cuda)
        for file in ("pool", "pool-cuda"):
            self.assertIn(f"libonnxruntime.so.{version} ", (IMAGES / f"{file}.Containerfile").read_text())

    @unittest.skipUnless(sys.version_info[:2] == (3, 11) and sys.platform == "linux", "the wheels' sums are for Python 3.11 on Linux")
    def test_the_stage_that_brings_onnxruntime_runs(self):
        stage = next(s for s in containerfiles.parse((IMAGES / "pool.Containerfile").read_text()) if s["name"] == "onnxruntime")
        with tempfile.TemporaryDirectory() as folder:
            work, out = Path(folder) / "wheel", Path(folder) / "out"
            work.mkdir()
            environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
            for word, rest in stage["steps"]:
                if word == "COPY":
                    source, target = rest.split()
                    shutil.copy(programs.ROOT / source, work / target)
                elif word == "RUN":
                    subprocess.run(["sh", "-ec", rest.replace("/out", str(out))], cwd=work, env=environment, check=True, stdout=subprocess.DEVNULL)
            self.assertEqual({p.name for p in out.iterdir()}, {"libonnxruntime.so", "LICENSE", "ThirdPartyNotices.txt"})
            own = os.environ.get("ORT_DYLIB_PATH")
            if own and Path(own).exists():
                self.assertEqual((out / "libonnxruntime.so").read_bytes(), Path(own).read_bytes(), "not the library that the tests use")
            self.assertLessEqual(needed(out / "libonnxruntime.so"), BASE)

    @unittest.skipUnless(PROGRAM, "ANTEROOM_GPU_POOL does not name the program")
    def test_the_base_has_what_the_programs_need(self):
        for name in ("gpu-pool", "audit-sink"):
            self.assertLessEqual(needed(Path(PROGRAM).parent / name), BASE, name)

    def test_the_context_is_enough_to_build_from_and_no_more(self):
        """Files that git has and .dockerignore lets through: cargo resolves the workspace from them."""
        tracked = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=programs.ROOT, capture_output=True, check=True)
        names = [n for n in tracked.stdout.decode().split("\0") if n and (programs.ROOT / n).is_file()]
        rules = [line for line in (programs.ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
        kept = [n for n in names if let_through(n, rules)]
        self.assertFalse([n for n in kept if "own-set" in n or n.startswith((".git", ".ci"))])
        with tempfile.TemporaryDirectory() as folder:
            for name in kept:
                target = Path(folder) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(programs.ROOT / name, target)
            done = subprocess.run(["cargo", "metadata", "--locked", "--offline", "--format-version", "1", "--no-deps"], cwd=folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            packages = {p["name"] for p in json.loads(done.stdout)["packages"]}
            self.assertLessEqual({"gpu-pool", "edge-audit"}, packages)
            for file in FILES:
                for word, rest in (step for s in containerfiles.parse(file.read_text()) for step in s["steps"]):
                    if word == "COPY" and rest.startswith("k8s/"):
                        self.assertTrue((Path(folder) / rest.split()[0]).is_file(), rest)


def let_through(name, rules):
    """The last rule that fits a path or a folder above it decides, as .dockerignore has it."""
    parts = [name] + [str(p) for p in Path(name).parents if str(p) != "."]
    kept = True
    for rule in rules:
        if any(fnmatch.fnmatch(part, rule.removeprefix("!")) for part in parts):
            kept = rule.startswith("!")
    return kept


def needed(file):
    """Shared libraries that a program or library asks for, by its dynamic section."""
    done = subprocess.run(["readelf", "--dynamic", "--wide", file], capture_output=True, text=True, check=True)
    return set(re.findall(r"\(NEEDED\).*\[(.*)\]", done.stdout))


class Build(unittest.TestCase):
    def script(self, *arguments, pins=None, **environment):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pins.env"
            file.write_text(pins if pins is not None else (IMAGES / "pins.env").read_text())
            return subprocess.run([IMAGES / "build.sh", *arguments, "registry.example.org/anteroom", "0.1.0"], capture_output=True, text=True,
                                  env={**os.environ, "ANTEROOM_IMAGE_PINS": str(file), **environment})

    NAMES = sorted(containerfiles.pins((IMAGES / "pins.env").read_text()))
    PINNED = "".join(f"{name}=registry.example.org/{name.lower()}@sha256:{'a' * 64}\n" for name in NAMES)

    def test_an_empty_pin_is_refused(self):
        done = self.script("--dry-run", pins=self.PINNED + "LAST_IMAGE=\n")
        self.assertEqual((done.returncode, "LAST_IMAGE is empty" in done.stderr), (64, True))

    def test_a_release_refuses_tags_and_wants_a_key(self):
        tags = "".join(f"{name}=registry.example.org/{name.lower()}:1\n" for name in self.NAMES)
        done = self.script("--release", "--dry-run", pins=tags)
        self.assertEqual(done.returncode, 64)
        for name in self.NAMES:
            self.assertIn(f"{name} is not pinned by a digest", done.stderr)
        self.assertIn("COSIGN_KEY", done.stderr)
        self.assertEqual(self.script("--dry-run", pins=tags).returncode, 0, "while trying things out a tag will do")

    def test_a_release_builds_pushes_signs_and_attests(self):
        done = self.script("--release", "--dry-run", "--models", "gpu-pool/models", pins=self.PINNED, COSIGN_KEY="cosign.key")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("gpu-pool", "gpu-pool-cpu", "audit-sink", "model"):
            self.assertRegex(done.stdout, rf"build .*--tag registry.example.org/anteroom/{name}:0.1.0")
            self.assertIn(f"push --digestfile target/images/{name}.digest", done.stdout)
            self.assertIn(f"registry.example.org/anteroom/{name}@sha256:DIGEST", done.stdout)
        used = set(re.findall(r"images/([\w-]+)\.Containerfile", done.stdout))
        self.assertEqual(used, {f.stem for f in FILES})


class Sbom(unittest.TestCase):
    def test_it_is_cyclonedx_and_names_what_is_there(self):
        schemas = Path(cyclonedx.schema.__file__).parent / "_res"
        registry = referencing.Registry()
        main = json.loads((schemas / "bom-1.6.SNAPSHOT.schema.json").read_text())
        # They name one another by file, beside the main one's address.
        for file in schemas.glob("*.json"):
            resource = referencing.Resource.from_contents(json.loads(file.read_text()), referencing.jsonschema.DRAFT7)
            registry = registry.with_resources([(name, resource) for name in (file.name, urllib.parse.urljoin(main["$id"], file.name))])
        validator = jsonschema.Draft7Validator(main, registry=registry)
        with tempfile.TemporaryDirectory() as folder:
            for out in ("one", "two"):
                subprocess.run(["cargo", "xtask", "sbom", "--out", f"{folder}/{out}", "--models", "gpu-pool/models"], cwd=programs.ROOT, check=True, capture_output=True)
            found = {f.name.partition(".")[0]: json.loads(f.read_text()) for f in Path(folder, "one").iterdir()}
            for f in Path(folder, "one").iterdir():
                self.assertEqual(f.read_bytes(), Path(folder, "two", f.name).read_bytes(), "two runs differ")
        self.assertEqual(set(found), {"edge", "gpu-pool", "gpu-pool-cpu", "audit-sink"})
        for name, bill in found.items():
            self.assertEqual([e.message for e in validator.iter_errors(bill)], [], name)
            refs = [c["bom-ref"] for c in bill["components"]] + [bill["metadata"]["component"]["bom-ref"]]
            self.assertEqual(len(refs), len(set(refs)), name)
            for entry in bill["dependencies"]:
                self.assertLessEqual({entry["ref"], *entry["dependsOn"]}, set(refs), name)
            for c in bill["components"]:
                self.assertTrue(c.get("licenses"), c["name"])
                if c["bom-ref"].startswith("pkg:cargo") and "purl" in c:
                    self.assertRegex(c["hashes"][0]["content"], r"^[0-9a-f]{64}$")
        broken = {**found["edge"], "specVersion": 1.6, "components": [{"name": "no type"}]}
        self.assertEqual(len(list(validator.iter_errors(broken))), 2)
        linked = {name: {c["name"] for c in bill["components"]} for name, bill in found.items()}
        self.assertLessEqual({"deid", "edge-auth", "spin-sdk"}, linked["edge"])
        self.assertFalse({"wasmtime", "tokio", "syn"} & linked["edge"], "not linked into the component")
        self.assertLessEqual({"hyper", "tonic", "ort", "onnxruntime", "demo"}, linked["gpu-pool-cpu"])
        self.assertIn("onnxruntime-gpu", linked["gpu-pool"])
        model = next(c for c in found["gpu-pool"]["components"] if c["name"] == "demo")
        self.assertEqual({f["name"] for f in model["components"]} >= {"model.onnx", "tokenizer.json"}, True)


if __name__ == "__main__":
    unittest.main()
