"""Writes the version resource of the Windows programs, and the installer's version file.

Usage: version.py FOLDER; writes FOLDER/version-info.txt (for PyInstaller) and FOLDER/version.iss.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_RESOURCE = """# UTF-8
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "The Qwen Dictate authors"),
      StringStruct("FileDescription", "Qwen Dictate"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "qwen-dictate"),
      StringStruct("LegalCopyright", "MIT licence"),
      StringStruct("OriginalFilename", "qwen-dictate.exe"),
      StringStruct("ProductName", "Qwen Dictate"),
      StringStruct("ProductVersion", "{version}")])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])])
  ])
"""


def version() -> str:
    """The program's, read without importing it."""
    text = (ROOT / "qwen_dictate" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        sys.exit("qwen_dictate/__init__.py has no __version__")
    return found[1]


def numbers(of: str) -> tuple[int, int, int, int]:
    """Windows wants four; "1.2.0rc1" is 1.2.0.0."""
    parts = [int(part) for part in re.findall(r"\d+", re.split(r"[a-z+]", of)[0])]
    return (*[*parts, 0, 0, 0][:3], 0)  # type: ignore[return-value]


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    ours = version()
    (folder / "version-info.txt").write_text(
        _RESOURCE.format(numbers=numbers(ours), version=ours), encoding="utf-8"
    )
    (folder / "version.iss").write_text(f'#define Version "{ours}"\n', encoding="utf-8")
    print(ours)


if __name__ == "__main__":
    main()
