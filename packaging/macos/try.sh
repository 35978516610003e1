#!/usr/bin/env bash
# Mounts the image, copies the application out of it as a user would, and tries it.
# Usage: bash packaging/macos/try.sh
set -euo pipefail
# shellcheck source=packaging/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
set_up test
image=$(compgen -G "$ROOT/dist/*.dmg" | head -n 1)
mounted=$(mktemp -d)
applications=$(mktemp -d)
hdiutil attach "$image" -nobrowse -readonly -mountpoint "$mounted"
cp -R "$mounted/Qwen Dictate.app" "$applications/"
hdiutil detach "$mounted"
app="$applications/Qwen Dictate.app"
codesign --verify --deep --strict "$app"
for key in NSMicrophoneUsageDescription LSUIElement CFBundleShortVersionString; do
    /usr/libexec/PlistBuddy -c "Print :$key" "$app/Contents/Info.plist"
done
export PYTHONPATH=$ROOT
"$PYTHON" "$ROOT/packaging/trial/smoke.py" "$app/Contents/MacOS/qwen-dictate"
