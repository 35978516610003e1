#!/usr/bin/env bash
# Tries what build.sh made as a user would: in a fresh Debian without Python, on a virtual desktop
# with a virtual microphone and a keyring. Needs root (debootstrap, chroot) and Debian or Ubuntu.
# Usage: bash packaging/try.sh [FOLDER FOR SCREENSHOTS [bookworm|trixie]]
set -euo pipefail
# shellcheck source=packaging/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
SHOTS=${1:-$ROOT/build/trial}
SUITE=${2:-bookworm}
CLEAN=$ROOT/build/clean-root
MIRROR=http://deb.debian.org/debian

in_root() {
    # shellcheck disable=SC2016 # they expand in the inner shell
    unshare -m sh -c '
        mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root \
            DEBIAN_FRONTEND=noninteractive chroot "$0" "$@"' "$CLEAN" "$@"
}

make_clean_root() {
    [ "$(id -u)" = 0 ] || fail "Making a fresh Debian needs root."
    command -v debootstrap >/dev/null || _apt_install debootstrap
    rm -rf "$CLEAN"
    mkdir -p "$CLEAN"
    say "Making a fresh Debian ($SUITE) in $CLEAN."
    debootstrap --variant=minbase "$SUITE" "$CLEAN" "$MIRROR" >"$ROOT/build/debootstrap.log" 2>&1 ||
        fail "debootstrap failed; see build/debootstrap.log."
    # This computer's mirror and its certificates.
    cp -a /etc/apt/apt.conf.d/. "$CLEAN/etc/apt/apt.conf.d/"
    cp -L /etc/resolv.conf /etc/hosts "$CLEAN/etc/" 2>/dev/null || true
    rm -f "$CLEAN"/etc/apt/apt.conf.d/*{packagekit,appstream}
    in_root apt-get -q -y update >"$ROOT/build/trial-apt.log"
    ! in_root sh -c 'command -v python3' >/dev/null || fail "The fresh Debian has a Python in it."
}

# list FILE: every file of the fresh Debian, but for what apt writes about itself.
list() {
    (cd "$CLEAN" && find . -xdev -path ./proc -prune -o -path ./dev -prune -o -path ./tmp -prune -o -path ./var/lib/apt \
        -prune -o -path ./var/cache -prune -o -path ./var/log -prune -o -path ./var/lib/dpkg -prune \
        -o -path ./root -prune -o -print | sort) >"$1"
}

try() {
    say "== $1"
    "$VENV/bin/python" -m packaging_trial --root "$CLEAN" --bundle "$2" --command "$3" \
        --shots "$SHOTS" --name "$1"
}

set_up test
exec 9>&-
export PYTHONPATH=$ROOT:$ROOT/packaging/trial
mkdir -p "$SHOTS"
deb=$(compgen -G "$ROOT/dist/*.deb" | tail -n 1) || fail "There is no .deb in dist/: bash packaging/build.sh makes it."
tar=$(compgen -G "$ROOT/dist/*.tar.xz" | tail -n 1) || fail "There is no .tar.xz in dist/: bash packaging/build.sh makes it."
make_clean_root

# The libraries come first, so that afterwards only the package itself makes a difference.
needs=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/ *|.*//; s/ *(.*//')
# shellcheck disable=SC2086
in_root apt-get -q -y install --no-install-recommends $needs >>"$ROOT/build/trial-apt.log"
list "$ROOT/build/before"
cp "$deb" "$CLEAN/qwen-dictate.deb"
began=$(date +%s%N)
in_root apt-get -q -y install --no-install-recommends /qwen-dictate.deb >>"$ROOT/build/trial-apt.log"
rm "$CLEAN/qwen-dictate.deb"
say "Installed in $((($(date +%s%N) - began) / 1000000)) ms."
try deb /opt/qwen-dictate /usr/bin/qwen-dictate
in_root apt-get -q -y purge qwen-dictate >>"$ROOT/build/trial-apt.log"
list "$ROOT/build/after"
left=$(comm -13 "$ROOT/build/before" "$ROOT/build/after")
[ -z "$left" ] || fail "The package left these files behind: $left"
say "Uninstalled: not a file of it is left."

mkdir -p "$CLEAN/root"
tar -C "$CLEAN/root" -xJf "$tar"
folder=$(basename "$tar" .tar.xz)
try tar "/root/$folder" "/root/$folder/qwen-dictate"
rm -rf "${CLEAN:?}/root/$folder"
say "Screenshots: $SHOTS"
