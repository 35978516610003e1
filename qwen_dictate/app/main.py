"""Starts the program and ends it: the lock, the window, then everything that may take longer.

Order of a start: lock (another program runs: it is raised, and this one ends) → settings → Qt →
the window; when it is painted: the program, verbs → hotkey, keyring, history, microphone's name,
each in its lane → the heavy libraries. Order of an end: what is spoken gets its end mark, lanes
are emptied, all within 3 s, and a thread that hangs is left behind. Runs in: GUI thread.
"""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from qwen_dictate.core.errors import DictateError
from qwen_dictate.ipc import client
from qwen_dictate.system import log as program_log
from qwen_dictate.system import motion, paths, settings_file
from qwen_dictate.system.core_files import forbid_core_files
from qwen_dictate.system.files import disk_error
from qwen_dictate.system.settings_file import Loaded

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from qwen_dictate.app.command_server import CommandServer
    from qwen_dictate.app.program import Program
    from qwen_dictate.delivery.deliverer import Deliverer

log = logging.getLogger("qwen_dictate.main")

END_LIMIT_S = 2.4
"""``quit`` promises 3 s, and its own start takes some of them."""
OTHER_LIMIT_S = 10.0
"""How long another program may take to come up, or to end, before this start gives up."""
HANGS_S = 2.0
SWITCH_S = 0.0005
"""A thread that has heard from the X server or a socket goes on so soon while another one works;
with Python's 5 ms each answer that a delivery waits for could cost as much."""


def run(minimized: bool) -> int:
    """Run the program until it is quit; the exit status.

    Raises:
        DictateError: the runtime folder cannot be used.
    """
    from filelock import FileLock, Timeout

    path = paths.lock_file()
    lock = FileLock(path, mode=0o600)
    limit = time.monotonic() + OTHER_LIMIT_S
    while True:
        try:
            lock.acquire(timeout=0)
            break
        except Timeout:
            status = _raise_other(minimized, last_try=time.monotonic() > limit)
        except OSError as error:
            raise disk_error(path, "locked", error) from error
        if status is not None:
            return status
        threading.Event().wait(0.1)
    try:
        return _run(minimized)
    finally:
        lock.release()


def _leave_behind() -> None:
    """Something hangs: what can be saved is, since the lanes that save go first."""
    waiting = [thread.name for thread in threading.enumerate()]
    log.warning("the end takes too long; left behind: %s", ", ".join(waiting))
    os._exit(0)


def _choose_deliverer(copy: Callable[[str], None]) -> "Deliverer":
    """Runs in: the delivery lane."""
    from qwen_dictate.delivery import choice
    from qwen_dictate.delivery.deliverer import Surroundings

    return choice.choose(Surroundings(os.getpid(), copy)).deliverer


def _raise_other(minimized: bool, *, last_try: bool) -> int | None:
    """One runs already: raise it. None: it is starting, or ending, at this moment."""
    asked_at = time.monotonic()
    try:
        verb = "status" if minimized else "show"
        return client.call(paths.socket_path(), verb, {}, limit_s=HANGS_S).status
    except DictateError as error:
        hangs = time.monotonic() - asked_at >= HANGS_S
        if not hangs and not last_try:
            return None
        print(error, file=sys.stderr)  # noqa: T201  # this is the command's answer
        return 1


def _run(minimized: bool) -> NoReturn:
    from PySide6.QtWidgets import QApplication

    forbid_core_files()
    sys.setswitchinterval(SWITCH_S)
    # Nothing is made here: a folder that cannot be written must not stop the start.
    loaded = settings_file.load(paths.settings_file(), os.environ)
    journal = program_log.open_log(paths.log_file(), secret=os.environ.get("DASHSCOPE_API_KEY", ""))
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Qwen Dictate")
    application.setDesktopFileName("qwen-dictate")
    application.setQuitOnLastWindowClosed(False)
    started = Started(application, loaded, journal, minimized=minimized)
    started.begin()
    status = application.exec()
    started.wait_for_end()
    journal.close()
    # Threads of libraries (the SDK's import, PortAudio, a keyring that hangs) may still be in C
    # code; with the interpreter torn down beneath them the end is now and then a crash.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


