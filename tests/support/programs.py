"""One started process: its output in a file, its end by its own pid."""

import contextlib
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.waiting import wait_until

END_LIMIT_S = 2.0


class Program:
    """A process that a test (or the desktop itself) started.

    Attributes:
        argv: what was started.
        log: the file with its standard output and error.
    """

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        log: Path,
        *,
        cwd: Path | None = None,
        pass_fds: Sequence[int] = (),
        stdin: int = subprocess.DEVNULL,
    ) -> None:
        self.argv = list(argv)
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                self.argv,
                env=dict(env),
                cwd=cwd,
                stdin=stdin,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
                start_new_session=True,  # Ctrl+C at pytest ends pytest; pytest ends these
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def stdin(self):
        return self._process.stdin

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def status(self) -> int | None:
        """The exit status; None while it runs."""
        return self._process.poll()

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait(self, limit_s: float = 10.0) -> int:
        """Its exit status, when it has ended by itself."""
        wait_until(lambda: not self.running, limit_s, lambda: f"{self} still runs:\n{self.tail()}")
        return self._process.wait()

    def signal(self, number: int) -> None:
        if self.running:
            self._process.send_signal(number)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.running:
            self._process.kill()
        self._process.wait()

    def stop(self, limit_s: float = END_LIMIT_S) -> int:
        """Ask it to end (SIGTERM), end it after ``limit_s``; returns its exit status."""
        self.ask_to_end()
        return self.end(limit_s)

    def ask_to_end(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        if self.running:
            self._process.terminate()

    def end(self, limit_s: float) -> int:
        try:
            return self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def cpu_s(self) -> float:
        """Processor time it has used so far, in ticks of 10 ms."""
        # Source: proc(5); the name in parentheses may hold spaces.
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.output().splitlines()[-lines:])

    def __repr__(self) -> str:
        return f"<{' '.join(self.argv[:4])} pid {self.pid} status {self.status}>"
