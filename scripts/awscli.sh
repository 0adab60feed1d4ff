#!/bin/sh
# Prints the path of an AWS CLI, version 2, to test with, and on a second line the folder of the service models that came
# with it; or says what to install. Looks at AWS_CLI and BOTOCORE, then where Debian's package awscli puts them, then beside
# the program on PATH, as AWS's installer and Homebrew do. Only on a Debian without any, and only as root, it installs that package.
set -eu
. "$(dirname "$0")/debian.sh"

found() {
  if [ -x "$1" ] && [ -d "$2/iam/2010-05-08" ]; then
    printf '%s\n%s\n' "$1" "$2"
    exit 0
  fi
}

debian() {
  found /usr/bin/aws /usr/lib/python3/dist-packages/awscli/botocore/data
}

# Version 1 has its models elsewhere, so it is not found.
beside() {
  program=$(command -v aws) || return 0
  folder=$(dirname "$(readlink -f "$program")")
  for data in "$folder"/awscli/botocore/data "$folder"/../lib/python3*/site-packages/awscli/botocore/data; do
    found "$program" "$data"
  done
}

if [ -n "${AWS_CLI:-}" ] && [ -n "${BOTOCORE:-}" ]; then
  found "$AWS_CLI" "$BOTOCORE"
  echo "AWS_CLI is $AWS_CLI and BOTOCORE is $BOTOCORE; they are to be a program and the folder with iam/2010-05-08 below it." >&2
  exit 1
fi
debian
beside

install_debian "AWS CLI" awscli
debian

cat >&2 <<'HELP'
No AWS CLI was found, and the tests with real clients need one. Install it, for instance with
  Debian           sudo apt-get install awscli
  macOS            brew install awscli
  elsewhere        https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html
or set AWS_CLI to the program and BOTOCORE to its folder awscli/botocore/data.
HELP
exit 1
