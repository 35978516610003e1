"""A hostile service, a hostile file, another user: nothing is executed, only text is typed."""

import os
import re
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qwen_dictate.ipc import client
from tests.desktop.application import COMMAND
from tests.desktop.contract import Contract
from tests.support.waiting import wait_until

NOBODY = 65534
EVIL = (
    "\x1b]0;owned\x07 \x1b[2J\x1b[31m \x9b31m red\x03\x04\x00 $(touch {mark}) `touch {mark}`\r"
    "touch {mark}\r\n\x0ftouch\x85 {mark}\u2028 \u202etxt.exe\u202c \u2066x\u2069 <b>bold</b>"
    "\x7f\x08"
)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SPEAKS_S = 3.0
MATRIX = pytest.mark.matrix


@pytest.fixture(scope="module")
def stage() -> Iterator[Contract]:
    with Contract() as made:
        yield made


@pytest.fixture
def shell(stage: Contract, tmp_path: Path) -> Iterator[Path]:
    """A terminal in which a shell would carry out what is typed; the file it must not make."""
    mark = tmp_path / "executed"
    program = stage.desktop.start(["xterm", "-T", "shell", "-e", "sh"], name="shell")
    stage.desktop.find_window("shell", program=program).focus()
    yield mark
    program.stop()


@pytest.mark.parametrize("method", ["type", "paste"])
def test_only_text_of_a_transcript_is_typed_and_a_shell_carries_out_nothing(
    stage: Contract, shell: Path, method: str
):
    stage.config("delivery.method", method)
    evil = EVIL.replace("{mark}", str(shell))
    assert stage.verb("start")[0] == 0
    stage.say(evil)
    assert stage.verb("stop", "--wait")[0] == 0
    time.sleep(0.3)
    assert not shell.exists()
    assert stage.dictate(evil)
    wait_until(lambda: "bold" in stage.terminal.typed(), 5)
    assert CONTROLS.findall(stage.terminal.typed()) == []
    assert "\n" not in stage.terminal.typed()
    assert "<b>bold</b>" in stage.terminal.typed()
    stage.config("delivery.method", None)


def test_what_verbs_print_of_a_transcript_has_nothing_that_a_terminal_obeys(stage: Contract):
    stage.dictate(EVIL.replace("{mark}", "/nowhere"))
    for words in (("list",), ("show", "last"), ("list", "--json"), ("search", "red")):
        done = stage.verb("history", *words)
        assert (done[0], CONTROLS.findall(done[1])) == (0, []), words
        assert "red" in done[1]


@MATRIX
def test_ten_megabytes_of_text_are_no_answer(stage: Contract):
    before = stage.terminal.typed()
    stage.config("service.fallback", "none")
    stage.terminal.focus()
    assert stage.verb("start")[0] == 0
    stage.say(*["many words " * 1_000_000] * 9)
    assert stage.verb("stop")[0] == 0
    for _ in range(10):
        began = time.monotonic()
        stage.status()
        assert time.monotonic() - began < SPEAKS_S, "it goes on answering"
    stage.wait(40, state="idle", pending=0)
    row = stage.last_row()
    assert (row["state"], row["audio"], len(row["text"])) == ("kept", True, 0)
    assert stage.terminal.typed() == before
    stage.config("service.fallback", None)
    stage.turn()
    assert stage.dictate("small again").strip() == "small again"


@MATRIX
def test_huge_frames_are_let_by(stage: Contract):
    stage.turn(nonsense=True, huge=20_000_000)
    assert stage.dictate("between giants").strip() == "between giants"
    stage.turn()


HOSTILE_FILES = {
    "nested": b"a = " + b"[" * 100_000,
    "a number": b"[recording]\nmax_minutes = " + b"9" * 10_000,
    "no text": b"\xff\xfe\x00\x01" * 1000,
    "control": b'[service]\nmodel = "\\u001b[2J\\u202e"\n[hotkey]\npush_to_talk = "\\u0000"\n',
    "a dotted bomb": b".".join([b"a"] * 50_000) + b" = 1\n",
    "large": b"# " + b"x" * 30_000_000,
    "tables": b"".join(b"[t%d]\n" % number for number in range(20_000)),
}


