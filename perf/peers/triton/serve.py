"""Rows 2 and 3: NVIDIA's tritonserver, as the package nvidia-pytriton carries it, with its Python backend.

Serves the model `classifier` by the Open Inference Protocol: POST /v2/models/classifier/infer, `text` (BYTES, [n, 1]) ->
`scores` (FP32, [n, labels]) and `label` (BYTES, [n, 1]). `--batch 16` switches its dynamic batcher on (as in the paper);
without it each request is computed alone. `--instances` is how many copies of the model compute at a time.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import tempfile
from argparse import Namespace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import lifetime

HERE = Path(__file__).resolve().parent
# More rows than this in one request are refused, batcher or not. The edge sends up to 64 texts in a request.
ROWS = 64


def config(args: Namespace, labels: int) -> str:
    """config.pbtxt. Triton's own guess of what is left out is off, so that no batcher comes in unasked."""
    batcher = ""
    if args.batch > 1:
        # Otherwise Triton's defaults, where its guide begins: as large as there are requests, without waiting.
        batcher = f"dynamic_batching {{ max_queue_delay_microseconds: {args.queue_delay_us} }}"
    values = {
        "version": str(args.model.resolve()),
        "graph": args.graph,
        "threads": str(args.threads),
        "provider": args.provider,
        "spin": "" if args.no_spin else "1",
        "batch": str(args.batch),
    }
    parameters = "\n".join(
        f"parameters {{ key: {json.dumps(name)} value {{ string_value: {json.dumps(value)} }} }}" for name, value in values.items()
    )
    return f"""name: "classifier"
backend: "python"
max_batch_size: {args.batch if args.batch > 1 else ROWS}
input [ {{ name: "text" data_type: TYPE_STRING dims: [ 1 ] }} ]
output [
  {{ name: "scores" data_type: TYPE_FP32 dims: [ {labels} ] label_filename: "labels.txt" }},
  {{ name: "label" data_type: TYPE_STRING dims: [ 1 ] }}
]
instance_group [ {{ count: {args.instances} kind: KIND_CPU }} ]
{batcher}
{parameters}
"""


def repository(folder: Path, args: Namespace, packages: Path) -> None:
    """A model repository of one model."""
    known = json.loads((args.model / "config.json").read_text(encoding="utf-8"))["id2label"]
    model = folder / "classifier"
    (model / "1").mkdir(parents=True)
    # The backend's stub knows neither PYTHONPATH nor virtual environments.
    paths = [str(packages), str(HERE), str(HERE.parent / "shared")]
    program = f"import sys\n\nsys.path[:0] = {paths!r}\nfrom served import TritonPythonModel\n"
    (model / "1" / "model.py").write_text(program, encoding="utf-8")
    (model / "labels.txt").write_text("".join(f"{known[str(n)]}\n" for n in range(len(known))), encoding="utf-8")
    (model / "config.pbtxt").write_text(config(args, len(known)), encoding="utf-8")


def backends(folder: Path, server: Path) -> None:
    """The Python backend with the stub of our Python beside it, which is where it looks."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    stub = server / "python_backend_stubs" / python / "triton_python_backend_stub"
    if not stub.exists():
        raise SystemExit(f"nvidia-pytriton has no Python backend for Python {python}: use 3.9 to 3.13")
    (folder / "python").mkdir(parents=True)
    for file in (*(server / "backends" / "python").glob("*triton_python*"), stub):
        (folder / "python" / file.name).symlink_to(file)


def environment(packages: Path) -> dict[str, str]:
    """What the server and its stub need to find their libraries; the stub is linked with libpython."""
    folders = [packages / "nvidia_pytriton.libs", Path(sysconfig.get_config_var("LIBDIR") or "/usr/lib")]
    before = os.environ.get("LD_LIBRARY_PATH")
    return os.environ | {"LD_LIBRARY_PATH": ":".join([*map(str, folders), *([before] if before else [])])}


def main() -> None:
    """Reads the options, writes a model repository, and runs the server on it."""
    parser = lifetime.options(__doc__)
    parser.add_argument("--batch", type=int, default=1, metavar="N", help="dynamic batching of up to N; 1: none")
    parser.add_argument("--queue-delay-us", type=int, default=0, help="how long the batcher waits for more; 0: not at all")
    parser.add_argument("--instances", type=int, default=1)
    args = parser.parse_args()
    packages = Path(sysconfig.get_path("purelib"))
    server = packages / "pytriton" / "tritonserver"
    with tempfile.TemporaryDirectory(prefix="anteroom-triton-") as folder:
        repository(Path(folder) / "models", args, packages)
        backends(Path(folder) / "backends", server)
        command = [
            str(server / "bin" / "tritonserver"),
            f"--model-repository={folder}/models",
            f"--backend-directory={folder}/backends",
            f"--http-address={lifetime.HOST}",
            f"--http-port={args.port}",
            # Regions of shared memory of two servers must not have the same names.
            f"--backend-config=python,shm-region-prefix-name=anteroom_{os.getpid()}_",
            "--disable-auto-complete-config",
            "--allow-grpc=false",
            "--allow-metrics=false",
            "--exit-timeout-secs=5",
            "--log-info=false",
        ]
        ready = f"http://{lifetime.HOST}:{args.port}/v2/models/classifier/ready"
        lifetime.supervise(command, lambda: lifetime.answers(ready), args.port, environment(packages))


if __name__ == "__main__":
    main()
