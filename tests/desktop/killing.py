"""One cell of the kill matrix: bring a dictation to a step, kill a part, start again, look.

A step is a generator: it yields where it wants the kill, and afterwards lets go what it holds.
"""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Generator
from pathlib import Path

from tests.desktop.application import Application
from tests.desktop.dictating import WORDS, Stage
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import RIGHT_CTRL
from tests.support.recordings import recording
from tests.support.waiting import stays, wait_until

LEFT_SHIFT = 50
LONG = " ".join(f"word{number}" for number in range(700))
SPOKEN = recording("en_goforward")
START_S = 0.5
"""A start that typed by itself would have done it by then."""
BUFFERED_S = 1.0
"""Between the mouth and the program: the test's pipe, the sound server, on a busy machine."""
Steps = Generator[None, None, None]


class Cell:
    """A stage, and what was said and seen on it."""

    def __init__(self, stage: Stage, engine: str) -> None:
        self.stage = stage
        self.engine = engine
        self.text = WORDS
        self.said_from: float | None = None
        self.killed_at = 0.0
        self.released_at = 0.0

    # What a user does

    def down(self) -> None:
        self.stage.terminal.focus()
        self.stage.desktop.keydown(RIGHT_CTRL)

    def up(self) -> None:
        self.stage.desktop.call(["xdotool", "keyup", str(RIGHT_CTRL)])
        self.released_at = time.monotonic()

    def say(self) -> None:
        self.sound = self.stage.desktop.microphone.say(SPOKEN.path, wait=False)
        self.said_from = self.sound.wait_began()

    def say_all(self) -> None:
        self.down()
        self.say()
        self.sound.wait()
        time.sleep(0.15)

    def until(self, there: Callable[[dict], bool], limit_s: float = 20.0) -> None:
        wait_until(lambda: there(self.stage.status()), limit_s, self.stage.app.log)

    def typed(self) -> str:
        return self.stage.terminal.typed().strip()


# Steps


def key_down(cell: Cell) -> Steps:
    cell.down()
    yield
    cell.up()


def first_block(cell: Cell) -> Steps:
    cell.down()
    wait_until(lambda: any(f.stat().st_size > 3000 for f in recordings(cell.stage)), 10)
    yield
    cell.up()


def connecting(cell: Cell) -> Steps:
    cell.stage.turn(handshake_delay_s=4)
    cell.down()
    cell.say()
    time.sleep(0.8)
    yield
    cell.stage.turn()
    cell.up()


def opened(cell: Cell) -> Steps:
    cell.down()
    connections = cell.stage.emulator.connections
    if cell.engine == "qwen":
        wait_until(lambda: connections and connections[-1].session, 10)
    yield
    cell.up()


def first_partial(cell: Cell) -> Steps:
    cell.down()
    cell.say()
    cell.until(lambda status: bool(status["partial"]))
    yield
    cell.up()


def mid_sentence(cell: Cell) -> Steps:
    cell.down()
    cell.say()
    time.sleep(SPOKEN.seconds * 0.6)
    yield
    cell.up()


def backing_off(cell: Cell) -> Steps:
    cell.stage.turn(status=503)
    cell.down()
    cell.say()
    if cell.engine == "qwen":
        wait_until(lambda: len(cell.stage.emulator.refused) > 1, 10)
    time.sleep(0.5)
    yield
    cell.stage.turn()
    cell.up()


def released(cell: Cell) -> Steps:
    cell.say_all()
    cell.up()
    yield


def recognising(cell: Cell) -> Steps:
    cell.stage.turn(final_delay_s=3)
    cell.say_all()
    cell.up()
    cell.until(lambda status: status["state"] == "transcribing" or not status["pending"])
    yield


def waiting_for_keys(cell: Cell) -> Steps:
    cell.stage.turn(final_delay_s=0.8)
    cell.say_all()
    cell.up()
    cell.stage.desktop.keydown(LEFT_SHIFT)
    cell.until(lambda status: status["state"] == "delivering" or not status["pending"], 30)
    yield
    cell.stage.desktop.call(["xdotool", "keyup", str(LEFT_SHIFT)])


