# Sets up .venv with the test tools, then checks the code and runs the suite (Windows: unit tests).
# Usage: packaging\test.ps1 [PYTEST ARGUMENTS…]; with arguments only pytest is run.
. (Join-Path $PSScriptRoot 'setup.ps1')
Set-Up test
Set-Location $Root
$env:PATH = "$(Join-Path $Venv 'Scripts');$env:PATH"
if ($args.Count -gt 0) {
    & $Python -m pytest @args
    exit $LASTEXITCODE
}
$failed = @()
foreach ($check in @('ruff format --check .', 'ruff check .', 'pyright', 'lint-imports')) {
    Say "== $check"
    $words = $check.Split(' ')
    & $words[0] @($words | Select-Object -Skip 1)
    if ($LASTEXITCODE -ne 0) { $failed += $words[0] }
}
if ($failed) { Say "Checks that failed: $($failed -join ' '). The tests run all the same." }
& $Python -m pytest tests/unit
$status = $LASTEXITCODE
if ($failed -and $status -eq 0) { $status = 1 }
exit $status
