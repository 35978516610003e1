# Signs files where a certificate is given, and says so where none is.
# Usage: sign.ps1 FILE…; WINDOWS_CERTIFICATE (a .pfx in base64) and WINDOWS_CERTIFICATE_PASSWORD
# come from the environment.
$ErrorActionPreference = 'Stop'
if (-not $env:WINDOWS_CERTIFICATE) {
    Write-Host "No certificate is given (WINDOWS_CERTIFICATE): $args stays unsigned."
    exit 0
}
$certificate = Join-Path ([IO.Path]::GetTempPath()) "qwen-dictate-$PID.pfx"
try {
    [IO.File]::WriteAllBytes($certificate, [Convert]::FromBase64String($env:WINDOWS_CERTIFICATE))
    $signtool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" |
        Sort-Object FullName | Select-Object -Last 1 -ExpandProperty FullName
    & $signtool sign /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 /d "Qwen Dictate" `
        /f $certificate /p $env:WINDOWS_CERTIFICATE_PASSWORD @args
    if ($LASTEXITCODE -ne 0) { throw "signtool ended with $LASTEXITCODE" }
}
finally {
    Remove-Item -Force -ErrorAction SilentlyContinue $certificate
}
