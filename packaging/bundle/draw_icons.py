"""Draws the program's icon in the sizes that icon themes ask for. Usage: draw_icons.py FOLDER."""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PICTURE = Path(__file__).parents[2] / "qwen_dictate" / "ui" / "icons" / "qwen-dictate.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)


def main() -> None:
    """Write FOLDER/SIZE.png for each size."""
    application = QGuiApplication(sys.argv[:1])
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(PICTURE))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        if not image.save(str(folder / f"{size}.png")):
            sys.exit(f"{folder}/{size}.png cannot be written")
    del application


if __name__ == "__main__":
    main()
