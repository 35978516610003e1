#!/usr/bin/env bash
# Joins the checksums and publishes the artefacts as a draft of the tag's release; a person looks at it
# and publishes it. Usage: bash packaging/release.sh FOLDER; environment: TAG, GH_TOKEN.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=$1
version=${TAG#v}
grep -qF "\"$version\"" "$ROOT/qwen_dictate/__init__.py" || {
    echo "The tag is $TAG, but qwen_dictate/__init__.py has another version." >&2
    exit 1
}
mkdir -p "$folder/all"
find "$folder" -type f \( -name '*.deb' -o -name '*.tar.xz' -o -name '*.AppImage' -o -name '*.exe' \
    -o -name '*.zip' -o -name '*.dmg' \) -not -path "$folder/all/*" -exec mv {} "$folder/all/" \;
(cd "$folder/all" && sha256sum -- * >SHA256SUMS)
# What is new: the version's part of the changelog.
awk -v wanted="## [$version]" 'index($0, "## [") == 1 { inside = index($0, wanted) == 1; next } inside' \
    "$ROOT/CHANGELOG.md" >"$folder/notes.md"
gh release create "$TAG" --draft --verify-tag --title "Qwen Dictate $version" \
    --notes-file "$folder/notes.md" "$folder"/all/*
