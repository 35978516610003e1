# Lets the running program deliver its last dictation into Notepad, and reads back what stands there.
# Where this version delivers into the clipboard only, Ctrl+V is pressed here.
# Usage: try_notepad.ps1 PROGRAM TEXT
param([string]$Program, [string]$Text)
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName UIAutomationClient, UIAutomationTypes, System.Windows.Forms

function Read-Notepad($Window) {
    $kind = [System.Windows.Automation.AutomationElement]::ControlTypeProperty
    foreach ($type in 'Document', 'Edit') {
        $condition = New-Object System.Windows.Automation.PropertyCondition(
            $kind, [System.Windows.Automation.ControlType]::$type)
        $field = $Window.FindFirst([System.Windows.Automation.TreeScope]::Descendants, $condition)
        if ($null -eq $field) { continue }
        $pattern = $null
        if ($field.TryGetCurrentPattern([System.Windows.Automation.TextPattern]::Pattern, [ref]$pattern)) {
            return $pattern.DocumentRange.GetText(-1)
        }
        if ($field.TryGetCurrentPattern([System.Windows.Automation.ValuePattern]::Pattern, [ref]$pattern)) {
            return $pattern.Current.Value
        }
    }
    return ''
}

function Find-Notepad {
    $class = [System.Windows.Automation.AutomationElement]::ClassNameProperty
    $condition = New-Object System.Windows.Automation.PropertyCondition($class, 'Notepad')
    return [System.Windows.Automation.AutomationElement]::RootElement.FindFirst(
        [System.Windows.Automation.TreeScope]::Children, $condition)
}

function Wait-Until([scriptblock]$Condition, [int]$LimitS, [string]$Otherwise) {
    for ($tries = 0; $tries -lt 5 * $LimitS; $tries++) {
        if (& $Condition) { return }
        Start-Sleep -Milliseconds 200
    }
    throw $Otherwise
}

$running = Start-Process -FilePath $Program -ArgumentList '--minimized' -PassThru
$notepad = Start-Process notepad -PassThru
try {
    Wait-Until { & $Program status 2>$null | Out-Null; $LASTEXITCODE -eq 0 } 20 'The program does not start.'
    Wait-Until { $null -ne (Find-Notepad) } 20 'Notepad does not start.'
    $window = Find-Notepad
    $window.SetFocus()
    Start-Sleep -Seconds 1
    & $Program paste-last
    if ($LASTEXITCODE -ne 0) { throw "paste-last ended with $LASTEXITCODE" }
    $method = ((& $Program status --json) | ConvertFrom-Json).last.method
    if ($method -eq 'clipboard') {
        $window.SetFocus()
        [System.Windows.Forms.SendKeys]::SendWait('^v')
    }
    Wait-Until { (Read-Notepad $window).Contains($Text) } 10 "Notepad holds: $(Read-Notepad $window)"
    Write-Host "Notepad got the text ($method)."
}
finally {
    & $Program quit
    Stop-Process -Force -ErrorAction SilentlyContinue $notepad.Id
    Stop-Process -Force -ErrorAction SilentlyContinue $running.Id
}
