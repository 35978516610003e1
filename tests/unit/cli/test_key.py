"""cli/key: what is read, what is bound, what is never printed."""

import io
import sys

import pytest

from qwen_dictate import credentials
from qwen_dictate.credentials import Found, Key

SECRET = "sk-never-shown"


@pytest.fixture
def stored(monkeypatch):
    """What would be in the keyring."""
    kept = []
    monkeypatch.setattr(credentials, "store", lambda key, scope, _limit: kept.append((key, scope)))
    return kept


def give(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("argv", "endpoint", "scope"),
    [
        ((), "auto", "alibaba"),
        ((), "local", "alibaba"),
        ((), "mainland", "mainland"),
        ((), "international", "international"),
        (("--url", "wss://speech.example/x"), "auto", "wss://speech.example:443"),
    ],
)
def test_a_key_is_bound_to_what_the_settings_or_the_call_name(
    call, monkeypatch, stored, argv, endpoint, scope
):
    monkeypatch.setenv("QWEN_DICTATE_SERVICE__ENDPOINT", endpoint)
    give(monkeypatch, f" {SECRET}\r\n".encode())
    assert call("key", "set", *argv) == (0, "", "")
    assert stored == [(SECRET, scope)]


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"two words", b"sk-\xff", b"a\nb", "sk-ü".encode(), b"x" * 2000]
)
def test_what_is_no_key_is_refused_and_not_repeated(call, monkeypatch, stored, data):
    give(monkeypatch, data)
    status, out, err = call("key", "set")
    assert (status, out, stored) == (2, "", [])
    assert err.count("\n") == 1
    assert data.decode(errors="replace").strip() not in err or not data.strip()


def test_a_missing_standard_input_is_no_key(call, monkeypatch, stored):
    monkeypatch.setattr(sys, "stdin", None)
    assert call("key", "set")[0] == 2


def test_a_bad_address_is_a_wrong_call_and_a_bad_setting_is_not(call, monkeypatch, stored):
    give(monkeypatch, SECRET.encode())
    assert call("key", "set", "--url", "http://speech.example")[0] == 2
    monkeypatch.setenv("QWEN_DICTATE_SERVICE__ENDPOINT", "custom")
    assert call("key", "set")[0] == 1
    assert stored == []


def test_a_person_is_asked_without_an_echo(call, monkeypatch, stored):
    asked = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or SECRET)
    give(monkeypatch, b"")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert call("key", "set") == (0, "", "")
    assert len(asked) == 1
    assert stored == [(SECRET, "alibaba")]


@pytest.mark.parametrize(
    ("found", "endpoint", "status", "out"),
    [
        (Found("none"), "auto", 1, "none\n"),
        (Found("keyring", Key(SECRET, "alibaba")), "auto", 0, "keyring\n"),
        (Found("keyring", Key(SECRET, "alibaba")), "local", 0, "keyring\n"),
        (Found("keyring", Key(SECRET, "mainland")), "international", 1, "none\n"),
        (Found("keyring", Key(SECRET, "wss://a.example:443")), "auto", 1, "none\n"),
        (Found("environment", Key(SECRET)), "international", 0, "environment\n"),
    ],
)
def test_where_tells_the_place_of_a_key_that_fits(call, monkeypatch, found, endpoint, status, out):
    monkeypatch.setenv("QWEN_DICTATE_SERVICE__ENDPOINT", endpoint)
    monkeypatch.setattr(credentials, "find", lambda _environment: found)
    got = call("key", "where")
    assert got[:2] == (status, out)
    assert ("not sent to" in got[2]) == (found.key is not None and status == 1)
    assert SECRET not in got[2]


def test_deleting_nothing_is_done_already(call, monkeypatch):
    monkeypatch.setattr(credentials, "delete", lambda _limit: False)
    assert call("key", "delete") == (0, "", "")
