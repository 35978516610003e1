"""Where a row is measured: private desktop, emulated service, the real program, exact keys."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.desktop.application import Application
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

PAUSE_S = 0.4
"""Silence after speech until the program no longer waits for more of it."""


@dataclass
class Stage:
    """One program on one desktop; ``service`` is what it speaks to."""

    desktop: PrivateDesktop
    service: Emulator
    app: Application
    hand: "Hand"

    def settle(self, seconds: float) -> None:
        """Let the program do what it does when nobody asks for anything."""
        settle(seconds)

    def idle(self) -> dict:
        """Wait until nothing runs."""
        return self.app.wait_status(limit_s=60, state="idle", pending=0)


class Hand:
    """Presses keys; tells when, to a fraction of a millisecond."""

    def __init__(self, display: str) -> None:
        from Xlib import X
        from Xlib.display import Display

        self._x = X
        self._display = Display(display)

    def press(self, keycode: int) -> float:
        return self._send(self._x.KeyPress, keycode)

    def release(self, keycode: int) -> float:
        return self._send(self._x.KeyRelease, keycode)

    def close(self) -> None:
        self._display.close()

    def _send(self, kind: int, keycode: int) -> float:
        from Xlib.ext import xtest

        at = time.monotonic()
        xtest.fake_input(self._display, kind, keycode)
        self._display.sync()
        return at


def settle(seconds: float) -> None:
    time.sleep(seconds)


@contextlib.contextmanager
def stage(
    settings: Mapping[str, str] | None = None,
    *,
    desktop: PrivateDesktop | None = None,
    local: bool = False,
    minimized: bool = False,
    tray: str | None = None,
) -> Iterator[Stage]:
    """The program, ready for a dictation; ``local``: with the embedded engine and no key."""
    with contextlib.ExitStack() as stack:
        desktop = desktop or stack.enter_context(PrivateDesktop(tray=tray))
        service = stack.enter_context(Emulator())
        service.knobs.connections_a_second = 1000
        custom = {"service.endpoint": "custom", "service.url": service.url}
        app = Application(
            desktop,
            weights=True,
            settings=({} if local else custom) | dict(settings or {}),
            env={} if local else {"DASHSCOPE_API_KEY": KEY},
            minimized=minimized,
        )
        stack.callback(app.program.stop)
        app.ready()
        wait_until(lambda: app.status()["engine_ready"], 20, app.log)
        hand = Hand(desktop.display)
        stack.callback(hand.close)
        yield Stage(desktop, service, app, hand)
