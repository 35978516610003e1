#!/usr/bin/env bash
# Builds the user guide into build/guide, in both languages; a broken link or a missing page fails.
# Usage: bash packaging/guide.sh
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
VENV=$ROOT/build/docs-venv
sum=$(cksum <"$ROOT/requirements-docs.lock")
if [ "$(cat "$VENV/made-from" 2>/dev/null)" != "$sum" ]; then
    rm -rf "$VENV"
    python3 -m venv "$VENV"
    "$VENV/bin/pip" install -q --disable-pip-version-check --no-deps --require-hashes \
        -r "$ROOT/requirements-docs.lock"
    printf '%s' "$sum" >"$VENV/made-from"
fi
cd "$ROOT"
NO_MKDOCS_2_WARNING=1 exec "$VENV/bin/mkdocs" build --clean --strict --quiet
