"""cli/output: whatever the terminal is, printing does not raise."""

import io
import json
import sys

import pytest

from qwen_dictate.cli import output


@pytest.fixture
def terminal(monkeypatch):
    """A standard output of that encoding; gives its bytes."""

    def make(encoding):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
        monkeypatch.setattr(sys, "stdout", stream)
        output.prepare()
        return lambda: (output.flush(), stream.buffer.getvalue())[1]

    return make


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "gbk"])
def test_no_text_is_too_much_for_a_terminal(terminal, encoding):
    printed = terminal(encoding)
    output.say("中 é \ud83d 🎤")
    assert printed().endswith(b"\n")


@pytest.mark.parametrize(
    ("encoding", "expected"), [("ascii", b"\\u4e2d"), ("utf-8", "中".encode())]
)
def test_json_is_readable_json_in_any_encoding(terminal, encoding, expected):
    printed = terminal(encoding)
    output.say_json({"text": "中"})
    assert expected in printed()
    assert json.loads(printed()) == {"text": "中"}


def test_without_streams_nothing_raises(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    output.prepare()
    output.say("x")
    output.sorry("x")
    output.flush()


def test_a_sentence_goes_to_standard_error_and_no_sentence_nowhere(capsys):
    output.sorry("It failed.\n")
    output.sorry("")
    assert capsys.readouterr() == ("", "It failed.\n")
