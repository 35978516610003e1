"""Small grey pictures of pages, to see whether a layout is the one that was looked at.

``python -m tests.integration.ui.pictures`` paints them anew: look at the pages first.
"""

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QWidget

from qwen_dictate.ui.look import make_look, wear
from qwen_dictate.ui.window import MainWindow
from tests.integration.ui.all_pages import Silent, all_pages_of, tour

FOLDER = Path(__file__).with_name("seen")
WIDTH = 72
"""Letters are grey at this width, so that another version of a font changes little."""
SIZE = (560, 780)
WATCHED = ("first_steps", "settings Sound", "settings Words", "settings Appearance")


def small(view: QWidget) -> QImage:
    """A view in grey, ``WIDTH`` wide."""
    whole = view.grab().toImage()
    scaled = whole.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
    return scaled.convertToFormat(QImage.Format.Format_Grayscale8)


def difference(one: QImage, other: QImage) -> float:
    """Of 255, in the mean of the tenth of the picture where it is largest; lines of 3 pixels."""
    if one.size() != other.size():
        return 255.0
    apart = sorted(
        abs(one.pixelColor(x, y).lightness() - other.pixelColor(x, y).lightness())
        for y in range(one.height())
        for x in range(one.width())
    )
    worst = apart[-len(apart) // 10 :]
    return sum(worst) / len(worst)


def watched(window: MainWindow):
    """Brings each page that is watched into sight; gives its name and its picture."""
    for name in tour(window):
        if name.startswith(WATCHED):
            QApplication.processEvents()
            page = window.pages.page(window.pages.current)
            yield name.replace(" ", "-"), small(page)


class NoPlace:
    def read(self) -> bytes:
        return b""

    def write(self, geometry: bytes) -> None:
        pass


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(sys.argv[:1])
    font = QFont(application.font())
    font.setPointSizeF(10)
    look = make_look("en", "light", font)
    wear(application, look)
    window = all_pages_of(lambda others: MainWindow(Silent(), look, NoPlace(), others))
    window.resize(*SIZE)
    window.show()
    FOLDER.mkdir(exist_ok=True)
    for name, picture in watched(window):
        picture.save(str(FOLDER / f"{name}.png"))


if __name__ == "__main__":
    main()
