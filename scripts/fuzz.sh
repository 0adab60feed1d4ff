#!/bin/sh
# Runs every fuzz target of the engine for FUZZTIME each; `go test -fuzz` takes only one at a time.
set -eu
cd "$(dirname "$0")/.."
time=${FUZZTIME:-10s}
targets=0
for package in $(go list ./engine/...); do
  for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
    echo "== $package $target, $time"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package"
    targets=$((targets + 1))
  done
done
echo "$targets fuzz targets found nothing"
[ "$targets" -gt 0 ]
