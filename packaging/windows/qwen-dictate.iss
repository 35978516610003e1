; The installer, made by Inno Setup 6 (packaging/build.ps1). It installs for this user alone, without
; asking for an administrator. Silent: qwen-dictate-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART
#include "..\..\build\windows\version.iss"

[Setup]
AppId={{5B0E2C1D-7E0F-4A58-9C0B-6A5C2D6B7F31}
AppName=Qwen Dictate
AppVersion={#Version}
AppPublisher=The Qwen Dictate authors
AppPublisherURL=https://github.com/qwen-dictate/qwen-dictate
AppSupportURL=https://github.com/qwen-dictate/qwen-dictate/issues
DefaultDirName={localappdata}\Programs\Qwen Dictate
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesEnvironment=yes
; A running program holds its files: it is asked to quit, saves everything, and is started again.
CloseApplications=yes
RestartApplications=no
Compression=lzma2/max
SolidCompression=yes
LZMANumBlockThreads=2
WizardStyle=modern
SetupIconFile=..\..\build\windows\qwen-dictate.ico
UninstallDisplayIcon={app}\Qwen Dictate.exe
UninstallDisplayName=Qwen Dictate
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=qwen-dictate-{#Version}-windows-x64-setup
#ifdef SignTool
SignTool=given
SignedUninstaller=yes
#endif

[Languages]
Name: en; MessagesFile: compiler:Default.isl
Name: zh_CN; MessagesFile: ChineseSimplified.isl

[CustomMessages]
en.AtLogin=Start when I log in (in the tray)
zh_CN.AtLogin=登录时启动（在托盘中）
en.OnPath=Let terminals find the command qwen-dictate
zh_CN.OnPath=让终端能找到 qwen-dictate 命令
en.Start=Start Qwen Dictate
zh_CN.Start=启动 Qwen Dictate

[Tasks]
Name: atlogin; Description: {cm:AtLogin}; Flags: unchecked
Name: onpath; Description: {cm:OnPath}; Flags: unchecked

[InstallDelete]
; Libraries of the version before; the user's data lies elsewhere.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\build\bundle\qwen-dictate\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{userprograms}\Qwen Dictate"; Filename: "{app}\Qwen Dictate.exe"; AppUserModelID: "QwenDictate"
Name: "{userstartup}\Qwen Dictate"; Filename: "{app}\Qwen Dictate.exe"; Parameters: "--minimized"; Tasks: atlogin

[Registry]
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; \
  Check: IsMissingFromPath; Tasks: onpath

[Run]
Filename: "{app}\Qwen Dictate.exe"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent

[UninstallRun]
Filename: "{app}\qwen-dictate.exe"; Parameters: "quit"; Flags: runhidden; RunOnceId: "quit"

[Code]
function Path: String;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Result) then
    Result := '';
end;

function IsMissingFromPath: Boolean;
begin
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') = 0;
end;

function PrepareToInstall(var NeedsRestart: Boolean): String;
var
  Status: Integer;
begin
  { An older version that runs saves what is spoken and ends within three seconds. }
  if FileExists(ExpandConstant('{app}\qwen-dictate.exe')) then
    Exec(ExpandConstant('{app}\qwen-dictate.exe'), 'quit', '', SW_HIDE, ewWaitUntilTerminated, Status);
  Result := '';
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Paths: String;
begin
  if (Step = usPostUninstall) and RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Paths) then
  begin
    if StringChangeEx(Paths, ';' + ExpandConstant('{app}'), '', True) > 0 then
      RegWriteExpandStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Paths);
  end;
end;
