"""Whether an artefact works on a system without a microphone: a runner of continuous integration.

Usage: smoke.py COMMAND [ARGUMENTS THAT BELONG TO IT…]; on Linux it brings a private desktop along.

The service is the tests' emulator. What a runner cannot have (sound, a tray) may fail in the
doctor's list; settings, disk, service and a dictation of its bundled sentence may not.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.integration.emulator import KEY, Emulator

MUST = ("settings", "disk", "service", "dictation")
START_LIMIT_S, QUIT_LIMIT_S = 30.0, 3.0


class Smoke:
    """The steps, in one environment."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = dict(environment)

    def call(
        self, *words: str, stdin: str = "", limit_s: float = 120, **more: str
    ) -> "subprocess.CompletedProcess[str]":
        """A verb, to its end."""
        return subprocess.run(
            [*self._command, *words],
            env={**self._environment, **more},
            input=stdin, capture_output=True, encoding="utf-8", timeout=limit_s, check=False,
        )  # fmt: skip

    def run(self, url: str) -> None:
        """All steps."""
        service = {
            "QWEN_DICTATE_SERVICE__ENDPOINT": "custom",
            "QWEN_DICTATE_SERVICE__URL": url,
            "DASHSCOPE_API_KEY": KEY,
        }
        version = self.call("--version")
        _must(version.returncode == 0, f"--version: {version.stderr}")
        print(version.stdout.strip())
        self._ask_the_doctor(service)
        self._keep_a_key()
        self._start_and_quit(service)

    def _ask_the_doctor(self, service: Mapping[str, str]) -> None:
        doctor = self.call("doctor", "--json", **service)
        _must(doctor.stdout, f"doctor: {doctor.stderr}")
        checks = {check["name"]: check for check in json.loads(doctor.stdout)["checks"]}
        for name, check in checks.items():
            print(f"  {name}: {check['ok']} {check['detail']}")
        failed = [name for name in MUST if checks.get(name, {}).get("ok") is False]
        _must(not failed, f"the doctor finds fault with {failed}")

    def _keep_a_key(self) -> None:
        no_key = {"DASHSCOPE_API_KEY": ""}
        steps = (
            (("key", "set"), "sk-only-for-this-trial", ""),
            (("key", "where"), "", "keyring"),
            (("key", "delete"), "", ""),
        )
        for words, stdin, answer in steps:
            done = self.call(*words, stdin=stdin, **no_key)
            _must(done.returncode == 0, f"{words}: {done.stderr}")
            _must(done.stdout.strip() == answer, f"{words}: {done.stdout}")
        print("  keyring: stored, found, deleted")

    def _start_and_quit(self, service: Mapping[str, str]) -> None:
        environment = {**self._environment, **service}
        with subprocess.Popen([*self._command, "--minimized"], env=environment) as program:
            limit = time.monotonic() + START_LIMIT_S
            while self.call("status", **service).returncode:
                _must(program.poll() is None, f"it ended by itself with {program.returncode}")
                _must(time.monotonic() < limit, "it does not answer")
                time.sleep(0.2)
            status = json.loads(self.call("status", "--json", **service).stdout)
            _must(status["state"] == "idle", f"it is not idle: {status}")
            began = time.monotonic()
            _must(self.call("quit", **service).returncode == 0, "it does not quit")
            program.wait(10)
        seconds = time.monotonic() - began
        _must(seconds < QUIT_LIMIT_S, f"quit took {seconds:.1f} s")
        print(f"  started, answered, quit in {seconds:.2f} s")


@contextlib.contextmanager
def _surroundings() -> Iterator[Mapping[str, str]]:
    if sys.platform == "linux":
        from tests.support.desktop import PrivateDesktop

        with PrivateDesktop(keyring="unlocked") as desktop:
            yield desktop.env
        return
    with tempfile.TemporaryDirectory() as folder:
        yield {**os.environ, "TMPDIR": folder} if sys.platform == "darwin" else dict(os.environ)


def _must(held: object, otherwise: str) -> None:
    if not held:
        sys.exit(f"FAILED: {otherwise}")


def main() -> None:
    """Try the command."""
    command = [str(Path(sys.argv[1]).resolve()), *sys.argv[2:]]
    with _surroundings() as environment, Emulator() as emulator:
        Smoke(command, environment).run(emulator.url)
        _must(not emulator.violations, f"against the protocol: {emulator.violations}")


if __name__ == "__main__":
    main()
