#!/bin/sh
# Prints the path of a Chromium to test with, or says what to install. Looks at CHROME_BIN, then at PATH, then where a
# mac keeps its applications. Only on a Debian without any, and only as root, it installs Debian's own.
set -eu
. "$(dirname "$0")/debian.sh"

found() {
  if [ -n "$1" ] && [ -x "$1" ]; then
    echo "$1"
    exit 0
  fi
}

search() {
  for name in chromium google-chrome google-chrome-stable chromium-browser headless_shell chrome; do
    found "$(command -v "$name" || true)"
  done
}

if [ -n "${CHROME_BIN:-}" ]; then
  found "$CHROME_BIN"
  echo "CHROME_BIN is $CHROME_BIN, which is not a program: correct it, or unset it to have one searched for." >&2
  exit 1
fi
search
found "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
found "/Applications/Chromium.app/Contents/MacOS/Chromium"

install_debian "Chromium" chromium
search

cat >&2 <<'HELP'
No Chromium or Chrome was found, and the tests need one. Install it, for instance with
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask google-chrome
or set CHROME_BIN to the program.
HELP
exit 1
