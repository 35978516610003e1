#!/usr/bin/env bash
# Before PyInstaller: writes Info.plist with the version, and the icon, into build/macos.
# Usage: prepare.sh PYTHON
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
MADE=$ROOT/build/macos
version=$("$1" "$ROOT/packaging/windows/version.py" "$ROOT/build/windows")
mkdir -p "$MADE/qwen-dictate.iconset"
sed "s/@VERSION@/$version/g" "$ROOT/packaging/macos/Info.plist" >"$MADE/Info.plist"
plutil -lint "$MADE/Info.plist" "$ROOT/packaging/macos/entitlements.plist"
"$1" "$ROOT/packaging/bundle/draw_icons.py" "$MADE/icons"
for size in 16 32 128 256 512; do
    cp "$MADE/icons/$size.png" "$MADE/qwen-dictate.iconset/icon_${size}x$size.png"
    cp "$MADE/icons/$((2 * size)).png" "$MADE/qwen-dictate.iconset/icon_${size}x$size@2x.png"
done
iconutil --convert icns --output "$MADE/qwen-dictate.icns" "$MADE/qwen-dictate.iconset"
