#!/bin/sh
# Puts this folder's Qwen Dictate into the menus of the desktop; with --remove takes it out again.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/qwen-dictate.desktop
icons=$data/icons/hicolor

if [ "${1:-}" = --remove ]; then
    rm -f "$entry" "$icons"/*/apps/qwen-dictate.png "$icons/scalable/apps/qwen-dictate.svg"
else
    mkdir -p "$data/applications" "$icons"
    cp -R "$here/share/icons/hicolor/." "$icons"
    sed "s|^Exec=qwen-dictate|Exec=\"$here/qwen-dictate\"|" \
        "$here/share/applications/qwen-dictate.desktop" >"$entry"
fi
if command -v update-desktop-database >/dev/null; then
    update-desktop-database -q "$data/applications" || true
fi
