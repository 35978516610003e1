#!/usr/bin/env bash
# Makes what people download, into dist/: on Linux a .deb and a portable .tar.xz, with checksums;
# on macOS a .dmg (packaging/macos/build.sh). The program's own .venv is not used, so that the
# bundle holds nothing but what the lock file says.
# Usage: bash packaging/build.sh [--bundle-only]; PACK_LEVEL=1 packs quickly, for a trial.
set -euo pipefail
# shellcheck source=packaging/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
VENV=$ROOT/build/venv
PYTHON=$VENV/bin/python
WORK=$ROOT/build/bundle
DIST=$ROOT/dist
LEVEL=${PACK_LEVEL:-6}

make_bundle() {
    _need_shared_python
    "$PYTHON" -m pip install -qq --no-input --no-deps --require-hashes \
        --disable-pip-version-check -r "$ROOT/requirements-build.lock" >&2
    rm -rf "$WORK"
    mkdir -p "$WORK" "$DIST"
    [ "$(uname -s)" != Darwin ] || bash "$ROOT/packaging/macos/prepare.sh" "$PYTHON"
    say "Making the bundle; this takes a minute or two."
    (cd "$ROOT" && "$PYTHON" -m PyInstaller --noconfirm --log-level ERROR --distpath "$WORK" \
        --workpath "$ROOT/build/pyinstaller" packaging/bundle/qwen-dictate.spec) ||
        fail "PyInstaller could not make the bundle; see above."
    "$PYTHON" "$ROOT/packaging/bundle/draw_icons.py" "$WORK/icons"
    VERSION=$("$WORK/qwen-dictate/qwen-dictate" --version) ||
        fail "The bundle does not start; see above."
    VERSION=${VERSION##* }
    say "Qwen Dictate $VERSION: $(du -sm "$WORK/qwen-dictate" | cut -f1) MB unpacked."
}

# PyInstaller takes the interpreter as a shared library; Debian's python3 has it in its own package.
_need_shared_python() {
    local library package
    library=$("$PYTHON" -c 'import sysconfig as s; print(s.get_config_var("INSTSONAME"))')
    "$PYTHON" -c "import ctypes, sys; ctypes.CDLL('$library')" 2>/dev/null && return 0
    [ ! -e "$("$PYTHON" -c 'import sysconfig as s; print(s.get_config_var("LIBDIR"))')/$library" ] || return 0
    package=${library%%.so*}
    command -v apt-get >/dev/null || fail "PyInstaller needs $library."
    _apt_install "$package"
}

fill_in() {
    sed -e "s/@VERSION@/$VERSION/g" -e "s/@GLIBC@/$GLIBC/g" -e "s/@DATE@/$DATE/g" \
        -e "s/@ARCHITECTURE@/$(dpkg --print-architecture)/g" -e "s/@SIZE@/${SIZE:-0}/g" "$1"
}

# share_tree FOLDER: what a desktop reads about the program.
share_tree() {
    local size
    install -Dm644 "$ROOT/packaging/linux/qwen-dictate.desktop" "$1/applications/qwen-dictate.desktop"
    install -Dm644 "$ROOT/qwen_dictate/ui/icons/qwen-dictate.svg" \
        "$1/icons/hicolor/scalable/apps/qwen-dictate.svg"
    for size in 16 24 32 48 64 128 256; do
        install -Dm644 "$WORK/icons/$size.png" "$1/icons/hicolor/${size}x$size/apps/qwen-dictate.png"
    done
}

make_tar() {
    local name folder
    name=qwen-dictate-$VERSION-linux-$(uname -m)
    folder=$ROOT/build/$name
    rm -rf "$folder"
    mkdir -p "$folder"
    cp -a "$WORK/qwen-dictate/." "$folder"
    share_tree "$folder/share"
    fill_in "$ROOT/packaging/linux/README.txt" >"$folder/README.txt"
    install -m755 "$ROOT/packaging/linux/integrate.sh" "$folder/integrate.sh"
    install -m644 "$ROOT/LICENSE" "$folder/LICENSE"
    say "Packing $name.tar.xz."
    tar -C "$ROOT/build" --owner=0 --group=0 --sort=name --mtime="@$EPOCH" -c "$name" |
        xz "-$LEVEL" -T2 >"$DIST/$name.tar.xz"
    rm -rf "$folder"
}

make_deb() {
    local name tree=$ROOT/build/deb SIZE
    name=qwen-dictate_${VERSION}_$(dpkg --print-architecture).deb
    rm -rf "$tree"
    mkdir -p "$tree/opt" "$tree/usr/bin" "$tree/DEBIAN"
    cp -a "$WORK/qwen-dictate" "$tree/opt/qwen-dictate"
    ln -s /opt/qwen-dictate/qwen-dictate "$tree/usr/bin/qwen-dictate"
    share_tree "$tree/usr/share"
    mkdir -p "$tree/usr/share/metainfo"
    fill_in "$ROOT/packaging/linux/metainfo.xml" \
        >"$tree/usr/share/metainfo/io.github.qwen_dictate.qwen_dictate.metainfo.xml"
    install -Dm644 "$ROOT/LICENSE" "$tree/usr/share/doc/qwen-dictate/copyright"
    install -Dm644 "$ROOT/packaging/linux/autostart.desktop" \
        "$tree/etc/xdg/autostart/qwen-dictate.desktop"
    printf '/etc/xdg/autostart/qwen-dictate.desktop\n' >"$tree/DEBIAN/conffiles"
    SIZE=$(du -sk "$tree" | cut -f1)
    fill_in "$ROOT/packaging/linux/control" >"$tree/DEBIAN/control"
    chmod -R u=rwX,go=rX "$tree"
    say "Packing $name."
    dpkg-deb --root-owner-group -Zxz "-z$LEVEL" --build "$tree" "$DIST/$name" >/dev/null
    rm -rf "$tree"
}

set_up build
exec 9>&-
EPOCH=$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || date +%s)
DATE=$(date -u -d "@$EPOCH" +%F 2>/dev/null || date -u -r "$EPOCH" +%F)
GLIBC=$(ldd --version 2>/dev/null | sed -n '1s/.* //p' || true)
make_bundle
[ "${1:-}" != --bundle-only ] || exit 0
if [ "$(uname -s)" = Darwin ]; then
    exec bash "$ROOT/packaging/macos/build.sh" "$WORK" "$VERSION" "$DIST"
fi
make_tar
make_deb
(cd "$DIST" && sha256sum qwen-dictate[-_]"$VERSION"* >SHA256SUMS)
ls -l "$DIST" >&2
