"""A broken layout is seen: pages are compared with the pictures of those that were looked at."""

import pytest
from PySide6.QtGui import QImage

from qwen_dictate.ui.window import MainWindow
from tests.integration.ui.all_pages import all_pages_of
from tests.integration.ui.pictures import FOLDER, SIZE, difference, small, watched

TOLERANCE = 20.0
"""Measured: at most 3 with the same fonts; 38 and more when a row is missing or a margin wrong."""


@pytest.fixture
def window(qtbot, look, heard, place):
    made = all_pages_of(lambda others: MainWindow(heard, look, place, others))
    qtbot.addWidget(made, before_close_func=MainWindow.end)
    made.resize(*SIZE)
    made.show()
    qtbot.waitExposed(made)
    return made


def reference(name: str) -> QImage:
    found = QImage(str(FOLDER / f"{name}.png"))
    assert not found.isNull(), f"no picture of {name}"
    return found.convertToFormat(QImage.Format.Format_Grayscale8)


def test_pages_look_as_they_did_when_they_were_looked_at(window):
    apart = {name: difference(picture, reference(name)) for name, picture in watched(window)}
    assert len(apart) == 9
    assert {name: far for name, far in apart.items() if far > TOLERANCE} == {}, (
        "Look at the page; if it is right: python -m tests.integration.ui.pictures"
    )


def test_a_row_out_of_its_place_would_be_seen(window, qtbot):
    pages = window.pages
    pages.show_page("settings")
    page = pages.page("settings")
    page.open_group("Sound")
    page.group("Sound").rows[0].hide()
    qtbot.wait(50)
    assert difference(small(page), reference("settings-Sound")) > TOLERANCE


def test_a_page_without_its_margins_would_be_seen(window, qtbot):
    pages = window.pages
    pages.show_page("first_steps")
    page = pages.page("first_steps")
    page.layout().setContentsMargins(60, 40, 0, 0)
    qtbot.wait(50)
    assert difference(small(page), reference("first_steps-MicrophoneStep")) > TOLERANCE
