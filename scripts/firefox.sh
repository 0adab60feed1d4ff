#!/bin/sh
# Prints the path of a Firefox to test with, or says what to install. Looks at FIREFOX_BIN, then at PATH, then where a mac
# keeps its applications. Only on a Debian without any, and only as root, it installs Debian's own.
set -eu
. "$(dirname "$0")/debian.sh"

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

install_debian "Firefox" firefox-esr
search

echo "No Firefox was found, and the tests need one. Install it (Debian: sudo apt-get install firefox-esr), or set FIREFOX_BIN to the program." >&2
exit 1
