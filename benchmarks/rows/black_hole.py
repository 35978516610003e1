"""A network that takes everything and answers nothing: text, card or error after the release."""

import contextlib
import time

from benchmarks.results import Options, Result
from benchmarks.stage import PAUSE_S
from tests.desktop.application import Application
from tests.integration.emulator import KEY
from tests.integration.emulator.network import listening, swallow
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import load
from tests.support.recordings import recording
from tests.support.waiting import wait_until

LIMIT_S = 15.0


def measure(_options: Options) -> tuple[Result, ...]:
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(listening(swallow))
        url = f"ws://127.0.0.1:{port}/api-ws/v1/realtime"
        return tuple(_one(url, fallback) for fallback in ("local", "wait", "none"))


def _one(url: str, fallback: str) -> Result:
    with PrivateDesktop() as desktop:
        terminal = desktop.terminal()
        app = Application(
            desktop,
            weights=True,
            settings={
                "service.endpoint": "custom",
                "service.url": url,
                "service.fallback": fallback,
            },
            env={"DASHSCOPE_API_KEY": KEY},
        ).ready()
        terminal.focus()
        with desktop.held(RIGHT_CTRL):
            desktop.microphone.say(load(recording("en_goforward").path, 16_000))
            time.sleep(PAUSE_S)
        began = time.monotonic()
        wait_until(lambda: app.status()["pending"] == 0, 60, app.log, step_s=0.1)
        seconds = time.monotonic() - began
        status = app.status()
        told = "typed" if terminal.typed() else f"card, “{status['error'][:70]}”"
        app.quit()
    return Result(
        f"black hole, fallback {fallback}: text, card or error after the release", seconds, "s",
        None, f"≤ {LIMIT_S:.0f} s", LIMIT_S, told,
    )  # fmt: skip
