import pytest

from qwen_dictate.app.keyring_child import decode, encode
from qwen_dictate.core.errors import KeyringError
from qwen_dictate.credentials import Found, Key

SECRET = "sk-never-shown"


@pytest.mark.parametrize(
    "found",
    [
        Found("none"),
        Found("keyring", Key(SECRET, "mainland")),
        Found("keyring", Key("sk-Übung", "")),
    ],
)
def test_what_was_found_comes_through_the_pipe(found):
    assert decode(encode(found)) == found


def test_a_problem_comes_through_with_its_remedy():
    line = encode(Found("none", problem=KeyringError("It is locked.", "Unlock it.")))
    found = decode(line)
    assert (found.where, found.key, str(found.problem)) == (
        "none",
        None,
        "It is locked. Unlock it.",
    )


@pytest.mark.parametrize("line", [b"", b"\n", b"[]\n", b"Traceback (most recent call last):\n"])
def test_a_child_that_crashed_is_a_problem_and_not_a_missing_key(line):
    found = decode(line)
    assert found.key is None
    assert "could not be asked" in str(found.problem)


def test_the_key_is_in_no_repr():
    assert SECRET not in repr(decode(encode(Found("keyring", Key(SECRET, "")))))
