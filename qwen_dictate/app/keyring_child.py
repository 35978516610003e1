"""The key, looked for in the OS keyring by a child process, and told through a pipe.

Why a child: the keyring's libraries (keyring, SecretStorage, cryptography) take 17 MB and a tenth
of a second of the interpreter for one answer a run; and a keyring that is silent for ever then
holds up a process that can be ended, not a thread that cannot.
Rule: the key goes through the pipe and nowhere else; a child whose parent has ended ends too.
Failure mode: a problem in ``Found``, never an exception. Runs in: lane "keyring"; ``late`` is
called in the thread that reads the pipe.
"""

import json
import subprocess
import threading
from collections.abc import Callable, Mapping
from typing import cast

from qwen_dictate.core.errors import KeyringError
from qwen_dictate.credentials import LIMIT_S, REMEDY, VARIABLE, Found, Key
from qwen_dictate.system import itself

START_S = 0.5
"""What starting the child may take on a busy computer, beside the keyring's own limit."""


class KeyringChild:
    """At most one child at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def find(self, environment: Mapping[str, str], late: Callable[[Found], None]) -> Found:
        """Look for the key; blocks for the keyring's limit at most.

        Args:
            environment: where it is looked for first.
            late: told what a keyring gives after all (its user has unlocked it).
        """
        given = environment.get(VARIABLE, "").strip()
        if given:
            return Found("environment", Key(given))
        self.close()
        try:
            process = self._process = subprocess.Popen(
                itself.command("keyring"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=itself.without_window(),
            )
        except OSError:
            return Found("none", problem=KeyringError("The keyring could not be asked.", REMEDY))
        answer = _Answer(process, late)
        threading.Thread(target=answer.read, name="keyring", daemon=True).start()
        return answer.within(START_S + LIMIT_S)

    def close(self) -> None:
        """End a child that still waits for its keyring."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.kill()


class _Answer:
    """What one child says, in time or later."""

    def __init__(self, process: "subprocess.Popen[bytes]", late: Callable[[Found], None]) -> None:
        self._process = process
        self._late = late
        self._deciding = threading.Lock()
        self._there = threading.Event()
        self._left = False
        self._found: Found | None = None

    def read(self) -> None:
        """Wait for the child."""
        line = self._process.stdout.readline() if self._process.stdout else b""
        found = decode(line)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
        with self._deciding:
            self._found = found
            self._there.set()
        if self._left and found.problem is None:
            self._late(found)

    def within(self, limit_s: float) -> Found:
        """The answer, or that there was none in time."""
        self._there.wait(limit_s)
        with self._deciding:
            self._left = self._found is None
        if self._found is not None:
            return self._found
        silent = f"The keyring has been silent for {LIMIT_S:g} seconds."
        return Found("none", problem=KeyringError(silent, REMEDY))


def encode(found: Found) -> bytes:
    """One line for the pipe."""
    key, problem = found.key, found.problem
    return (
        json.dumps(
            {
                "key": key.value if key else None,
                "scope": key.scope if key else None,
                "problem": problem.user_text if problem else "",
                "remedy": problem.remedy if problem else "",
            }
        ).encode("ascii")
        + b"\n"
    )


def decode(line: bytes) -> Found:
    """Read it again; a child that says nothing has crashed."""
    try:
        fields: object = json.loads(line)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return Found("none", problem=KeyringError("The keyring could not be asked.", REMEDY))
    table = cast("dict[str, object]", fields)
    key, scope = table.get("key"), table.get("scope")
    if isinstance(key, str) and isinstance(scope, str):
        return Found("keyring", Key(key, scope))
    if table.get("problem"):
        return Found(
            "none", problem=KeyringError(str(table["problem"]), str(table.get("remedy", "")))
        )
    return Found("none")
