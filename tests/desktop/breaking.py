"""A stage whose way to the service leads through a proxy that breaks it."""

import contextlib
import time
from dataclasses import dataclass
from typing import Self

from tests.desktop.dictating import WORDS, Stage
from tests.integration.emulator.tamper import Plan, Tamper
from tests.support.waiting import wait_until

LIMIT_S = 15.0


@dataclass(frozen=True)
class Break:
    """One cell: what happens where, to how many connections, and what follows by the settings."""

    point: str
    fault: str
    times: int = 1
    fallback: str = "none"
    refusing_s: float = 0.0

    def __str__(self) -> str:
        how = "always" if self.times > 1 else "once"
        gone = f", gone for {self.refusing_s:.0f} s" if self.refusing_s else ""
        return f"{self.fault} at {self.point}, {how}, {self.fallback}{gone}"


class Broken:
    """One program behind a proxy, for many cells."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._typed = ""

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self.stage = stack.enter_context(Stage())
            self.tamper = stack.enter_context(Tamper(lambda: self.stage.emulator.port))
            url = self.stage.emulator.url.replace(
                str(self.stage.emulator.port), str(self.tamper.port)
            )
            self.stage.set({"url": url})
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def play(self, cell: Break) -> str:
        """Break, dictate, look, mend, look again; what became of it, for the table."""
        stage = self.stage
        stage.set({"fallback": cell.fallback})
        self.tamper.turn(Plan(cell.point, cell.fault, cell.times, cell.refusing_s))
        spoken = stage.speak().end()
        assert spoken.seconds < LIMIT_S, spoken.seconds
        assert self.tamper.struck or cell.refusing_s, "the point was never met"
        outcome = self._judge(cell, spoken.typed, spoken.row)
        self.tamper.turn(Plan())
        if spoken.row["state"] == "kept":
            self._retried(spoken.row["id"])
        time.sleep(0.1)
        self._typed += f" {spoken.typed}"
        assert stage.terminal.typed().split() == self._typed.split(), "nothing came later"
        return f"{outcome}, {spoken.seconds:.1f} s"

    def end(self) -> None:
        """All is well: the next dictation is as if nothing had been, and nothing came twice."""
        self.tamper.turn(Plan())
        spoken = self.stage.speak().end()
        assert (spoken.typed, spoken.status["error"]) == (WORDS, "")
        assert self.stage.terminal.typed().split() == (self._typed + " " + WORDS).split()

    def _judge(self, cell: Break, typed: str, row: dict) -> str:
        if row["state"] == "delivered":
            assert typed == row["text"].strip()
            if row["engine"] == "qwen":
                assert typed == WORDS
            else:
                assert cell.fallback == "local"
                assert "forward" in typed.lower()
            return f"typed ({row['engine']})"
        assert (row["state"], row["audio"], typed) == ("kept", True, "")
        return "kept"

    def _retried(self, history_id: str) -> None:
        """Its recording is whole: Retry gives the words."""
        app = self.stage.app
        done = app.call("history", "retry", history_id)
        assert (done.returncode, done.stdout.strip()) == (0, WORDS), done.stderr
        wait_until(lambda: not self.stage.status()["pending"], 15)
