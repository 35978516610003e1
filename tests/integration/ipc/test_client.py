"""ipc/client over a real socket: a reply, or a plain error within the limit."""

import socket
import subprocess
import sys
import time

import pytest

from qwen_dictate.ipc import client
from qwen_dictate.ipc.client import NoAnswer, NotRunning, call, is_running, quit_program
from qwen_dictate.ipc.protocol import Reply, Request
from tests.support.answering import answering

PROGRAM = """
import pathlib, socket, sys, threading
listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen()
print(flush=True)
connection, _ = listening.accept()
connection.recv(1000)
connection.sendall(b'{"status": 0, "out": "", "err": ""}\\n')
connection.close()
pathlib.Path(sys.argv[1]).unlink()
threading.Event().wait(float(sys.argv[2]))
pathlib.Path(sys.argv[1] + ".ended").write_text("")
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "socket"


def test_a_call_gets_its_reply(path):
    with answering(path, lambda request: Reply(1, f"{request.args['n']}\n", "why\n")) as program:
        assert call(path, "verb", {"n": 5}) == Reply(1, "5\n", "why\n")
        assert program.asked == [Request("verb", {"n": 5})]


def test_a_reply_longer_than_any_buffer_arrives_whole(path):
    text = "中" * 500_000
    with answering(path, lambda _request: Reply(0, text)):
        assert call(path, "verb").out == text


def test_where_nobody_listens_the_program_is_not_running(path):
    with pytest.raises(NotRunning):
        call(path, "verb")
    assert not is_running(path)


def test_a_socket_that_a_kill_left_behind_is_no_program(path):
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with pytest.raises(NotRunning):
        call(path, "verb")
    assert not is_running(path)


def test_a_silent_program_is_given_up_after_the_limit(path):
    with answering(path, lambda _request: None):
        begun = time.monotonic()
        with pytest.raises(NoAnswer, match=r"within 0\.2 seconds"):
            call(path, "verb", limit_s=0.2)
        assert 0.15 < time.monotonic() - begun < 2
        assert is_running(path)


def test_a_program_that_takes_no_more_callers_is_given_up_after_the_limit(path):
    with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as first:
        busy.bind(str(path))
        busy.listen(0)
        first.connect(str(path))
        with pytest.raises(NoAnswer):
            call(path, "verb", limit_s=0.2)


@pytest.mark.parametrize("answer", [b"nonsense\n", b"half a li", b""])
def test_an_answer_that_is_none_is_told(path, answer):
    with answering(path, lambda _request: answer), pytest.raises(NoAnswer):
        call(path, "verb")


def test_a_request_that_is_too_long_is_not_sent(path):
    with answering(path, lambda _request: Reply(0)) as program:
        with pytest.raises(NoAnswer, match="too long"):
            call(path, "verb", {"a": "x" * 70_000})
        assert program.asked == []


@pytest.fixture
def ending(path):
    """Start a program that ends some seconds after it was told to, and was slow to vanish."""
    started = []

    def start(after_s):
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path), str(after_s)], stdout=subprocess.PIPE
        )
        started.append(process)
        process.stdout.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_quit_returns_when_the_program_has_ended(path, ending):
    ending(0.3)
    assert quit_program(path, 5.0) == Reply(0)
    assert path.with_name("socket.ended").exists()


def test_quit_tells_when_the_program_does_not_end(path, ending):
    ending(30)
    with pytest.raises(NoAnswer, match="still running"):
        quit_program(path, 0.5)


def test_where_the_system_tells_no_end_of_a_process_the_connection_s_counts(path, monkeypatch):
    monkeypatch.setattr(client._Socket, "_process", lambda _self: None)
    with answering(path, lambda _request: Reply(0)):
        assert quit_program(path, 2.0) == Reply(0)


def test_a_quit_that_is_refused_is_told_at_once(path):
    with answering(path, lambda _request: Reply(1, err="not now\n")):
        assert quit_program(path, 5.0) == Reply(1, err="not now\n")