class Started:
    """One run of the program, from the first window to the last thread."""

    def __init__(
        self,
        application: "QApplication",
        loaded: Loaded,
        journal: program_log.Log,
        *,
        minimized: bool,
    ) -> None:
        from qwen_dictate.app.late_wishes import LateWishes
        from qwen_dictate.app.pages import pages
        from qwen_dictate.app.views import AllViews, KeptGeometry

        self._application = application
        self._journal = journal
        self._minimized = minimized
        self._ending = False
        self._loaded = loaded
        self._program: Program | None = None
        self._server: CommandServer | None = None
        data = paths.data_folder()
        self.views = AllViews(
            application,
            LateWishes(lambda: self.program.wishes),
            loaded.settings,
            KeptGeometry(data / "window", self._keep),
            lambda target, then: self.program.keyboard.with_place(target, then),  # noqa: PLW0108
            pages(lambda: self.program),
            KeptGeometry(data / "captions-place", self._keep),
        )
        self._signals = _Signals(self.end)

    @property
    def program(self) -> "Program":
        """The program: made when the window is painted, or at the first wish before that."""
        if self._program is None:
            from qwen_dictate.app.engines import Engines
            from qwen_dictate.app.program import Places, Program

            engines = Engines(paths.models_folder(), paths.data_folder() / "region")
            places = Places(engines, self._load_settings, self._journal.hide, self.end)
            self._program = Program(places, self._loaded.settings)
        return self._program

    def _keep(self, job: Callable[[], None]) -> None:
        self.program.jobs.run("settings", job)

    def begin(self) -> None:
        """Show the window, then let the rest follow."""
        if self._minimized:
            self._open()
        else:
            self.views.show_window(self._open)

    def _open(self) -> None:
        """Be there for keys and verbs."""
        from PySide6.QtCore import QTimer

        from qwen_dictate.app.command_server import CommandServer
        from qwen_dictate.app.told import Crashed

        if self._ending:
            return
        program = self.program
        program_log.report_crashes(lambda report: program.bridge.post(Crashed(report)))
        tray = self.views.add_tray(program.setting_wishes)
        program.use_views(self.views)
        program.change_facts(tray=tray)
        if not self._minimized and not program.settings.onboarding.done:
            self.views.show_page("first_steps")
        self._server = CommandServer(program.verbs.handle)
        self._server.listen(paths.socket_path())
        QTimer.singleShot(0, self._follow)

    def _follow(self) -> None:
        """Everything that may take longer than the window."""
        from qwen_dictate.app.keyring_job import find_key
        from qwen_dictate.app.told import CopyWanted

        program = self.program
        program.use_settings(program.settings)
        program.jobs.run(
            "delivery",
            lambda: _choose_deliverer(lambda text: program.bridge.post(CopyWanted(text))),
            program.typist.use,
            self._no_deliverer,
        )
        find_key(program)
        program.rows.open(program.kept.offered)
        self.views.add_overlay()
        program.jobs.run("desktop", motion.is_reduced, self.views.keep_still, lambda _e: None)
        program.captions.watch(self.views.show_meeting)
        program.sound.start()
        self._watch_session()
        program.tell_problems(self._loaded)
        program.updates.think()

    def _watch_session(self) -> None:
        """Be told when the screen is locked and when the computer sleeps."""
        if sys.platform == "linux":
            from qwen_dictate.system.login_session import LoginSession

            LoginSession(self.program.bridge.post).start()

    def _no_deliverer(self, error: Exception) -> None:
        if isinstance(error, DictateError):
            self.program.show_error(error)

    def _load_settings(self) -> Loaded:
        return settings_file.load(paths.settings_file(), os.environ)

    def end(self) -> None:
        """Begin to end: no new calls, what is spoken is kept."""
        from PySide6.QtCore import QTimer

        if self._ending:
            return
        self._ending = True
        if self._program is None or self._server is None:
            self._application.exit(0)
            return
        watchdog = threading.Timer(END_LIMIT_S, _leave_behind)
        watchdog.daemon = True
        watchdog.start()
        self._server.close()
        self.program.dictating.end_all(time.monotonic())
        self.program.captions.end_all(time.monotonic())
        self.program.sound.quit()
        self.program.weights.quit()
        self.program.files.end()
        self.program.keyring.close()
        QTimer.singleShot(0, self._finish)

    def _finish(self) -> None:
        """Empty the lanes that hold something of the user's, then leave the event loop."""
        program = self.program
        program.workers.wait(900)
        program.jobs.run("history", program.rows.close)
        program.jobs.run("delivery", program.typist.close)
        program.jobs.run("hotkeys", program.keyboard.stop)
        program.jobs.run("settings", program.engines.save_region)
        for lane in ("history", "delivery", "hotkeys", "settings"):
            program.jobs.flush(lane, 0.4)
        program.engines.close()
        self.views.end()
        self._application.exit(0)

    def wait_for_end(self) -> None:
        """After the event loop: nothing of ours may hold the process."""
        if self._program is not None:
            self._program.workers.wait(300)
            self._program.sound.terminate()


class _Signals:
    """SIGTERM, SIGINT and SIGHUP end the program as ``quit`` does.

    Python's handlers do not run while Qt waits, so the signal's byte wakes Qt through a socket.
    """

    def __init__(self, end: Callable[[], None]) -> None:
        from PySide6.QtCore import QSocketNotifier

        self._ours, self._theirs = socket.socketpair()
        for half in (self._ours, self._theirs):
            half.setblocking(False)
        signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda _number, _frame: None)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda: self._woken(end))

    def _woken(self, end: Callable[[], None]) -> None:
        self._ours.recv(64)
        end()
