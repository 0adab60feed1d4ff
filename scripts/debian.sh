# Read by the scripts that find a program to test with: installs Debian's package where that is root's to do, and says so.
# $1 is what is missing, $2 the package.
install_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  echo "No $1 is installed. Installing Debian's package $2; this takes a minute or two." >&2
  log=$(mktemp)
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$2"; } >"$log" 2>&1 || cat "$log" >&2
  rm -f "$log"
}
