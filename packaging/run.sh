#!/usr/bin/env bash
# Starts Qwen Dictate from this folder; sets it up first where that has not been done.
# Usage: bash packaging/run.sh [ARGUMENTS OF qwen-dictate…]
set -euo pipefail
# shellcheck source=packaging/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
set_up run
exec 9>&-
exec "$VENV/bin/qwen-dictate" "$@"
