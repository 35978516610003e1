"""The page "Check-up" with the real widgets."""

import ast
import inspect
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from qwen_dictate.app.doctor import desktop, examination, hearing, keys, recognising, storage
from qwen_dictate.ui.doctor_page import DoctorPage
from qwen_dictate.ui.state import CheckLine, Examination, ViewState
from qwen_dictate.ui.texts import Texts

WELL = CheckLine("tray", ok=True, detail="The desktop has a tray.")
UNKNOWN = CheckLine("engine", ok=None, detail="The embedded engine's model is not installed.")
WRONG = CheckLine("key", ok=False, detail="It is gone.", remedy="Try again.")


class Asked:
    def __init__(self) -> None:
        self.wishes: list[tuple] = []

    def __getattr__(self, name: str):
        return lambda *words: self.wishes.append((name, *words))


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(qtbot, look, asked) -> DoctorPage:
    made = DoctorPage(asked, look)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(page: DoctorPage, *checks: CheckLine, running: bool = False) -> DoctorPage:
    page.show_state(replace(ViewState(), examination=Examination(running, checks)))
    return page


def test_what_is_wrong_stands_first_and_can_be_mended_by_one_press(qtbot, page, asked):
    shown(page, WELL, UNKNOWN, WRONG)
    assert "1" in page.result.text()
    assert [line.words.split(" –")[0] for line in page.lines] == [
        "API key", "Tray", "Embedded engine",
    ]  # fmt: skip
    qtbot.waitUntil(page.lines[2].isVisible)
    assert [line.mend.isVisibleTo(page) for line in page.lines] == [True, False, True]
    for line in (page.lines[0], page.lines[2]):
        qtbot.keyClick(line.mend, Qt.Key.Key_Space)
    assert asked.wishes == [("show_page", "settings"), ("install_model",)]


def test_while_it_runs_it_cannot_be_started_twice(qtbot, page, asked):
    qtbot.keyClick(page.check, Qt.Key.Key_Space)
    assert asked.wishes == [("check_up",)]
    shown(page, running=True)
    assert not page.check.isEnabled()
    assert page.lines == ()
    shown(page, WELL)
    assert page.check.isEnabled()
    assert page.result.text() == "All is well."


def test_everything_the_doctor_says_has_chinese_words():
    """Each literal sentence of the probes is known, with whatever is filled in."""
    say = Texts("zh_CN")
    said = [
        text
        for module in (desktop, examination, hearing, keys, recognising, storage)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Check"
        for part in (*node.args[2:], *(word.value for word in node.keywords if word.arg != "ok"))
        for text in _texts(part)
    ]
    assert len(said) > 30
    assert [text for text in said if say.sentence(text) == text] == []


def _texts(part) -> list[str]:
    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
        return [part.value]
    if isinstance(part, ast.JoinedStr):
        return ["".join(v.value if isinstance(v, ast.Constant) else "7" for v in part.values)]
    if isinstance(part, ast.IfExp):
        return [*_texts(part.body), *_texts(part.orelse)]
    return []
