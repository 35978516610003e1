# Sets up .venv on Windows: read ("dot-sourced") by run.ps1 and test.ps1.
#
# Rule: what is there already is found out without pip or the network. An interrupted set-up is
# recognised by .venv\unfinished and done again from the beginning.

$ErrorActionPreference = 'Stop'
$Root = Split-Path -Parent $PSScriptRoot
$Venv = Join-Path $Root '.venv'
$Python = Join-Path $Venv 'Scripts\python.exe'

function Say([string]$Text) { [Console]::Error.WriteLine($Text) }

function Find-Python {
    foreach ($minor in 14, 13, 12, 11) {
        if (-not (Get-Command py -ErrorAction SilentlyContinue)) { break }
        $found = & py "-3.$minor" -c 'import sys; print(sys.executable)' 2>$null
        if ($LASTEXITCODE -eq 0 -and $found) { return $found }
    }
    $found = & python -c 'import sys; print(sys.executable if (3, 11) <= sys.version_info[:2] <= (3, 14) else str())' 2>$null
    if ($LASTEXITCODE -eq 0 -and $found) { return $found }
    Say 'Python 3.11 to 3.14 is needed; none was found (python.org has it).'
    exit 1
}

function Get-Stamp([string]$Lock) {
    return "$((Get-FileHash -Algorithm SHA256 $Lock).Hash) $Root"
}

function Set-Up([string]$Level) {
    $name = if ($Level -eq 'test') { 'requirements-test.lock' } else { 'requirements.lock' }
    $lock = Join-Path $Root $name
    $stampFile = Join-Path $Venv "stamp-$Level"
    $unfinished = Join-Path $Venv 'unfinished'
    $stamp = Get-Stamp $lock
    if ((Test-Path $Python) -and -not (Test-Path $unfinished) -and (Test-Path $stampFile) -and
        (Get-Content -Raw $stampFile).Trim() -eq $stamp) { return }

    if (-not (Test-Path $Python) -or (Test-Path $unfinished)) {
        $base = Find-Python
        Say "Making .venv with $base."
        if (Test-Path $Venv) { Remove-Item -Recurse -Force $Venv }
        New-Item -ItemType Directory $Venv | Out-Null
        New-Item -ItemType File $unfinished | Out-Null
        & $base -I -m venv $Venv
        if ($LASTEXITCODE -ne 0) { Say 'Python could not make .venv.'; exit 1 }
    }
    New-Item -ItemType File -Force $unfinished | Out-Null
    Say 'Installing Python packages (about 250 MB to fetch).'
    & $Python -m pip install --no-input --no-deps --require-hashes -r $lock
    if ($LASTEXITCODE -ne 0) { Say 'pip could not install them (no network?); start this again.'; exit 1 }
    $packages = & $Python -I -c "import sysconfig; print(sysconfig.get_path('purelib'))"
    [IO.File]::WriteAllText((Join-Path $packages 'qwen-dictate.pth'), "$Root`n")
    if (-not $env:DASHSCOPE_API_KEY) {
        Say "Fetching the embedded engine's weights (133 MB), since no API key is in the environment."
        & $Python -m qwen_dictate models install whisper-base
        if ($LASTEXITCODE -ne 0) { Say 'The weights could not be fetched now; the program offers them again in its window.' }
    }
    [IO.File]::WriteAllText($stampFile, $stamp)
    if ($Level -eq 'test') {
        [IO.File]::WriteAllText((Join-Path $Venv 'stamp-run'), (Get-Stamp (Join-Path $Root 'requirements.lock')))
    }
    Remove-Item $unfinished
}
