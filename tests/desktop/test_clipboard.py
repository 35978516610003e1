"""A pasted dictation leaves the clipboard as it was, whatever is in it and whoever watches it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from qwen_dictate.core.events import Outcome, ReceiptKind
from tests.integration.delivery.conftest import Lane, Newly
from tests.support.desktop import PrivateDesktop
from tests.support.programs import Program
from tests.support.waiting import stays, wait_until
from tests.support.windows import TARGETS, Target

WORDS = "天气 nice"
URI = "file:///tmp/a%20picture.png"
COPIED = {
    "formatted text": {"text/html": b"<b>bold</b>", "text/plain": b"bold"},
    "picture": {"image/png": b"\x89PNG\r\n\x1a\n" + os.urandom(400_000)},
    "files": {
        "text/uri-list": f"{URI}\r\n".encode(),
        "x-special/gnome-copied-files": f"copy\n{URI}".encode(),
    },
    "20 MB": {"text/plain": b"0123456789abcdef\n" * (20_000_000 // 17)},
}
READ_TWICE = ("xfce_terminal", "chromium_field")
"""These ask for a pasted text two times."""


class Screen:
    """A desktop with windows that are opened when they are first wanted."""

    def __init__(self, desktop: PrivateDesktop) -> None:
        self.desktop = desktop
        self.lane = Lane(desktop)
        self._windows: dict[str, Target] = {}

    def window(self, kind: str) -> Target:
        if kind not in self._windows:
            self._windows[kind] = getattr(self.desktop, kind)()
        return self._windows[kind]

    def paste(self, kind: str, text: str = WORDS) -> None:
        window = self.window(kind)
        newly = Newly(window)
        receipt = self.lane.deliver(text, self.lane.aim_at(window), method="paste")
        assert (receipt.outcome, receipt.kind) == (Outcome.DELIVERED, ReceiptKind.READ)
        newly.stands(text)

    def held(self, target: str = "TARGETS", selection: str = "clipboard") -> bytes:
        return subprocess.run(
            ["xclip", "-o", "-selection", selection, "-t", target],
            env=self.desktop.env,
            capture_output=True,
            timeout=20,
            check=False,
        ).stdout

    def copy(self, formats: Mapping[str, bytes]) -> Program:
        """As a program that copies does."""
        folder = self.desktop.folder / f"copied-{time.monotonic_ns()}"
        folder.mkdir()
        for name, data in formats.items():
            (folder / name.replace("/", "!")).write_bytes(data)
        argv = [sys.executable, str(TARGETS / "copier.py"), str(folder)]
        program = self.desktop.start(argv, name="copier")
        wait_until(lambda: self.holds(formats), 10, program.tail)
        return program

    def holds(self, formats: Mapping[str, bytes]) -> bool:
        return all(self.held(name) == data for name, data in formats.items())


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with PrivateDesktop(sound=False) as desktop:
        made = Screen(desktop)
        yield made
        made.lane.close()


@contextmanager
def frozen(window: Target, seconds: float) -> Iterator[None]:
    """The window's program does nothing for a while from now on."""
    os.kill(window.program.pid, signal.SIGSTOP)
    thaw = subprocess.Popen(["sh", "-c", f"sleep {seconds}; kill -CONT {window.program.pid}"])
    try:
        yield
    finally:
        thaw.wait()


@pytest.mark.parametrize("kind", list(COPIED))
def test_what_was_copied_survives_two_pasted_dictations(screen: Screen, kind: str):
    copier = screen.copy(COPIED[kind])
    listed = set(screen.held().split())
    screen.paste("gtk_field")
    screen.paste("gtk_field")
    wait_until(lambda: screen.holds(COPIED[kind]), 5)
    copier.stop()  # what is there now is ours
    assert screen.holds(COPIED[kind])
    assert {name.encode() for name in COPIED[kind]} <= set(screen.held().split()) <= listed | {
        b"MULTIPLE", b"TIMESTAMP", b"TARGETS"
    }  # fmt: skip


