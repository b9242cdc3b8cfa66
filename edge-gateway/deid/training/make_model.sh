#!/usr/bin/env bash
# Makes data/model.bin and data/model.json. Usage: training/make_model.sh [DEVELOPMENT_SET.jsonl…]
#
# remake_model.sh makes those that are checked in again, from the commit that they were made at. Both need the four development sets
# named in data/model.json (their texts are no part of the project; sources and licences are in NOTICE); without them the weights are
# other ones. Needs Python with training/requirements.txt; five minutes of two quiet cores.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Two models, two recipes. The figures' is scored on text that it never learns from, so that its generated text is the
# split for that; the names' takes all there is.
generate() { "$python" -m training.generate --split "$1" --seed "$2" --docs "$3" --out "$work/$1-$2.jsonl"; }
generate all 1 40000
generate train 1 40000
generate train 2 40000
generate unseen 1 4000
"$python" own-set/export.py open >"$work/open.jsonl"
"$python" own-set/export.py reader >"$work/reader.jsonl"
"$python" own-set/export.py open training/written/*.txt >"$work/written.jsonl"
# What people wrote counts more often than what a generator did: there is little of it. For names as it stands once,
# then with other people and towns each time; figures stay what they are.
written=("$work/written.jsonl" "$work/open.jsonl" "$work/reader.jsonl")
names=("$work/all-1.jsonl" "${written[@]}")
figures=("$work/train-1.jsonl" "$work/train-2.jsonl")
for _ in 1 2 3 4; do
    names+=("$@")
    figures+=("$@" "$work/open.jsonl" "$work/reader.jsonl")
done
for _ in 1 2 3 4 5 6 7 8 9 10; do figures+=("$work/written.jsonl"); done
for seed in $(seq 20); do
    "$python" -m training.augment --seed "$seed" "${written[@]}" >"$work/variant-$seed.jsonl"
    names+=("$work/variant-$seed.jsonl")
done
${TRAIN:-cargo run --release -p deid --features train --bin deid-train --} --epochs 4 --out data/model.bin \
    --held "$work/unseen-1.jsonl" --names "${names[@]}" --figures "${figures[@]}"
"$python" - "$(git rev-parse HEAD)" "$@" <<'PYTHON'
import hashlib, json, pathlib, sys

sums = lambda path: hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
record = {
    # Training sees text as the engine does: whoever makes these weights again needs the engine of then. Commit before.
    "commit": sys.argv[1],
    "model": {"file": "model.bin", "sha256": sums("data/model.bin")},
    "lists": {"file": "lists.bin", "sha256": sums("data/lists.bin")},
    "names": {
        "generated": {"split": "all", "documents": 40000, "seeds": [1]},
        "written": {"times": 1, "variants": {"seeds": [1, 20]}},
        "own set": {"parts": ["open", "reader"], "times": 1, "variants": {"seeds": [1, 20]}},
        "development sets": {"times": 4},
    },
    "figures": {
        "generated": {"split": "train", "documents": 80000, "seeds": [1, 2]},
        "written": {"times": 10},
        "own set": {"parts": ["open", "reader"], "times": 4},
        "development sets": {"times": 4},
    },
    "written": {path.name: sums(path) for path in sorted(pathlib.Path("training/written").glob("*.txt"))},
    "development sets": {pathlib.Path(path).name: sums(path) for path in sys.argv[2:]},
}
pathlib.Path("data/model.json").write_text(json.dumps(record, indent=1) + "\n")
PYTHON
