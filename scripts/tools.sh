#!/bin/sh
# Checks that Go and Node are there and new enough, and says what to do where they are not.
set -eu
cd "$(dirname "$0")/.."

# newer VERSION LEAST: is VERSION at least LEAST?
newer() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

# need NAME VERSION LEAST ADDRESS
need() {
  if [ -z "$2" ]; then
    echo "$1 is not installed, or does not start. Verdict needs $1 $3 or newer: $4" >&2
    exit 1
  fi
  if ! newer "$2" "$3"; then
    echo "$1 is too old: this is $2, Verdict needs $3 or newer: $4" >&2
    exit 1
  fi
}

need Go "$(go env GOVERSION | sed 's/^go//; s/[^0-9.].*//' || true)" "$(sed -n 's/^go //p' go.mod)" https://go.dev/dl/
need Node "$(node -p process.versions.node || true)" 20.19 https://nodejs.org/
need npm "$(npm --version 2>/dev/null || true)" 9 https://nodejs.org/
