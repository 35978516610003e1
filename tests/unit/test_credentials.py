"""credentials without a keyring: the environment, what is refused, what is never shown."""

import json

import pytest

from qwen_dictate import credentials
from qwen_dictate.core.errors import KeyringError
from qwen_dictate.credentials import Found, Key

SECRET = "sk-never-shown"


@pytest.fixture
def keyring(monkeypatch):
    """Put a back-end in the place of the operating system's."""

    def use(backend):
        monkeypatch.setattr(credentials, "_backend", lambda: backend)

    return use


class Remembering:
    """A keyring in memory."""

    priority = 1.0

    def __init__(self, secret=None):
        self.secret = secret

    def get_password(self, service, username):
        assert (service, username) == ("qwen-dictate", "api-key")
        return self.secret

    def set_password(self, service, username, password):
        self.secret = password

    def delete_password(self, service, username):
        self.secret = None


class Failing(Remembering):
    """A keyring that repeats what it was given."""

    def get_password(self, service, username):
        raise RuntimeError(SECRET)

    set_password = get_password


def test_the_environment_wins_and_binds_to_no_scope(keyring):
    keyring(Failing())
    assert credentials.find({"DASHSCOPE_API_KEY": " sk-1 \n"}) == Found("environment", Key("sk-1"))
    assert credentials.where({"DASHSCOPE_API_KEY": "sk-1"}) == "environment"


def test_an_empty_variable_is_none(keyring):
    keyring(Remembering())
    assert credentials.find({"DASHSCOPE_API_KEY": " "}) == Found("none")


def test_a_stored_key_comes_back_with_its_scope(keyring):
    keyring(Remembering())
    credentials.store("sk-1", "mainland")
    assert credentials.find({}) == Found("keyring", Key("sk-1", "mainland"))
    assert credentials.delete()
    assert not credentials.delete()
    assert credentials.where({}) == "none"


@pytest.mark.parametrize(
    "secret",
    [SECRET, "[]", '{"key": ""}', '{"key": 1, "scope": ""}', json.dumps({"key": SECRET})],
)
def test_an_entry_that_is_not_ours_is_told_and_not_sent(keyring, secret):
    keyring(Remembering(secret))
    found = credentials.find({})
    assert (found.where, found.key) == ("none", None)
    assert "Store the key again" in str(found.problem)


def test_a_keyring_that_forgets_at_once_is_told(keyring):
    class Forgetting(Remembering):
        def set_password(self, service, username, password):
            pass

    keyring(Forgetting())
    with pytest.raises(KeyringError, match="did not keep"):
        credentials.store("sk-1", "")


def test_the_key_is_in_no_repr_and_no_error(keyring, capsys):
    keyring(Failing())
    found = credentials.find({})
    with pytest.raises(KeyringError) as raised:
        credentials.store(SECRET, "mainland")
    shown = repr((Key(SECRET), Found("keyring", Key(SECRET)), found, raised.value))
    assert SECRET not in shown + str(found.problem) + str(raised.value)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "name",
    ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "keyrings.alt.file.X"],
)
def test_no_other_place_than_the_system_s_keyring_is_used(monkeypatch, name):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    assert "kept nowhere else" in str(credentials.find({}).problem)
    with pytest.raises(KeyringError, match="kept nowhere else"):
        credentials.store("sk-1", "mainland")


def test_the_system_s_keyring_may_be_named(monkeypatch):
    monkeypatch.setattr(credentials.sys, "platform", "linux")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
    assert credentials._candidates() == ("keyring.backends.SecretService:Keyring",)
