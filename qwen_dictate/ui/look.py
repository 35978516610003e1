"""A look: the language and the style that all views wear, and how the application puts it on.

``app`` makes a ``Look`` from the settings, calls ``wear`` once before the first view and again
(with every view's ``use``) when a setting or the desktop's own theme has changed
(``QGuiApplication.styleHints().colorSchemeChanged``). Runs in: GUI thread.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from qwen_dictate.ui.sheet import sheet
from qwen_dictate.ui.style import DARK, LIGHT, MINIMUM_POINTS, Colours, Style
from qwen_dictate.ui.texts import Texts, choose_language

_CHINESE_FAMILIES: Final = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
"""Named before the system's own choice, which on many Linux desktops is the Japanese drawing."""


@dataclass(frozen=True, slots=True)
class Look:
    """What every view is given: its words and its sizes and colours."""

    say: Texts
    style: Style


def make_look(language: str, theme: str, base: QFont | None = None) -> Look:
    """Make the look for ``ui.language`` and ``ui.theme``.

    ``base`` is the desktop's own font, read before the first ``wear`` changed it.
    """
    font = base or QGuiApplication.font()
    points = max(QFontInfo(font).pointSizeF(), MINIMUM_POINTS)
    sized = QFont(font)
    sized.setPointSizeF(points)
    say = Texts(choose_language(language, QLocale.system().uiLanguages()))
    dark = theme == "dark" or (theme == "auto" and _desktop_is_dark())
    return Look(say, Style(DARK if dark else LIGHT, points, QFontMetrics(sized).height()))


def wear(application: QApplication, look: Look) -> None:
    """Give the whole application this look."""
    # The one style that is the same everywhere; with a style sheet on it, it has no name.
    if not application.styleSheet() and application.style().name() != "fusion":
        application.setStyle(QStyleFactory.create("fusion"))
    font = application.font()
    font.setPointSizeF(look.style.points)
    own = [family for family in font.families() if family not in _CHINESE_FAMILIES]
    font.setFamilies([*own, *_CHINESE_FAMILIES])
    application.setFont(font)
    application.setPalette(_palette(look.style.colours))
    application.setStyleSheet(sheet(look.style))


def _desktop_is_dark() -> bool:
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme is not Qt.ColorScheme.Unknown:
        return scheme is Qt.ColorScheme.Dark
    return False


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.sunken,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.tentative,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
