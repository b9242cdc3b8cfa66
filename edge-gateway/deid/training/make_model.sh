#!/usr/bin/env bash
# Makes data/model.bin and data/model.json. Usage: training/make_model.sh [DEVELOPMENT_SET.jsonl…]
#
# The weights that are checked in were made with the four development sets named in data/model.json (their texts are no part of
# the project; sources and licences are in NOTICE). Without them the weights are other ones. Needs Python with
# training/requirements.txt; two minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for seed in 1 2; do
    "$python" -m training.generate --split train --seed "$seed" --docs 40000 --out "$work/train-$seed.jsonl"
done
"$python" -m training.generate --split unseen --seed 1 --docs 4000 --out "$work/unseen.jsonl"
"$python" own-set/export.py open >"$work/open.jsonl"
"$python" own-set/export.py open training/written/*.txt >"$work/written.jsonl"
# What people wrote counts more often than what a generator did: there is little of it.
real=()
for _ in 1 2 3 4; do real+=("$@" "$work/open.jsonl"); done
for _ in 1 2 3 4 5 6 7 8 9 10; do real+=("$work/written.jsonl"); done
cargo run --release -p deid --features train --bin deid-train -- --epochs 4 --out data/model.bin \
    --held "$work/unseen.jsonl" --train "$work/train-1.jsonl" "$work/train-2.jsonl" "${real[@]}"
"$python" - "$@" <<'PYTHON'
import hashlib, json, pathlib, sys

sums = lambda path: hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
record = {
    "model": {"file": "model.bin", "sha256": sums("data/model.bin")},
    "lists": {"file": "lists.bin", "sha256": sums("data/lists.bin")},
    "generated": {"documents": 80000, "seeds": [1, 2], "split": "train"},
    "own set": "open",
    "written": {path.name: sums(path) for path in sorted(pathlib.Path("training/written").glob("*.txt"))},
    "development sets": {pathlib.Path(path).name: sums(path) for path in sys.argv[1:]},
}
pathlib.Path("data/model.json").write_text(json.dumps(record, indent=1) + "\n")
PYTHON
