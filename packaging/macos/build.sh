#!/usr/bin/env bash
# After PyInstaller: signs "Qwen Dictate.app", packs it into a .dmg and has it notarised.
# Usage: build.sh FOLDER_OF_THE_BUNDLE VERSION DIST
#
# MACOS_IDENTITY ("Developer ID Application: …") signs; without it the signature is ad hoc, and macOS
# forgets the permissions with each new version. MACOS_NOTARY_KEY (file of an App Store Connect key),
# MACOS_NOTARY_KEY_ID and MACOS_NOTARY_ISSUER notarise; without them that step is left out.
set -euo pipefail
work=$1 version=$2 dist=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
app="$work/Qwen Dictate.app"
identity=${MACOS_IDENTITY:--}
dmg=$dist/qwen-dictate-$version-macos-$(uname -m).dmg

mkdir -p "$app/Contents/Resources/zh_CN.lproj" "$app/Contents/Resources/en.lproj"
cp "$here/zh_CN.lproj.strings" "$app/Contents/Resources/zh_CN.lproj/InfoPlist.strings"

options=(--force --options runtime --entitlements "$here/entitlements.plist" --sign "$identity")
[ "$identity" = - ] || options+=(--timestamp)
# From the inside out: libraries and frameworks first, the application last.
find "$app/Contents/Frameworks" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 |
    xargs -0 -n 50 codesign "${options[@]}"
find "$app/Contents/Frameworks" -type d -name '*.framework' -print0 |
    xargs -0 -n 1 codesign "${options[@]}"
codesign "${options[@]}" "$app"
codesign --verify --deep --strict --verbose=2 "$app"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "Qwen Dictate" -srcfolder "$stage" -fs HFS+ -format ULMO -ov "$dmg"
[ "$identity" = - ] || codesign --sign "$identity" --timestamp "$dmg"

if [ -n "${MACOS_NOTARY_KEY:-}" ]; then
    xcrun notarytool submit "$dmg" --wait --key "$MACOS_NOTARY_KEY" \
        --key-id "$MACOS_NOTARY_KEY_ID" --issuer "$MACOS_NOTARY_ISSUER"
    xcrun stapler staple "$dmg"
else
    echo "No notary key is given (MACOS_NOTARY_KEY): the image is not notarised." >&2
fi
(cd "$dist" && shasum -a 256 "$(basename "$dmg")" >"SHA256SUMS-macos-$(uname -m)")
