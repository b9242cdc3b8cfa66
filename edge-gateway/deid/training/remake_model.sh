#!/usr/bin/env bash
# Makes the checked-in data/model.bin again, byte by byte. Usage: training/remake_model.sh DEVELOPMENT_SET.jsonl… (the four that
# data/model.json names, in its order). Needs Python with training/requirements.txt and this repository's history; ten minutes.
#
# The halves for names and for figures were trained at two commits, and training sees text as the engine does: the same bytes
# come of the engine of then only. training/README.md says why these two and not what make_model.sh makes today.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
work=$(mktemp -d)
ended() {
    for half in names figures; do git worktree remove --force "$work/$half" 2>/dev/null || true; done
    rm -rf "$work"
}
trap ended EXIT
sets=()
for set in "$@"; do sets+=("$(realpath "$set")"); done
recorded() { "$python" -c 'import json, sys; print(json.load(open("data/model.json"))[sys.argv[1]][sys.argv[2]])' "$1" "$2"; }
for half in names figures; do
    git worktree add --detach "$work/$half" "$(recorded $half commit)"
    # A build folder of its own: another commit's crate would be taken for this one's.
    CARGO_TARGET_DIR="$work/target" bash "$work/$half/edge-gateway/deid/training/make_model.sh" "${sets[@]}"
done
made() { echo "$work/$1/edge-gateway/deid/data/model.bin"; }
names=$(recorded names bytes)
{
    head -c "$names" "$(made names)"
    tail -c "+$((names + 1))" "$(made figures)"
} >"$work/model.bin"
if [ "$(sha256sum <"$work/model.bin" | cut -d' ' -f1)" = "$(recorded model sha256)" ]; then
    echo "data/model.bin is what these two commits make"
else
    echo "what these two commits make here is not data/model.bin: are these the development sets of data/model.json?" >&2
    exit 1
fi
