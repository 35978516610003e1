"""What a private desktop stands on: folders, environment, and its services.

Each service is ended by its own pid; none outlives a pytest that was killed.
"""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.programs import END_LIMIT_S, Program
from tests.support.waiting import wait_until

KEYRING_PASSWORD = "only for this desktop"

_TRAYS = {
    "trayer": ["trayer", "--edge", "bottom", "--align", "right", "--height", "24"],
    "tint2": ["tint2"],
}
_MANAGERS = {"openbox": ["openbox", "--sm-disable"], "xfwm4": ["xfwm4", "--compositor=off"]}

_FOREIGN = re.compile(
    r"(?i)^(\w+_proxy|display|wayland_display|xauthority|xmodifiers|xdg_.*|dbus_.*|pulse_.*|"
    r"alsa_.*|qt_.*|gtk_.*|gdk_.*|gnome_.*|at_spi.*|no_at_bridge|desktop_session|session_manager|"
    r"dashscope_.*|qwen_dictate_.*|home|pythondontwritebytecode|ssh_.*|lang|language|lc_.*)$"
)

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Session:
    """Private folders, display, bus, window manager, tray, keyring and accessibility bus."""

    def __init__(self, *, accessibility: bool = False) -> None:
        self._services: list[Program] = []
        self._programs: list[Program] = []
        # Short, because a socket's path may have 108 bytes at most.
        self.folder = Path(tempfile.mkdtemp(prefix="qd-"))
        self.home = self._private("home")
        self.runtime = self._private("run")
        self.logs = self._private("logs")
        self.env = self._environment(accessibility=accessibility)
        self.display = ""

    def close(self) -> None:
        """End everything that was started here, within 2 s, and remove the folder."""
        for programs in (self._programs, self._services):
            for program in programs:
                program.ask_to_end()
            limit = time.monotonic() + END_LIMIT_S / 2
            for program in reversed(programs):
                program.end(max(0.01, limit - time.monotonic()))
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        name: str = "",
        cwd: Path | None = None,
    ) -> Program:
        """Start a program on this desktop; it is ended with the desktop."""
        label = re.sub(r"\W+", "-", name or Path(argv[0]).name)
        log = self.logs / f"{len(self._programs):02}-{label}.log"
        program = Program(argv, {**self.env, **(env or {})}, log, cwd=cwd or self.home)
        self._programs.append(program)
        return program

    def run(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        limit_s: float = 15.0,
        check: bool = True,
        stdin: str = "",
    ) -> str:
        """Run a program to its end; its standard output (with ``check`` status 0 is asked for)."""
        done = self.call(argv, env, limit_s=limit_s, stdin=stdin)
        assert not check or done.returncode == 0, f"{argv}: {done.stdout}{done.stderr}"
        return done.stdout

    def call(
        self,
        argv: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        limit_s: float = 15.0,
        stdin: str = "",
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program to its end: status, standard output and error."""
        return subprocess.run(
            list(argv),
            env={**self.env, **(env or {})},
            cwd=self.home,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )

    def _private(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        return folder

    def _environment(self, *, accessibility: bool) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not _FOREIGN.match(name)}
        env |= {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_SESSION_TYPE": "x11",
            "LANG": "C.UTF-8",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.runtime / 'bus'}",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.runtime / 'system-bus'}",
            "NO_PROXY": "127.0.0.1,localhost,::1",
            "no_proxy": "127.0.0.1,localhost,::1",
        }
        if not accessibility:
            env["NO_AT_BRIDGE"] = "1"
        pulse = self.home / ".config" / "pulse"
        pulse.mkdir(parents=True)
        (pulse / "client.conf").write_text("autospawn = no\n")
        return env

    def serve(self, argv: Sequence[str], name: str, **more: object) -> Program:
        if threading.current_thread() is threading.main_thread():
            # So that no service outlives a pytest that was killed. The signal comes when the
            # starting thread ends, hence only from the main one.
            argv = ["setpriv", "--pdeathsig", "KILL", *argv]
        program = Program(argv, self.env, self.logs / f"{name}.log", **more)  # type: ignore[arg-type]
        self._services.append(program)
        return program

    def start_display(self, screen: str) -> None:
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as answer:
            try:
                server = self.serve(
                    ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen,
                     "-nolisten", "tcp", "-noreset"],
                    "Xvfb",
                    pass_fds=(writing,),
                )  # fmt: skip
            finally:
                os.close(writing)
            # To the end of the line: Xvfb dies of a pipe that is closed while it writes.
            number = answer.readline().decode().strip()
        assert number, f"Xvfb did not start:\n{server.output()}"
        self.display = f":{number}"
        self.env["DISPLAY"] = self.display

    def start_bus(self, *, activation: bool) -> None:
        """Start D-Bus; with ``activation`` it starts the services installed on this computer."""
        config = self.folder / "bus.conf"
        services = "<standard_session_servicedirs/>" if activation else ""
        socket = self.runtime / "bus"
        config.write_text(_BUS_CONFIG.format(socket=socket, services=services))
        self.serve(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"], "dbus")
        wait_until(socket.exists, 10, "no D-Bus")

    def start_system_bus(self) -> None:
        """Start a private bus where programs look for the system's."""
        socket = self.runtime / "system-bus"
        config = self.folder / "system-bus.conf"
        config.write_text(_BUS_CONFIG.format(socket=socket, services=""))
        self.serve(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"], "system")
        wait_until(socket.exists, 10, "no system bus")

    def start_manager(self, name: str) -> None:
        self.serve(_MANAGERS[name], name)
        wait_until(self._is_managed, 10, "no window manager")

    def start_tray(self, name: str) -> None:
        self.serve(_TRAYS[name], name)
        wait_until(self._has_tray, 10, "no tray")

    def _is_managed(self) -> bool:
        return "window id" in self.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], check=False)

    def _has_tray(self) -> bool:
        from Xlib.display import Display

        display = Display(self.display)
        try:
            return display.get_selection_owner(display.intern_atom("_NET_SYSTEM_TRAY_S0")) != 0
        finally:
            display.close()

    def start_keyring(self) -> None:
        """Start gnome-keyring, unlocked."""
        password = self.folder / "password"
        password.write_text(KEYRING_PASSWORD)
        with password.open("rb") as stdin:
            self.serve(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                "keyring",
                stdin=stdin.fileno(),
            )
        wait_until(lambda: self._has_name("org.freedesktop.secrets"), 10, "no keyring")

    def start_accessibility(self) -> None:
        self.serve(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"], "at-spi")
        wait_until(lambda: self._has_name("org.a11y.Bus"), 10, "no accessibility bus")

    def _has_name(self, name: str) -> bool:
        return "boolean true" in self.run([
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", f"string:{name}",
        ], check=False)  # fmt: skip
