"""The program's drawings: its own mark, the states for the tray, and glyphs that take a colour.

The files lie beside this module, so a wheel and a bundle carry them with the package. A drawing
that cannot be read gives an empty icon: the words beside it always say the same.
Runs in: GUI thread.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qwen_dictate.ui.state import Activity

_FOLDER = Path(__file__).with_name("icons")

_SIZES = (16, 22, 24, 32, 48, 64, 128)
"""What panels and task bars ask for."""


def application_icon() -> QIcon:
    """Give the mark of the program."""
    return _icon("qwen-dictate", _SIZES)


def tray_icon(activity: Activity, *, trouble: bool) -> QIcon:
    """Give the icon of a state; trouble shows when nothing else is going on."""
    if trouble and activity is Activity.IDLE:
        return _icon("tray-error", _SIZES[:5])
    return _icon(f"tray-{activity.value}", _SIZES[:5])


def glyph(name: str, colour: str, edge: int, ratio: float) -> QPixmap:
    """Draw ``name`` in ``colour``, ``edge`` logical pixels wide, for a screen of that ratio."""
    drawing = _drawing(name).replace(b"currentColor", colour.encode())
    pixmap = _render(drawing, round(edge * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _drawing(name: str) -> bytes:
    try:
        return (_FOLDER / f"{name}.svg").read_bytes()
    except OSError:
        return b""


def _icon(name: str, sizes: tuple[int, ...]) -> QIcon:
    drawing = _drawing(name)
    icon = QIcon()
    for edge in sizes:
        icon.addPixmap(_render(drawing, edge))
    return icon


def _render(drawing: bytes, edge: int) -> QPixmap:
    image = QImage(QSize(edge, edge), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    renderer = QSvgRenderer(QByteArray(drawing)) if drawing else QSvgRenderer()
    if renderer.isValid():
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
    return QPixmap.fromImage(image)
