#!/usr/bin/env bash
# The shards of one run by GNU parallel: standin-shards.sh N FOLDER ENDING COMMAND…
# e.g. standin-shards.sh 8 parts csv sample visits.standin --rows 10000000 --seed 1
# Options of parallel itself stand in PARALLEL, e.g. PARALLEL="--jobs 4 --sshloginfile hosts".
set -euo pipefail
shards=$1 folder=$2 ending=$3
shift 3
mkdir -p "$folder"
command=$(printf ' %q' "$@")
# Each shard is tried three times; one that is there and whole is skipped.
seq -f %05g "$shards" | parallel --will-cite --retries 3 --halt soon,fail=1 \
	"${STANDIN:-npx standin}$command --shard \$((10#{}))/$shards --out $(printf %q "$folder")/part-{}.$ending --quiet"
