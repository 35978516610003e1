# Installs what build.ps1 made without a question, tries it, types into Notepad, uninstalls it.
# Usage: packaging\windows\try.ps1
$ErrorActionPreference = 'Stop'
$Root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
. (Join-Path $Root 'packaging\setup.ps1')
$Installed = Join-Path $env:LOCALAPPDATA 'Programs\Qwen Dictate'
$Program = Join-Path $Installed 'qwen-dictate.exe'

function Wait-Process-Checked([string]$File, [string[]]$Arguments) {
    $process = Start-Process -FilePath $File -ArgumentList $Arguments -Wait -PassThru
    if ($process.ExitCode -ne 0) { throw "$File ended with $($process.ExitCode)" }
}

Set-Location $Root
Set-Up test
$setup = Get-ChildItem dist\*-setup.exe | Select-Object -First 1 -ExpandProperty FullName
Wait-Process-Checked $setup @('/VERYSILENT', '/SUPPRESSMSGBOXES', '/NORESTART')
if (-not (Test-Path "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\Qwen Dictate.lnk")) {
    throw 'The start menu has no entry.'
}
$told = (Get-Item "$Installed\Qwen Dictate.exe").VersionInfo.ProductVersion
if ($told -ne ((& $Program --version) -split ' ')[-1]) { throw "The version resource says $told." }

$env:PYTHONPATH = $Root
& $Python packaging\trial\smoke.py $Program
if ($LASTEXITCODE -ne 0) { throw 'The installed program failed.' }
& $Python packaging\trial\seed.py 'Typed into Notepad 记事本。'
if ($LASTEXITCODE -ne 0) { throw 'The history could not be prepared.' }
& packaging\windows\try_notepad.ps1 $Program 'Typed into Notepad 记事本。'

Wait-Process-Checked "$Installed\unins000.exe" @('/VERYSILENT', '/SUPPRESSMSGBOXES', '/NORESTART')
for ($tries = 0; (Test-Path $Program) -and $tries -lt 50; $tries++) { Start-Sleep -Milliseconds 200 }
if (Test-Path $Installed) {
    Get-ChildItem -Recurse $Installed
    throw 'The uninstaller left files behind.'
}

Expand-Archive -Force (Get-ChildItem dist\*-portable.zip | Select-Object -First 1) "$env:TEMP\portable"
& $Python packaging\trial\smoke.py "$env:TEMP\portable\qwen-dictate\qwen-dictate.exe"
if ($LASTEXITCODE -ne 0) { throw 'The portable program failed.' }
