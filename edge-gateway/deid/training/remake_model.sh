#!/usr/bin/env bash
# Makes the checked-in data/model.bin again, byte by byte. Usage: training/remake_model.sh DEVELOPMENT_SET.jsonl… (the four that
# data/model.json names, in its order). Needs Python with training/requirements.txt and this repository's history; six minutes.
#
# Training sees text as the engine does: the same bytes come of the engine of the recorded commit only.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
work=$(mktemp -d)
ended() {
    git worktree remove --force "$work/then" 2>/dev/null || true
    rm -rf "$work"
}
trap ended EXIT
sets=()
for set in "$@"; do sets+=("$(realpath "$set")"); done
recorded() { "$python" -c 'import functools, json, sys; print(functools.reduce(dict.get, sys.argv[1:], json.load(open("data/model.json"))))' "$@"; }
git worktree add --detach "$work/then" "$(recorded commit)"
# A build folder of its own: another commit's crate would be taken for this one's.
CARGO_TARGET_DIR="$work/target" bash "$work/then/edge-gateway/deid/training/make_model.sh" "${sets[@]}"
made=$(sha256sum <"$work/then/edge-gateway/deid/data/model.bin" | cut -d' ' -f1)
if [ "$made" = "$(recorded model sha256)" ]; then
    echo "data/model.bin is what that commit makes"
else
    echo "what that commit makes here is not data/model.bin: are these the development sets of data/model.json?" >&2
    exit 1
fi
