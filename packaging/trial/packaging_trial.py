"""One artefact, installed in a clean root, used as a newcomer would: see packaging/try.sh.

The desktop (display, sound, keyring, terminal) is this computer's private one; the program runs
inside the root, with nothing of this computer but the desktop's folder and its fonts.
"""

import argparse
import contextlib
import json
import re
import stat
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.pixels import Eye
from tests.desktop import application
from tests.desktop.application import Application
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import wait_until

STARTS = 5
RATIO_ALLOWED = 1.5
"""The window's start, times its start from source."""
QUIT_LIMIT_S = 3.0
KEY = "sk-only-for-this-trial"

_WRAPPER = """#!/bin/sh
exec unshare -m sh -c '
    mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"
    mkdir -p "$0/tmp/.X11-unix" "$0{folder}" "$0/usr/share/fonts"
    mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"
    mount --bind {folder} "$0{folder}"
    mount --bind /usr/share/fonts "$0/usr/share/fonts"
    exec chroot "$0" "$@"' {root} {command} "$@"
"""


class Trial:
    """The steps; each says what it found."""

    def __init__(self, root: Path, bundle: str, command: str, shots: Path, name: str) -> None:
        self._root = root
        self._bundle = bundle
        self._command = command
        self._shots = shots
        self._name = name
        self.facts: dict[str, object] = {}

    def run(self) -> None:
        """Do all of it, on one desktop after the other."""
        self._find_missing_libraries()
        self._measure_starts()
        with self._desktop() as desktop:
            self._dictate(desktop)
        with self._desktop() as desktop:
            self._keep_a_key(desktop)
            self._speak_chinese(desktop)

    def say(self, fact: str, value: object) -> None:
        """Keep a fact and print it."""
        self.facts[fact] = value
        print(f"   {fact}: {value}", flush=True)

    @contextlib.contextmanager
    def _desktop(self) -> Iterator[PrivateDesktop]:
        with PrivateDesktop(tray="trayer", keyring="unlocked") as desktop:
            wrapper = desktop.folder / "in-root"
            wrapper.write_text(
                _WRAPPER.format(root=self._root, command=self._command, folder=desktop.folder)
            )
            wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
            Application.command = wrapper
            Application.lend_weights(desktop)
            yield desktop

    def _find_missing_libraries(self) -> None:
        """No library of the bundle may lack one that it needs, loaded at the start or later."""
        bundle = self._bundle
        script = (
            f"cd {bundle}; export LD_LIBRARY_PATH={bundle}/_internal; "
            "find . -name '*.so*' -type f | while read f; do ldd $f 2>/dev/null | "
            'sed -n "s|^\\s*\\(.*\\) => not found|$f needs \\1|p"; done | sort -u'
        )
        done = subprocess.run(
            ["chroot", str(self._root), "sh", "-c", script],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        _must(done.stdout == "", f"libraries are missing:\n{done.stdout}")
        self.say("libraries that are missing", "none")

    def _measure_starts(self) -> None:
        """The window from the bundle and from source, in turns, so that both have the same load."""
        with self._desktop() as desktop:
            eye = Eye(desktop.display)
            ours, source = [], []
            for number in range(STARTS + 1):
                mine = _start(desktop, eye, str(Application.command))
                theirs = _start(desktop, eye, str(application.COMMAND))
                if number:
                    ours.append(mine)
                    source.append(theirs)
            eye.close()
        bundle, plain = statistics.median(ours), statistics.median(source)
        self.say("window shown, warm", f"{bundle:.0f} ms; from source {plain:.0f} ms")
        _must(bundle <= plain * RATIO_ALLOWED, "the bundle starts too slowly")

    def _dictate(self, desktop: PrivateDesktop) -> None:
        terminal = desktop.terminal()
        app = Application(desktop).ready()
        app.wait_status(30, engine="local", engine_ready=True, error="")
        terminal.focus()
        with desktop.held(RIGHT_CTRL):
            desktop.microphone.say(recording("en_jfk").path)
            time.sleep(0.15)
        status = app.wait_status(60, state="idle", pending=0)
        wait_until(lambda: "country" in terminal.typed(), 10, app.log)
        heard, said = _words(terminal.typed()), recording("en_jfk").transcript.split()
        _must(heard == said, f"heard {terminal.typed()!r}")
        self.say("dictated into xterm", f"{terminal.typed()!r} (after key-up {status['timings']})")
        began = time.monotonic()
        _must(app.call("status").returncode == 0, "status fails")
        self.say("the verb status", f"{(time.monotonic() - began) * 1000:.0f} ms, chroot included")
        doctor = app.call("doctor", "--json")
        checks = json.loads(doctor.stdout)["checks"] if doctor.stdout else []
        failed = [check for check in checks if check["ok"] is False]
        self.say("doctor", f"{len(checks)} checks, failed: {failed}")
        _must(checks and not failed, "the doctor is not content")
        self._picture(desktop, "en")
        self._quit(app)
        self._look_at_output(app)

    def _keep_a_key(self, desktop: PrivateDesktop) -> None:
        app = Application(desktop, settings={"ui.language": "zh_CN"}, minimized=True).ready()
        _must(app.call("key", "set", stdin=KEY).returncode == 0, "the key is not stored")
        _must(app.call("key", "where").stdout.strip() == "keyring", "the key is not in the keyring")
        app.wait_status(10, engine="qwen")
        self._quit(app)
        _must(app.call("key", "where").stdout.strip() == "keyring", "the key is gone")
        _must(KEY not in app.log(), "the key is in the log")
        _must(app.call("key", "delete").returncode == 0, "the key cannot be deleted")
        _must(app.call("key", "where").stdout.strip() == "none", "the key is still there")
        self.say("a key in the keyring", "stored, used, deleted")

    def _speak_chinese(self, desktop: PrivateDesktop) -> None:
        terminal = desktop.terminal()
        app = Application(desktop, settings={"ui.language": "zh_CN"}).ready()
        app.wait_status(30, engine_ready=True)
        terminal.focus()
        with desktop.held(RIGHT_CTRL):
            desktop.microphone.say(recording("zh_aishell_0121").path)
            time.sleep(0.15)
        app.wait_status(60, state="idle", pending=0)
        typed = wait_until(lambda: re.findall(r"[\u4e00-\u9fff]", terminal.typed()), 10, app.log)
        self.say("dictated in Chinese", repr("".join(typed)))
        self._picture(desktop, "zh_CN")
        self._quit(app)

    def _picture(self, desktop: PrivateDesktop, language: str) -> None:
        desktop.find_window("Qwen Dictate").focus()
        time.sleep(0.5)
        desktop.screenshot(self._shots / f"{self._name}-{language}.png")

    def _quit(self, app: Application) -> None:
        seconds = app.quit()
        _must(seconds < QUIT_LIMIT_S, f"quit took {seconds:.1f} s")
        _must(app.call("status").returncode == 3, "it still runs")  # noqa: PLR2004
        self.say("quit in", f"{seconds:.2f} s")

    def _look_at_output(self, app: Application) -> None:
        said = app.program.output().strip()
        self.say("on standard output and error", repr(said) if said else "nothing")


def _start(desktop: PrivateDesktop, eye: Eye, command: str) -> float:
    began = time.monotonic()
    program = desktop.start([command])
    painted = eye.wait_painted("Qwen Dictate")
    time.sleep(1.5)  # until it has loaded what it loads behind the window
    program.stop(5)
    return (painted - began) * 1000


def _words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("-", " ")).split()


def _must(held: object, otherwise: str) -> None:
    if not held:
        sys.exit(f"FAILED: {otherwise}")


def main() -> None:
    """Read the arguments, try it."""
    parser = argparse.ArgumentParser()
    for name in ("root", "bundle", "command", "shots", "name"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    trial = Trial(Path(args.root), args.bundle, args.command, Path(args.shots), args.name)
    trial.run()
    report = Path(args.shots) / f"{args.name}.json"
    report.write_text(json.dumps(trial.facts, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
