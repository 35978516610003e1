"""Gives the user guide the project's pictures, so that each is stored once. A hook of MkDocs."""

from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PICTURES = {
    "images/qwen-dictate.svg": ROOT / "qwen_dictate" / "ui" / "icons" / "qwen-dictate.svg",
    "images/dictation.gif": ROOT / "docs" / "dictation.gif",
    "images/window.png": ROOT / "docs" / "screenshot.png",
    "images/window.zh.png": ROOT / "docs" / "screenshot.zh_CN.png",
}


def on_files(files: Any, config: Any) -> Any:
    """Add them to the site."""
    from mkdocs.structure.files import File

    for target, source in PICTURES.items():
        files.append(File.generated(config, target, abs_src_path=str(source)))
    return files
