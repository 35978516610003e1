# Makes what people download on Windows, into dist\: an installer and a portable .zip, with checksums.
# Usage: packaging\build.ps1; signs where a certificate is given (packaging\windows\sign.ps1).
# The installer needs Inno Setup 6; where it is missing, only the .zip is made.
$ErrorActionPreference = 'Stop'
$Root = Split-Path $PSScriptRoot
$Venv = Join-Path $Root 'build\venv'
$Python = Join-Path $Venv 'Scripts\python.exe'
$Bundle = Join-Path $Root 'build\bundle\qwen-dictate'
$Dist = Join-Path $Root 'dist'

function Invoke-Checked {
    $program, $arguments = $args
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$program ended with $LASTEXITCODE" }
}

Set-Location $Root
if (-not (Test-Path $Python)) { Invoke-Checked python -m venv $Venv }
foreach ($lock in 'requirements.lock', 'requirements-build.lock') {
    Invoke-Checked $Python -m pip install -q --no-deps --require-hashes -r $lock
}

$made = Join-Path $Root 'build\windows'
$version = Invoke-Checked $Python packaging\windows\version.py $made
Invoke-Checked $Python packaging\bundle\draw_icons.py (Join-Path $made 'icons')
Invoke-Checked $Python packaging\windows\icon.py (Join-Path $made 'icons') (Join-Path $made 'qwen-dictate.ico')

$env:PYTHONPATH = $Root
Invoke-Checked $Python -m PyInstaller --noconfirm --log-level ERROR --distpath build\bundle `
    --workpath build\pyinstaller packaging\bundle\qwen-dictate.spec
& packaging\windows\sign.ps1 "$Bundle\qwen-dictate.exe" "$Bundle\Qwen Dictate.exe"
Invoke-Checked "$Bundle\qwen-dictate.exe" --version

New-Item -ItemType Directory -Force $Dist | Out-Null
$name = "qwen-dictate-$version-windows-x64"
Compress-Archive -Force -CompressionLevel Optimal -Path $Bundle -DestinationPath "$Dist\$name-portable.zip"

$inno = @(
    (Get-Command iscc -ErrorAction SilentlyContinue).Source
    "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe"
) | Where-Object { $_ -and (Test-Path $_) } | Select-Object -First 1
if ($inno) {
    Invoke-Checked $inno /Q packaging\windows\qwen-dictate.iss
    & packaging\windows\sign.ps1 "$Dist\$name-setup.exe"
}
else {
    Write-Host 'Inno Setup 6 was not found: no installer is made.'
}
Get-ChildItem $Dist -File -Filter "$name*" | ForEach-Object {
    '{0}  {1}' -f (Get-FileHash $_.FullName -Algorithm SHA256).Hash.ToLower(), $_.Name
} | Set-Content -Encoding ascii "$Dist\SHA256SUMS-windows"
Get-ChildItem $Dist
