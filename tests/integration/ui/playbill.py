"""Starts ``stage.py`` on a private desktop, tells it states and watches the screen."""

import os
import sys
import time
from pathlib import Path

from Xlib import X
from Xlib.display import Display

from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[3]


class Playbill:
    """The stage and an eye on the screen."""

    def __init__(self, desktop: PrivateDesktop, *views: str, env: dict[str, str] | None = None):
        self.fifo = desktop.folder / f"told-{len(views)}-{id(self)}"
        os.mkfifo(self.fifo)
        told = [str(self.fifo), "en", "light", *views]
        if views and views[0] in ("en", "zh_CN"):
            told = [str(self.fifo), *views]
        argv = [sys.executable, "-m", "tests.integration.ui.stage", *told]
        self.program = desktop.start(argv, {"PYTHONPATH": str(ROOT), **(env or {})}, name="stage")
        wait_until(lambda: "ready" in self.program.output(), 20, self.program.tail)
        self._display = Display(desktop.display)
        self._root = self._display.screen().root

    def tell(self, line: str) -> None:
        self.fifo.write_text(f"{line}\n")

    def close(self) -> None:
        self.tell("quit")
        self._display.close()
        self.program.wait()

    def pixels(self, box: tuple[int, int, int, int]) -> bytes:
        return self._root.get_image(*box, X.ZPixmap, 0xFFFFFFFF).data

    def seconds_until_it_changes(self, line: str, box: tuple[int, int, int, int]) -> float:
        """From telling something to seeing it on the screen."""
        before = self.pixels(box)
        began = time.monotonic()
        self.tell(line)
        wait_until(lambda: self.pixels(box) != before, 5, f"{line} is not seen", step_s=0.001)
        return time.monotonic() - began

    def wait_still(self, box: tuple[int, int, int, int], still_s: float = 0.25) -> bytes:
        """Until nothing moves there; gives what is seen."""
        seen, since = self.pixels(box), time.monotonic()

        def is_still() -> bool:
            nonlocal seen, since
            now = self.pixels(box)
            if now != seen:
                seen, since = now, time.monotonic()
            return time.monotonic() - since >= still_s

        wait_until(is_still, 10, "it never stands still")
        return seen

    def overlays(self) -> list[tuple[int, int, int, int]]:
        """Where the stage's windows are that no window manager manages and that are mapped."""
        atom = self._display.intern_atom("_NET_WM_PID")
        found = []
        for window in self._root.query_tree().children:
            kind = window.get_attributes()
            if kind.map_state == X.IsViewable and kind.override_redirect:
                owner = window.get_full_property(atom, X.AnyPropertyType)
                if owner is not None and list(owner.value) == [self.program.pid]:
                    place = window.get_geometry()
                    found.append((place.x, place.y, place.width, place.height))
        return found
