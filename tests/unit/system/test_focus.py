"""What the target is, told by windows that are made up; the real ones: tests/integration."""

import pytest

from qwen_dictate.core.events import Target
from qwen_dictate.system import focus
from qwen_dictate.system.x11 import windows

OURS, THEIRS = 100, 200


class Screen:
    """Windows with their owners; stands in for the functions of system/x11/windows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.focused = 0
        self.pids: dict[int, int] = {}
        self.stated: dict[int, int] = {}
        self.gone: set[int] = set()
        self.panels: set[int] = set()
        self.stack: list[int] = []
        monkeypatch.setattr(windows, "focused_top_level", lambda _d: self.focused)
        monkeypatch.setattr(windows, "owner_of", self._owner)
        monkeypatch.setattr(windows, "is_ordinary", lambda _d, w: w not in self.panels)
        monkeypatch.setattr(windows, "stacked", lambda _d: self.stack)

    def _owner(self, _display: object, window: int) -> windows.Owner | None:
        if window in self.gone:
            return None
        stated = self.stated.get(window, 0)
        return windows.Owner(self.pids.get(window, 0), stated, f"one{window}", f"One{window}")


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    return Screen(monkeypatch)


DISPLAY = None


def test_foreign_window_is_the_target(screen: Screen):
    screen.focused, screen.pids = 7, {7: THEIRS}
    found = focus.focused_target(DISPLAY, OURS)  # type: ignore[arg-type]
    assert found == Target(7, THEIRS, "One7", "one7")


def test_no_focus_and_our_own_windows_are_no_target(screen: Screen):
    assert focus.focused_target(DISPLAY, OURS) is None  # type: ignore[arg-type]
    screen.focused, screen.pids = 7, {7: OURS}
    assert focus.focused_target(DISPLAY, OURS) is None  # type: ignore[arg-type]
    # In a sandbox the server and we count processes differently.
    screen.pids, screen.stated = {7: THEIRS}, {7: OURS}
    assert focus.focused_target(DISPLAY, OURS) is None  # type: ignore[arg-type]


def test_window_that_vanished_is_no_target(screen: Screen):
    screen.focused, screen.gone = 7, {7}
    assert focus.focused_target(DISPLAY, OURS) is None  # type: ignore[arg-type]


def test_topmost_ordinary_foreign_window_stands_behind_ours(screen: Screen):
    screen.focused = 1
    screen.pids = {1: OURS, 2: THEIRS, 3: THEIRS, 4: THEIRS}
    screen.stack, screen.panels = [1, 2, 3, 4], {2}
    found = focus.last_foreign(DISPLAY, OURS)  # type: ignore[arg-type]
    assert found is not None
    assert found.window == 3
    screen.focused = 4
    assert focus.last_foreign(DISPLAY, OURS).window == 4  # type: ignore[arg-type,union-attr]
    screen.focused, screen.stack = 1, [1]
    assert focus.last_foreign(DISPLAY, OURS) is None  # type: ignore[arg-type]


def test_number_used_again_by_another_program_is_not_the_target(screen: Screen):
    target = Target(7, THEIRS)
    screen.pids = {7: THEIRS}
    assert focus.still_there(DISPLAY, target)  # type: ignore[arg-type]
    screen.pids = {7: THEIRS + 1}
    assert not focus.still_there(DISPLAY, target)  # type: ignore[arg-type]
    assert focus.still_there(DISPLAY, Target(7))  # type: ignore[arg-type]
    screen.gone = {7}
    assert not focus.still_there(DISPLAY, Target(7))  # type: ignore[arg-type]
