"""The child that asks the keyring, with the real Secret Service of a private session."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.support.session import Session
from tests.support.waiting import wait_until

ASK = """
import json, os, signal, sys, threading, time
from qwen_dictate.app.keyring_child import KeyringChild
told = threading.Event()
later = []
def late(found):
    later.append(found); told.set()
child = KeyringChild()
stopped = int(sys.argv[1])
begun = time.monotonic()
found = child.find(os.environ, late)
took = time.monotonic() - begun
if stopped:
    os.kill(stopped, signal.SIGCONT)
    told.wait(20)
print(json.dumps({
    "where": found.where, "key": found.key and found.key.value, "took": took,
    "problem": str(found.problem or ""), "late": [one.key and one.key.value for one in later],
}))
"""


@pytest.fixture
def session():
    private = Session()
    private.start_bus(activation=False)
    yield private
    private.close()


def python(session: Session, *words: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        env={**session.env, **more}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


def find(session: Session, stopped: int = 0, **more: str) -> dict:
    return json.loads(python(session, "-c", ASK, str(stopped), **more))


def store(session: Session) -> None:
    session.start_keyring()
    python(session, "-c", "from qwen_dictate import credentials as c; c.store('sk-Übung', '')")


def test_it_is_found_in_the_environment_without_a_child(session):
    assert find(session, DASHSCOPE_API_KEY="sk-1")["key"] == "sk-1"


def test_without_a_keyring_there_is_no_key_and_no_problem(session):
    found = find(session)
    assert (found["where"], found["key"], found["problem"]) == ("none", None, "")


def test_a_stored_key_is_found(session):
    store(session)
    found = find(session)
    assert (found["where"], found["key"], found["problem"]) == ("keyring", "sk-Übung", "")


def test_a_silent_keyring_is_a_problem_and_its_key_is_taken_when_it_comes(session):
    store(session)
    pid = int(python(session, "-c", OWNER))
    os.kill(pid, signal.SIGSTOP)
    try:
        found = find(session, stopped=pid)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert "silent for 3 seconds" in found["problem"]
    assert found["took"] < 8
    assert found["late"] == ["sk-Übung"]


OWNER = """
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
bus = DBusAddress('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'org.freedesktop.DBus')
asked = new_method_call(bus, 'GetConnectionUnixProcessID', 's', ('org.freedesktop.secrets',))
print(open_dbus_connection().send_and_get_reply(asked).body[0])
"""


def test_it_tells_nothing_to_a_terminal_or_a_file(session, tmp_path):
    store(session)
    command = [sys.executable, "-m", "qwen_dictate", "keyring"]
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            command, env=session.env, stdin=subprocess.DEVNULL, stdout=out, timeout=30, check=False
        )
    assert done.returncode == 1
    assert (tmp_path / "out").read_bytes() == b""


def test_it_ends_with_its_parent(session):
    store(session)
    pid = int(python(session, "-c", OWNER))
    os.kill(pid, signal.SIGSTOP)
    try:
        child = subprocess.Popen(
            [sys.executable, "-m", "qwen_dictate", "keyring"],
            env=session.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.close()
        wait_until(lambda: child.poll() is not None, 10)
        child.stdout.close()
    finally:
        os.kill(pid, signal.SIGCONT)
