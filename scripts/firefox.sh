#!/bin/sh
# Prints the path of a Firefox to test with, or says what to install. Looks at FIREFOX_BIN, then at PATH, then where a mac
# keeps its applications. Only on a Debian without any, and only as root, it installs Debian's own.
set -eu

found() {
  if [ -n "$1" ] && [ -x "$1" ]; then
    echo "$1"
    exit 0
  fi
}

search() {
  for name in firefox-esr firefox; do
    found "$(command -v "$name" || true)"
  done
}

if [ -n "${FIREFOX_BIN:-}" ]; then
  found "$FIREFOX_BIN"
  echo "FIREFOX_BIN is $FIREFOX_BIN, which is not a program: correct it, or unset it to have one searched for." >&2
  exit 1
fi
search
found "/Applications/Firefox.app/Contents/MacOS/firefox"

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "No Firefox is installed. Installing Debian's package firefox-esr; this takes a minute or two." >&2
  log=$(mktemp)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends firefox-esr; } >"$log" 2>&1 || cat "$log" >&2
  rm -f "$log"
  search
fi

echo "No Firefox was found, and the tests need one. Install it (Debian: sudo apt-get install firefox-esr), or set FIREFOX_BIN to the program." >&2
exit 1
