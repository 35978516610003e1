#!/usr/bin/env bash
# Makes an AppImage of the bundle that build.sh left. appimagetool and the run-time part of the
# AppImage are fetched from their project; that is why this is a step of the workflow, not of build.sh.
# Usage: bash packaging/linux/appimage.sh
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
RELEASE=https://github.com/AppImage/appimagetool/releases/download/1.9.0
machine=$(uname -m)
tree=$ROOT/build/AppDir
tool=$ROOT/build/appimagetool

[ -x "$tool" ] || {
    curl --fail --silent --show-error --location --output "$tool" "$RELEASE/appimagetool-$machine.AppImage"
    chmod +x "$tool"
}
version=$("$ROOT/build/bundle/qwen-dictate/qwen-dictate" --version)
version=${version##* }
rm -rf "$tree"
mkdir -p "$tree/usr/lib" "$tree/usr/share/applications"
cp -a "$ROOT/build/bundle/qwen-dictate" "$tree/usr/lib/qwen-dictate"
cp "$ROOT/packaging/linux/qwen-dictate.desktop" "$tree/"
cp "$ROOT/packaging/linux/qwen-dictate.desktop" "$tree/usr/share/applications/"
cp "$ROOT/build/bundle/icons/256.png" "$tree/qwen-dictate.png"
ln -s qwen-dictate.png "$tree/.DirIcon"
cat >"$tree/AppRun" <<'RUN'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/lib/qwen-dictate/qwen-dictate" "$@"
RUN
chmod +x "$tree/AppRun"
mkdir -p "$ROOT/dist"
ARCH=$machine APPIMAGE_EXTRACT_AND_RUN=1 VERSION=$version \
    "$tool" --no-appstream "$tree" "$ROOT/dist/qwen-dictate-$version-$machine.AppImage"
cd "$ROOT/dist"
sha256sum "qwen-dictate-$version-$machine.AppImage" >>SHA256SUMS
