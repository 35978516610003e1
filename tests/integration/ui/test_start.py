"""The views are there fast and bring nothing heavy along."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

LOADED = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication(["x", "-platform", "offscreen"])
from qwen_dictate.ui.look import make_look, wear
from qwen_dictate.ui.window import MainWindow
from qwen_dictate.ui.overlay import Overlay
from qwen_dictate.ui.tray import Tray
print(*sys.modules)
"""


def test_nothing_heavy_is_loaded_with_the_views():
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = set(done.stdout.split())
    assert "qwen_dictate.ui.window" in loaded
    heavy = {"numpy", "sounddevice", "dashscope", "keyring", "ctranslate2", "Xlib", "tomlkit"}
    assert loaded & heavy == set()
    qt = {name for name in loaded if name.startswith("PySide6.Qt")}
    assert qt == {f"PySide6.{name}" for name in ("QtCore", "QtGui", "QtWidgets", "QtSvg")}
