#!/usr/bin/env bash
# Makes data/model.bin and data/model.json. Usage: training/make_model.sh [DEVELOPMENT_SET.jsonl…]
#
# The weights that are checked in were made with the four development sets named in data/model.json (their texts are no part of
# the project; sources and licences are in NOTICE). Without them the weights are other ones. Needs Python with
# training/requirements.txt; two minutes on a quiet machine.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m training.generate --split all --seed 1 --docs 40000 --out "$work/generated.jsonl"
"$python" own-set/export.py open >"$work/open.jsonl"
"$python" own-set/export.py reader >"$work/reader.jsonl"
"$python" own-set/export.py open training/written/*.txt >"$work/written.jsonl"
# What people wrote counts more often than what a generator did: there is little of it. As it stands once, then with
# other people and towns each time.
written=("$work/written.jsonl" "$work/open.jsonl" "$work/reader.jsonl")
real=("${written[@]}")
for _ in 1 2 3 4; do real+=("$@"); done
for seed in $(seq 20); do
    "$python" -m training.augment --seed "$seed" "${written[@]}" >"$work/variant-$seed.jsonl"
    real+=("$work/variant-$seed.jsonl")
done
${TRAIN:-cargo run --release -p deid --features train --bin deid-train --} --epochs 4 --out data/model.bin \
    --train "$work/generated.jsonl" "${real[@]}"
"$python" - "$@" <<'PYTHON'
import hashlib, json, pathlib, sys

sums = lambda path: hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
record = {
    "model": {"file": "model.bin", "sha256": sums("data/model.bin")},
    "lists": {"file": "lists.bin", "sha256": sums("data/lists.bin")},
    "generated": {"documents": 40000, "seeds": [1], "split": "all"},
    "own set": ["open", "reader"],
    "variants of what people wrote": {"seeds": [1, 20]},
    "written": {path.name: sums(path) for path in sorted(pathlib.Path("training/written").glob("*.txt"))},
    "development sets": {pathlib.Path(path).name: sums(path) for path in sys.argv[1:]},
}
pathlib.Path("data/model.json").write_text(json.dumps(record, indent=1) + "\n")
PYTHON
