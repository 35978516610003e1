"""credentials with the real Secret Service of a private session: stored, locked, silent, absent."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.support.session import Session

ASK = """
import json, os, sys, time
from qwen_dictate import credentials
from qwen_dictate.core.errors import KeyringError
begun = time.monotonic()
try:
    {deed}
    answer = "done"
except KeyringError as error:
    answer = str(error)
found = credentials.find(os.environ, {limit})
print(json.dumps({{
    "answer": answer, "where": found.where, "problem": str(found.problem or ""),
    "key": found.key and [found.key.value, found.key.scope], "took": time.monotonic() - begun,
}}))
"""


@pytest.fixture
def session():
    private = Session()
    yield private
    private.close()


def ask(session, deed, limit=3.0, **more):
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(deed=deed, limit=limit)],
        env={**session.env, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_key_is_stored_found_by_another_process_and_deleted(session):
    session.start_bus(activation=False)
    session.start_keyring()
    ask(session, "credentials.store('sk-Übung', 'wss://example.com:443')")
    found = ask(session, "pass")
    assert (found["where"], found["key"]) == ("keyring", ["sk-Übung", "wss://example.com:443"])
    replaced = ask(session, "credentials.store('sk-2', 'mainland')")
    assert replaced["key"] == ["sk-2", "mainland"]
    assert ask(session, "credentials.delete()")["where"] == "none"


def test_a_keyring_that_is_silent_counts_as_no_key_after_the_limit(session):
    session.start_bus(activation=False)
    session.start_keyring()
    ask(session, "credentials.store('sk-1', 'mainland')")
    pid = keyring_pid(session)
    os.kill(pid, signal.SIGSTOP)
    try:
        silent = ask(session, "credentials.store('sk-2', 'mainland', 0.5)", limit=1.0)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert "silent for 0.5 seconds" in silent["answer"]
    assert (silent["where"], silent["key"]) == ("none", None)
    assert "silent for 1 seconds" in silent["problem"]
    assert 1.4 < silent["took"] < 5


def test_the_process_of_a_verb_ends_although_the_keyring_hangs(session):
    session.start_bus(activation=False)
    session.start_keyring()
    pid = keyring_pid(session)
    os.kill(pid, signal.SIGSTOP)
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "qwen_dictate", "key", "where"],
            env=session.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.kill(pid, signal.SIGCONT)
    assert (done.returncode, done.stdout) == (1, "none\n")
    assert "silent for 3 seconds" in done.stderr
    assert time.monotonic() - begun < 8


def test_a_keyring_that_was_never_unlocked_is_told(session):
    session.start_bus(activation=False)
    session.serve(
        ["gnome-keyring-daemon", "--foreground", "--components=secrets"], "locked-keyring"
    )
    found = ask(session, "credentials.store('sk-1', 'mainland', 2.0)", limit=2.0)
    assert "keyring" in found["answer"]
    assert (found["where"], found["key"]) == ("none", None)
    assert found["problem"]


def test_without_a_session_bus_there_is_no_keyring(session):
    found = ask(session, "credentials.store('sk-1', 'mainland')")
    assert "No keyring of this desktop can be reached" in found["answer"]
    assert found["where"] == "none"
    assert found["took"] < 3


def keyring_pid(session):
    reply = subprocess.run(
        [
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus", "org.freedesktop.DBus.GetConnectionUnixProcessID",
            "string:org.freedesktop.secrets",
        ],
        env=session.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(reply.stdout.split()[-1])
