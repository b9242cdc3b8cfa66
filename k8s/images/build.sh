#!/usr/bin/env bash
# Builds the images, with podman or what CONTAINER_ENGINE names:
#
#   k8s/images/build.sh [--release] [--dry-run] [--models DIR] REGISTRY TAG
#
# --release refuses images that are not pinned by digest and a checkout with changes, signs what it pushed with cosign (COSIGN_KEY), and attaches
# the SBOM. --dry-run prints the commands. Without --models no image of models is made.
set -euo pipefail
cd "$(dirname "$0")/../.."
release=false dry_run=false models=
while [[ ${1-} == --* ]]; do
    case $1 in
        --release) release=true ;;
        --dry-run) dry_run=true ;;
        --models) models=${2:?--models DIR}; shift ;;
        *) echo "build.sh: unknown flag $1" >&2; exit 64 ;;
    esac
    shift
done
registry=${1:?REGISTRY} tag=${2:?TAG}
engine=${CONTAINER_ENGINE:-podman}
pins=${ANTEROOM_IMAGE_PINS:-k8s/images/pins.env}

# Every pin, as arguments; those that are missing are all named at once.
arguments=() mistakes=()
while IFS='=' read -r name image; do
    [[ -z $name || $name == \#* ]] && continue
    if [[ -z $image ]]; then
        mistakes+=("$name is empty in $pins")
    elif $release && [[ ! $image =~ ^[^@]+@sha256:[0-9a-f]{64}$ ]]; then
        mistakes+=("$name is not pinned by a digest: $image")
    fi
    arguments+=(--build-arg "$name=$image")
done < "$pins"
if $release && ! $dry_run && [[ -n $(git status --porcelain) ]]; then
    mistakes+=("the checkout has changes that are not committed")
fi
if $release && [[ -z ${COSIGN_KEY-} ]]; then
    mistakes+=("COSIGN_KEY names no key to sign with")
fi
if (( ${#mistakes[@]} )); then
    printf 'build.sh: %s\n' "${mistakes[@]}" >&2
    exit 64
fi

run() { if $dry_run; then printf '%q ' "$@"; echo; else "$@"; fi; }

# Name of the image, of the Containerfile, its context.
image() {
    run "$engine" build "${arguments[@]}" --file "k8s/images/$2.Containerfile" --tag "$registry/$1:$tag" "$3"
    if $release; then
        run "$engine" push --digestfile "target/images/$1.digest" "$registry/$1:$tag"
        local digest; digest=$($dry_run && echo sha256:DIGEST || cat "target/images/$1.digest")
        run cosign sign --yes --key "$COSIGN_KEY" "$registry/$1@$digest"
        if [[ -f target/sbom/$1.cdx.json ]]; then
            run cosign attest --yes --key "$COSIGN_KEY" --type cyclonedx --predicate "target/sbom/$1.cdx.json" "$registry/$1@$digest"
        fi
        echo "$registry/$1@$digest"
    fi
}

mkdir -p target/images
run cargo xtask sbom ${models:+--models "$models"}
image gpu-pool pool-cuda .
image gpu-pool-cpu pool .
image audit-sink audit-sink .
[[ -z $models ]] || image model model "$models"
