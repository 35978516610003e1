"""A private Wayland session: sway without a screen, and windows that keep what is typed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from tests.support.waiting import wait_until

CONFIG = "output HEADLESS-1 resolution 1280x800\nfocus_follows_mouse no\ndefault_border none\n"


class WaylandSession:
    """Sway refuses root, so there it runs as another user; use it as a context manager."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="qd-wl-"))
        self.runtime = self.folder / "runtime"
        self.runtime.mkdir()
        self._programs: list[subprocess.Popen[bytes]] = []
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "LANG": "C.UTF-8",
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
        }

    def __enter__(self) -> Self:
        (self.folder / "config").write_text(CONFIG)
        for path in (self.folder, self.runtime, self.folder / "config"):
            self._give(path)
        self.runtime.chmod(0o700)
        self.start("sway", "-c", str(self.folder / "config"))
        wait_until(lambda: any(self.runtime.glob("wayland-?")), 15, self._log)
        self.env["WAYLAND_DISPLAY"] = next(self.runtime.glob("wayland-?")).name
        return self

    def __exit__(self, *_: object) -> None:
        for program in reversed(self._programs):
            program.terminate()
        for program in reversed(self._programs):
            try:
                program.wait(3)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        before = []
        if self._user is not None:
            ids = (f"--reuid={self._user.pw_uid}", f"--regid={self._user.pw_gid}")
            before = ["setpriv", *ids, "--clear-groups"]
        with (self.folder / "log").open("ab") as log:
            program = subprocess.Popen([*before, *words], env=self.env, stdout=log, stderr=log)
        self._programs.append(program)
        return program

    def terminal(self, name: str = "foot") -> Path:
        """A foot in raw mode that keeps each byte; the file that it keeps them in."""
        file = self.folder / f"{name}.txt"
        file.touch()
        self._give(file)
        self.start(
            "foot", "--app-id", name, "sh", "-c", 'stty raw -echo && exec tee -a "$0"', str(file)
        )
        return file

    def _give(self, path: Path) -> None:
        if self._user is not None:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-2000:]