def test_both_selections_come_back_after_a_paste_into_a_terminal(screen: Screen):
    screen.copy(COPIED["picture"])
    screen.window("terminal").focus()
    screen.desktop.copy("marked before", "primary")
    screen.paste("terminal")
    wait_until(lambda: screen.held("UTF8_STRING", "primary") == b"marked before", 5)
    wait_until(lambda: screen.holds(COPIED["picture"]), 5)


def test_a_clipboard_whose_program_hangs_is_left_alone(screen: Screen):
    copier = screen.copy(COPIED["formatted text"])
    window = screen.window("gtk_field")
    aimed = screen.lane.aim_at(window)
    os.kill(copier.pid, signal.SIGSTOP)
    newly = Newly(window)
    kept = screen.lane.deliver(WORDS, aimed, method="paste")
    assert (kept.outcome, kept.rest, newly.now()) == (Outcome.KEPT, WORDS, "")
    assert "could not be saved" in str(kept.error)
    typed = screen.lane.deliver(WORDS, aimed)  # by "auto" it is typed instead
    assert (typed.outcome, typed.method) == (Outcome.DELIVERED, "type")
    newly.stands(WORDS)
    os.kill(copier.pid, signal.SIGCONT)
    assert screen.holds(COPIED["formatted text"])
    copier.stop()


@pytest.mark.parametrize("kind", READ_TWICE)
def test_two_dictations_a_tenth_of_a_second_apart_stand_one_after_the_other(
    screen: Screen, kind: str
):
    """The second is typed, which must not come before the first is inserted, then pasted."""
    window = screen.window(kind)
    screen.desktop.copy("before")
    aimed = screen.lane.aim_at(window)
    newly = Newly(window)
    for text in ("天气很好", "and typed", "我们"):
        assert screen.lane.deliver(text, aimed).outcome is Outcome.DELIVERED
        time.sleep(0.1)
    newly.stands("天气很好and typed我们")
    wait_until(lambda: screen.held("UTF8_STRING") == b"before", 5)


@pytest.mark.parametrize("kind", ["terminal", "gtk_field"])
def test_a_program_that_reads_two_seconds_late_gets_the_text_once(screen: Screen, kind: str):
    window = screen.window(kind)
    aimed = screen.lane.aim_at(window)
    newly = Newly(window)
    with frozen(window, 2):
        receipt = screen.lane.deliver(WORDS, aimed, method="paste")
    assert (receipt.outcome, receipt.kind) == (Outcome.DELIVERED, ReceiptKind.READ)
    newly.stands(WORDS)


def test_a_program_that_reads_far_too_late_pastes_nothing(screen: Screen):
    """The text is on its card by then; the old clipboard must not stand there either."""
    window = screen.window("terminal")
    for selection in ("clipboard", "primary"):  # Shift+Insert reads the latter
        screen.desktop.copy("secret of old", selection)
    aimed = screen.lane.aim_at(window)
    newly = Newly(window)
    with frozen(window, 5):
        receipt = screen.lane.deliver(WORDS, aimed, method="paste")
        assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, WORDS)
    stays(lambda: newly.now() == "", 0.3)
    wait_until(lambda: screen.held("UTF8_STRING") == b"secret of old", 5)


def test_what_the_user_copies_while_the_text_is_lent_stays(screen: Screen):
    window = screen.window("gtk_field")
    screen.desktop.copy("old")
    aimed = screen.lane.aim_at(window)
    with frozen(window, 1):
        running = screen.lane.begin(WORDS, aimed, method="paste")
        assert running.started.wait(5)
        wait_until(lambda: screen.held("UTF8_STRING") == WORDS.encode(), 2)
        screen.desktop.copy("new")
        receipt = running.receipt()
    assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, WORDS)
    stays(lambda: screen.held("UTF8_STRING") == b"new", 0.5)


def test_a_clipboard_manager_changes_nothing(screen: Screen):
    program = screen.desktop.start(["parcellite"])
    screen.desktop.copy("before")
    time.sleep(1)  # it looks every half second
    assert program.running, program.tail()
    for kind in ("terminal", "gtk_field", *READ_TWICE):
        screen.paste(kind)
    wait_until(lambda: screen.held("UTF8_STRING") == b"before", 5)
    stays(lambda: screen.held("UTF8_STRING") == b"before", 1.0)
    program.stop()
