#!/usr/bin/env bash
# Writes requirements.lock (the program), requirements-test.lock (the program and its test tools) and
# requirements-build.lock, requirements-docs.lock (what makes its bundle and its guide, without the program):
# exact versions with hashes, for Linux, macOS and Windows and Python 3.11 to 3.14.
# Usage: packaging/lock.sh [--upgrade]; needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

compile() {
    local output=$1
    shift
    uv pip compile --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-emit-index-url --no-emit-find-links --quiet \
        --custom-compile-command "packaging/lock.sh" --output-file "$output" "$@"
}

compile requirements.lock pyproject.toml "$@"
# The same versions for the program, whatever the test tools would like.
compile requirements-test.lock pyproject.toml --group test --constraint requirements.lock "$@"
compile requirements-build.lock --group build "$@"
compile requirements-docs.lock --group docs "$@"