@pytest.mark.parametrize(
    "name",
    [name if name == "a number" else pytest.param(name, marks=MATRIX) for name in HOSTILE_FILES],
)
def test_a_hostile_settings_file_is_told_of_and_it_works_on(stage: Contract, name: str):
    file = stage.desktop.home / ".config/qwen-dictate/settings.toml"
    good = file.read_bytes()
    stage.idle()
    file.write_bytes(HOSTILE_FILES[name])
    began = time.monotonic()
    # A verb that stores tells the program to read the file again.
    client.call(stage.desktop.runtime / "qwen-dictate/socket", "settings-changed", {}, 20)
    assert stage.status()["state"] == "idle"
    listed = stage.verb("config", "list")
    assert listed[0] == 0
    assert CONTROLS.findall(listed[1] + listed[2]) == []
    assert "Traceback" not in listed[2]
    assert time.monotonic() - began < 20
    for aside in file.parent.glob("settings.toml*"):
        aside.unlink()
    file.write_bytes(good)
    file.chmod(0o600)
    client.call(stage.desktop.runtime / "qwen-dictate/socket", "settings-changed", {}, 20)
    wait_until(lambda: stage.status()["endpoint"] == stage.emulator.url, 5)
    assert stage.dictate(f"after {name}").strip() == f"after {name}"


def test_another_user_reaches_neither_the_socket_nor_a_file(stage: Contract):
    socket_file = stage.desktop.runtime / "qwen-dictate/socket"
    stage.desktop.folder.chmod(0o755)
    stage.desktop.runtime.chmod(0o755)  # even where the session's own folder is open
    stage.desktop.home.chmod(0o755)
    try:
        python = ["/usr/bin/python3", "-c"]
        other = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        told = "import socket,sys;s=socket.socket(socket.AF_UNIX);s.connect(sys.argv[1])"
        done = stage.desktop.call([*other, *python, told, str(socket_file)])
        assert "PermissionError" in done.stderr
        for file in stage.desktop.home.rglob("*"):
            if "qwen-dictate" in str(file) and not file.is_dir() and "models" not in file.parts:
                done = stage.desktop.call([*other, "cat", str(file)])
                assert done.returncode == 1, file
        # Nor can it pretend to be the program of somebody else.
        assert stage.verb("status")[0] == 0
    finally:
        for folder in (stage.desktop.folder, stage.desktop.runtime, stage.desktop.home):
            folder.chmod(0o700)


def test_a_runtime_folder_of_somebody_else_is_not_used(stage: Contract, tmp_path: Path):
    theirs = tmp_path / "run"
    (theirs / "qwen-dictate").mkdir(parents=True)
    for folder in (theirs, theirs / "qwen-dictate"):
        os.chown(folder, NOBODY, NOBODY)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(theirs / "qwen-dictate/socket"))
    listener.listen()
    listener.settimeout(0.2)
    env = {"XDG_RUNTIME_DIR": str(theirs), "TMPDIR": str(tmp_path)}
    done = stage.desktop.call([str(COMMAND), "status"], env)
    assert (done.returncode, done.stdout) == (3, ""), "nothing is asked of a stranger"
    with pytest.raises(TimeoutError):
        listener.accept()
    listener.close()
    made = [it for it in tmp_path.iterdir() if it.name.startswith("qwen-dictate-")]
    assert all(stat.S_IMODE(it.stat().st_mode) == 0o700 for it in made)


def test_garbage_on_the_socket_disturbs_nobody(stage: Contract):
    path = str(stage.desktop.runtime / "qwen-dictate/socket")
    callers: list[socket.socket] = []
    for number in range(60):
        caller = socket.socket(socket.AF_UNIX)
        caller.connect(path)
        callers.append(caller)
        if number % 3 == 0:
            caller.sendall(b'{"verb": "' + b"\x00\xff" * 500)
        elif number % 3 == 1:
            caller.sendall(b"\n{}\n[]\nnull\n" * 20)
    flood = callers[0]
    flood.settimeout(5)
    try:
        for _ in range(100):
            flood.sendall(b"x" * 100_000)
    except OSError:
        pass
    assert stage.status()["state"] == "idle"
    assert stage.dictate("undisturbed").strip() == "undisturbed"
    for caller in callers:
        caller.close()
    assert stage.status()["state"] == "idle"
