"""text-embeddings-inference, where somebody has its program: `serve.py --binary PATH …`. It comes from no package index.

Lays our files out as it wants them and starts it: POST /predict {"inputs": text} -> [{"score", "label"}, …], best first (a
list of lists for a list of texts). Not tried here with the program itself; check.py uses a stand-in that looks at the layout.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import lifetime


def _usual_names(config: dict[str, object]) -> dict[str, object]:
    """Its ONNX Runtime backend refuses DistilBERT's names for two sizes."""
    return config | {"hidden_size": config["dim"], "num_hidden_layers": config["n_layers"]}


def main() -> None:
    """Reads the options and starts the program on a folder of links."""
    parser = lifetime.options(__doc__)
    parser.add_argument("--binary", type=Path, required=True, help="text-embeddings-router, built with the ort backend for CPU")
    parser.add_argument("--batch-tokens", type=int, default=16384, help="padded tokens of a batch")
    parser.add_argument("--workers", type=int, default=1, help="of its tokenizers")
    args = parser.parse_args()
    if not args.binary.is_file():
        parser.error(f"--binary: no file {args.binary}")
    with tempfile.TemporaryDirectory(prefix="anteroom-tei-") as folder:
        model = Path(folder)
        (model / "onnx").mkdir()
        (model / "tokenizer.json").symlink_to((args.model / "tokenizer.json").resolve())
        (model / "onnx" / "model.onnx").symlink_to((args.model / args.graph).resolve())
        config = json.loads((args.model / "config.json").read_text(encoding="utf-8"))
        (model / "config.json").write_text(json.dumps(_usual_names(config)), encoding="utf-8")
        command = [
            str(args.binary.resolve()),
            f"--model-id={folder}",
            f"--hostname={lifetime.HOST}",
            f"--port={args.port}",
            f"--max-batch-tokens={args.batch_tokens}",
            f"--tokenization-workers={args.workers}",
            "--dtype=float32",
            "--auto-truncate",
        ]
        url = f"http://{lifetime.HOST}:{args.port}/health"
        # It has no option for ONNX Runtime's threads: they are as many as the CPUs that the process may use (taskset).
        lifetime.supervise(command, lambda: lifetime.answers(url), args.port)


if __name__ == "__main__":
    main()
