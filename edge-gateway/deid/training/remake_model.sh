#!/usr/bin/env bash
# Makes the checked-in data/model.bin again, byte by byte. Usage: training/remake_model.sh DEVELOPMENT_SET.jsonl… (the four that
# data/model.json names, in its order). Needs Python with training/requirements.txt and this repository's history; a quarter of an hour.
#
# The weights are the mean of two models: an older one, whose halves for names and for figures were trained at two commits, and one of
# a third commit. Training sees text as the engine does: the same bytes come of the engine of then only. training/README.md says why.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
work=$(mktemp -d)
ended() {
    for tree in names figures whole; do git worktree remove --force "$work/$tree" 2>/dev/null || true; done
    rm -rf "$work"
}
trap ended EXIT
sets=()
for set in "$@"; do sets+=("$(realpath "$set")"); done
# What data/model.json holds under these names.
recorded() {
    "$python" -c 'import functools, json, sys
print(functools.reduce(lambda at, name: at[int(name) if name.isdigit() else name], sys.argv[1:], json.load(open("data/model.json"))))' "$@"
}
made() { echo "$work/$1/edge-gateway/deid/data/model.bin"; }
make_at() {
    git worktree add --detach "$work/$1" "$2"
    # A build folder of its own: another commit's crate would be taken for this one's.
    CARGO_TARGET_DIR="$work/target" bash "$work/$1/edge-gateway/deid/training/make_model.sh" "${sets[@]}"
}
make_at names "$(recorded "mean of" 0 names commit)"
make_at figures "$(recorded "mean of" 0 figures commit)"
make_at whole "$(recorded "mean of" 1 commit)"
names=$(recorded "mean of" 0 names bytes)
{
    head -c "$names" "$(made names)"
    tail -c "+$((names + 1))" "$(made figures)"
} >"$work/older.bin"
"$python" -m training.mean_weights "$work/model.bin" "$work/older.bin" "$(made whole)"
if [ "$(sha256sum <"$work/model.bin" | cut -d' ' -f1)" = "$(recorded model sha256)" ]; then
    echo "data/model.bin is what these three commits make"
else
    echo "what these three commits make here is not data/model.bin: are these the development sets of data/model.json?" >&2
    exit 1
fi