def typing(cell: Cell) -> Steps:
    cell.text = LONG if cell.engine == "qwen" else ""
    cell.stage.turn(texts=[LONG])
    cell.stage.app.call("config", "set", "delivery.method", "type")
    cell.say_all()
    cell.up()
    wait_until(lambda: len(cell.typed()) > 5, 30, cell.stage.app.log)
    yield


def pasting(cell: Cell) -> Steps:
    cell.stage.app.call("config", "set", "delivery.method", "paste")
    cell.say_all()
    frozen = cell.stage.terminal.program
    frozen.signal(signal.SIGSTOP)
    cell.up()
    cell.until(lambda status: status["state"] == "delivering" or not status["pending"], 30)
    time.sleep(0.3)
    yield
    frozen.signal(signal.SIGCONT)


def last_character(cell: Cell) -> Steps:
    cell.say_all()
    cell.up()
    wait_until(lambda: "meters" in cell.typed(), 30, cell.stage.app.log)
    yield


def idle_after(cell: Cell) -> Steps:
    cell.say_all()
    cell.up()
    cell.until(lambda status: status["state"] == "idle" and not status["pending"], 30)
    yield


def on_its_card(cell: Cell) -> Steps:
    cell.stage.turn(status=503)
    cell.stage.set({"fallback": "none"})
    cell.say_all()
    cell.up()
    cell.until(lambda status: status["state"] == "idle" and not status["pending"], 30)
    cell.stage.turn()
    yield


def cancelled(cell: Cell) -> Steps:
    cell.stage.turn(final_delay_s=2)
    cell.say_all()
    cell.up()
    assert cell.stage.app.call("cancel").returncode == 0
    yield


STEPS = {
    step.__name__: step
    for step in (
        key_down, first_block, connecting, opened, first_partial, mid_sentence, backing_off,
        released, recognising, waiting_for_keys, typing, pasting, last_character, idle_after,
        on_its_card, cancelled,
    )
}  # fmt: skip


# Victims


def kill_program(cell: Cell) -> None:
    cell.stage.app.program.kill()


def kill_engine(cell: Cell) -> None:
    for child in children_of(cell.stage.app.program.pid):
        os.kill(child, signal.SIGKILL)


def kill_sound(cell: Cell) -> None:
    cell.stage.desktop.kill_sound()


def kill_service(cell: Cell) -> None:
    cell.stage.emulator.stop()


def kill_display(cell: Cell) -> None:
    [server] = [it for it in cell.stage.desktop._services if it.argv[-1] == "-noreset"]
    server.kill()
    cell.stage.desktop._services.remove(server)


VICTIMS = {
    "program": kill_program,
    "engine": kill_engine,
    "sound": kill_sound,
    "service": kill_service,
    "display": kill_display,
}


