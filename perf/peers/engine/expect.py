"""What every system should answer: `expect.py --model VERSION_DIR --texts texts.jsonl [--graph FILE.onnx]`.

Reads lines {"id", "text"} and prints, for each, {"id", "label", "score", "scores", "tokens", "truncated"}: each text alone,
so that no batch can change it. `truncated` texts are longer than the window; the peers cut them there, while Anteroom reads
them whole in windows, so their answers may differ and must not be compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

from classifier import Classifier, Settings
from texts import read


def main() -> None:
    """Prints a line a text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--graph", default="model.onnx")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=0, help="0: all cores")
    args = parser.parse_args()
    classifier = Classifier(Settings(args.model, args.graph, args.threads))
    for each in read(args.texts):
        answer, (ids,) = classifier.answers([each.text])[0], classifier.tokenise([each.text])
        line = {"id": each.id} | asdict(answer) | {"tokens": len(ids), "truncated": classifier.cuts(each.text)}
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
