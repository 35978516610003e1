"""The views on Qt's offscreen platform; those that need an X server start programs of their own."""

import json
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont

from qwen_dictate.ui.look import Look, make_look, wear
from qwen_dictate.ui.sheet import sheet
from qwen_dictate.ui.window import MainWindow

SCREENS = {
    "screens": [
        {"name": "left", "x": 0, "y": 0, "width": 1280, "height": 1000, "dpr": 1},
        {"name": "right", "x": 1280, "y": 0, "width": 2560, "height": 1600, "dpr": 2},
    ]
}


@pytest.fixture(scope="session")
def qapp_args(tmp_path_factory) -> list[str]:
    """Two screens, the second one of twice the density."""
    config = tmp_path_factory.mktemp("screens") / "screens.json"
    config.write_text(json.dumps(SCREENS))
    return ["qwen-dictate", "-platform", f"offscreen:configfile={config}"]


@pytest.fixture(scope="session")
def base_font(qapp) -> QFont:
    return QFont(qapp.font())


@pytest.fixture(autouse=True)
def no_views_of_other_tests(qapp):
    """What a test left behind is deleted now: else each change of the look dresses them all."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def wear_look(qapp, base_font):
    """Gives the application a look: language, theme, size of the desktop's font."""

    def dressed(language: str = "en", theme: str = "light", scale: float = 1) -> Look:
        font = QFont(base_font)
        font.setPointSizeF(10 * scale)
        look = make_look(language, theme, font)
        if qapp.styleSheet() != sheet(look.style) or qapp.font().pointSizeF() != look.style.points:
            wear(qapp, look)
        return look

    return dressed


@pytest.fixture
def look(wear_look) -> Look:
    return wear_look()


@dataclass
class Heard:
    """Notes every wish."""

    wishes: list[tuple[object, ...]] = field(default_factory=list)

    def __getattr__(self, name: str):
        return lambda *words: self.wishes.append((name, *words))

    def taken(self) -> list[tuple[object, ...]]:
        taken, self.wishes = self.wishes, []
        return taken


@dataclass
class KeptPlace:
    kept: bytes = b""

    def read(self) -> bytes:
        return self.kept

    def write(self, geometry: bytes) -> None:
        self.kept = geometry


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def place() -> KeptPlace:
    return KeptPlace()


@pytest.fixture
def window(qtbot, look, heard, place) -> MainWindow:
    made = MainWindow(heard, look, place)
    qtbot.addWidget(made, before_close_func=MainWindow.end)
    made.show()
    qtbot.waitExposed(made)
    return made
