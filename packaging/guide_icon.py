"""Gives the user guide the program's icon, which is stored once. A hook of MkDocs."""

from pathlib import Path
from typing import Any

ICON = Path(__file__).parents[1] / "qwen_dictate" / "ui" / "icons" / "qwen-dictate.svg"


def on_files(files: Any, config: Any) -> Any:
    """Add it to the site."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, "images/qwen-dictate.svg", abs_src_path=str(ICON)))
    return files
