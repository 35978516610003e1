#!/usr/bin/env bash
# Tries an artefact on a virtual desktop, against the tests' emulator of the service.
# Usage: bash packaging/smoke.sh COMMAND [ARGUMENTS…]
set -euo pipefail
# shellcheck source=packaging/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
set_up test
exec 9>&-
chmod +x "$1"
# A container has no FUSE: an AppImage unpacks itself then.
export APPIMAGE_EXTRACT_AND_RUN=1 PYTHONPATH=$ROOT
exec "$PYTHON" "$ROOT/packaging/trial/smoke.py" "$@"
