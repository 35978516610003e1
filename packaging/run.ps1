# Starts Qwen Dictate from this folder; sets it up first where that has not been done.
# Usage: packaging\run.ps1 [ARGUMENTS OF qwen-dictate…]
. (Join-Path $PSScriptRoot 'setup.ps1')
Set-Up run
& $Python -m qwen_dictate @args
exit $LASTEXITCODE