def children_of(pid: int) -> list[int]:
    """Its child processes that are alive."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in listed for child in file.read_text().split()]


def recordings(stage: Stage) -> list[Path]:
    return list(stage.desktop.home.rglob("*.rec"))


# The cell


def run(step: str, victim: str) -> str:
    """Play one cell; what became of the utterance, in a word for the table."""
    engine = "local" if victim == "engine" else "qwen"
    with Stage() as stage:
        if engine == "local":
            stage.set({"endpoint": "local"})
            stage.app.wait_status(engine="local", engine_ready=True, limit_s=30)
        assert stage.app.call("config", "set", "hotkey.mode", "hold").returncode == 0
        cell = Cell(stage, engine)
        steps = STEPS[step](cell)
        next(steps)
        children = children_of(stage.app.program.pid)
        cell.killed_at = time.monotonic()
        VICTIMS[victim](cell)
        for _ in steps:
            raise AssertionError("a step yields once")
        settle(cell, victim)
        wait_until(lambda: not any(map(is_alive, children)), 3, "a child is left")
        before = cell.typed()
        again = start_again(cell, victim)
        stays(lambda: cell.typed() == before, START_S, "a start types nothing")
        return judge(cell, again, step, victim)


def settle(cell: Cell, victim: str) -> None:
    """What lives on comes to rest, and is ended."""
    app = cell.stage.app
    if victim == "display":
        app.program.wait(4)
    elif victim != "program":
        app.wait_status(limit_s=30, state="idle", pending=0)
        app.quit()
    elif children := children_of(app.program.pid):
        raise AssertionError(f"children are left: {children}")


def start_again(cell: Cell, victim: str) -> Application:
    stage = cell.stage
    if victim == "display":
        stage.desktop.start_display("1280x800x24")
        stage.desktop.start_manager("openbox")
        empty = stage.desktop.terminal()
        stage.terminal, typed = empty, cell.typed()
        cell.typed = lambda: typed + empty.typed()  # type: ignore[method-assign]
    if victim == "service":
        stage.emulator = stage._stack.enter_context(Emulator(port=stage.emulator.port))
    if victim == "sound":
        stage.desktop.start_sound()
    stage.turn()
    stage.app = Application(
        stage.desktop, weights=True, env={"DASHSCOPE_API_KEY": KEY}, minimized=True
    ).ready()
    return stage.app


def judge(cell: Cell, app: Application, step: str, victim: str) -> str:
    """Delivered once, or kept with its whole recording; never both, never twice."""
    rows = app.history()
    if not rows:
        assert cell.said_from is None, "nothing was said, so nothing is lost"
        return "nothing said"
    [row] = rows
    typed = cell.typed()
    if row["state"] == "delivered":
        assert typed == row["text"].strip(), "typed once"
        assert_words(row["text"].strip(), row["engine"], whole=is_whole(said_s(cell, victim)))
        return "delivered"
    assert row["state"] == ("cancelled" if step == "cancelled" else "kept"), row
    if step == "cancelled":
        assert typed == ""
        return "cancelled"
    doubted = perhaps_typed(cell.stage)
    assert typed == "" or doubted or step == "typing", (typed, row)
    assert (cell.text or row["raw"]).startswith(typed), "what was typed is its beginning"
    if cell.said_from is not None:
        assert_kept(cell, app, row, victim)
    return "perhaps typed" if doubted else "kept"


def assert_kept(cell: Cell, app: Application, row: dict, victim: str) -> None:
    """Its recording is whole, and the words are had from it."""
    said = said_s(cell, victim)
    assert row["audio"] is True
    assert row["seconds"] >= said - BUFFERED_S, (row["seconds"], said)
    again = app.call("history", "retry", "last")
    if said > 0.5:
        assert again.returncode == 0, again.stderr
        assert_words(again.stdout.strip(), cell.engine, whole=is_whole(said))


def assert_words(said: str, engine: str, *, whole: bool) -> None:
    """All words, where all was heard; else their beginning. Another engine hears on its own."""
    if engine == "local":
        assert "forward" in said.lower() or not whole, said
    elif not LONG.startswith(said):
        assert said == WORDS if whole else WORDS.startswith(said), (said, whole)


def said_s(cell: Cell, victim: str) -> float:
    """How much of the speech the program could hear."""
    assert cell.said_from is not None
    heard_on = victim in ("service", "engine")
    end = cell.released_at if heard_on else min(cell.released_at, cell.killed_at)
    return min(end, cell.sound.ended_at or end) - cell.said_from


def is_whole(said: float) -> bool:
    return said > SPOKEN.seconds - 0.1


def perhaps_typed(stage: Stage) -> bool:
    file = next(stage.desktop.home.rglob("history.sqlite"))
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        found = db.execute("SELECT perhaps_typed FROM utterance ORDER BY number DESC").fetchone()
    return bool(found[0])


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
