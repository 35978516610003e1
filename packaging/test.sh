#!/usr/bin/env bash
# Sets up .venv with the test tools, then checks the code and runs the whole suite.
# Usage: bash packaging/test.sh [PYTEST ARGUMENTS…]; with arguments only pytest is run.
set -euo pipefail
# shellcheck source=packaging/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
set_up test
exec 9>&-
cd "$ROOT"
# node comes with pyright from PyPI; nothing else is to be downloaded by any tool.
export PATH="$VENV/bin:$PATH" PYRIGHT_PYTHON_IGNORE_WARNINGS=1

if [ $# -gt 0 ]; then
    exec pytest "$@"
fi

failed=
check() {
    say "== $*"
    "$@" || failed="$failed $1"
}
check ruff format --check .
check ruff check .
check pyright
check lint-imports
[ -z "$failed" ] || say "Checks that failed:$failed. The tests run all the same."

status=0
# Two files at a time: the tests speak and type in real time, so most of it is waiting.
pytest -n 2 --dist loadfile || status=$?
if [ "$status" -eq 1 ]; then
    # Sound, keys and windows run in real time, and another program may take both cores for a
    # second. A test that fails twice is broken; one that fails once is named above all the same.
    say "== once more, those that failed"
    status=0
    pytest --last-failed --last-failed-no-failures=none || status=$?
fi
[ -z "$failed" ] || [ "$status" -ne 0 ] || status=1
exit "$status"
