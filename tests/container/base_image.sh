#!/bin/bash
# Makes the Debian base image that the Dockerfile starts from, on a machine without a container engine or registry.
#
#   tests/container/base_image.sh [SUITE]      SUITE: trixie by default
#
# Prints the image's name; does nothing when it is there already. Needs root (chroot isolation) and the Debian mirror
# that this machine's own apt is set up with. The image holds that mirror's address, this machine's CA certificates
# and its pip settings, so it stays here: what is published is built on the base pinned in the Dockerfile.
set -euo pipefail

suite=${1:-trixie}
image=localhost/altproof-base:$suite
certificates=/etc/ssl/certs/ca-certificates.crt

fail() {
  echo "base_image: $*" >&2
  exit 1
}

# Addresses of the mirror are nobody's business in a log that may be public.
hide_addresses() { sed -E 's#[a-z+]+://[^ ]+#ADDRESS#g; s#\[IP: [^]]*\]##g'; }

quietly() {
  local log
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 20 "$log" | hide_addresses >&2
    rm -f "$log"
    fail "failed: $1 ${2:-}"
  fi
}

# The main archive among apt's own index targets: apt has parsed its sources, so no second parser is needed here.
mirror() {
  # shellcheck disable=SC2016  # apt expands this itself
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    awk '/\/debian\/?$/ && !first { first = $1 } END { print first }'
}

install_tools() {
  command -v buildah >/dev/null && command -v mmdebstrap >/dev/null && return
  local install=(apt-get install -y --no-install-recommends buildah mmdebstrap)
  DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null 2>&1 && return
  quietly apt-get update
  DEBIAN_FRONTEND=noninteractive quietly "${install[@]}"
}

[ "$(id -u)" = 0 ] || fail "needs root"
[ -r "$certificates" ] || fail "needs the package ca-certificates"
install_tools
if buildah inspect --type image "$image" >/dev/null 2>&1; then
  echo "$image"
  exit 0
fi

archive=$(mirror)
[ -n "$archive" ] || fail "found no Debian archive in apt's sources; run 'apt-get update' once"

work=$(mktemp -d)
container=
clean_up() {
  [ -z "$container" ] || buildah rm "$container" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT

options=()
# A mirror that is kept at one date has release files that apt would call out of date.
for key in Acquire::Check-Valid-Until Acquire::Check-Date; do
  value=
  eval "$(apt-config shell value "$key")"
  [ -z "$value" ] || options+=("--aptopt=$key \"$value\"")
done
# Left out of the published slim images as well.
for part in doc info lintian locale man; do options+=("--dpkgopt=path-exclude=/usr/share/$part/*"); done
options+=('--dpkgopt=path-include=/usr/share/doc/*/copyright')

quietly mmdebstrap --variant=minbase --include=ca-certificates "${options[@]}" "$suite" "$work/base.tar" "$archive"

container=$(buildah from scratch)
quietly buildah add "$container" "$work/base.tar" /
for file in "$certificates" /usr/local/share/ca-certificates/*.crt; do
  [ ! -r "$file" ] || quietly buildah copy --chmod 644 "$container" "$file" "$file"
done
settings=(--env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --env "PIP_CERT=$certificates")
for name in PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST PIP_DEFAULT_TIMEOUT; do
  [ -z "${!name:-}" ] || settings+=(--env "$name=${!name}")
done
quietly buildah config "${settings[@]}" --cmd bash "$container"
quietly buildah commit "$container" "$image"
echo "$image"
