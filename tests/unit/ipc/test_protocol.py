"""ipc/protocol: whatever bytes come in, a value or a sentence comes out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.ipc import protocol
from qwen_dictate.ipc.protocol import Reply, Request

TEXT = st.text(st.characters(exclude_categories=()))
ARGUMENTS = st.dictionaries(
    TEXT, st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT
)


@given(TEXT.filter(bool), ARGUMENTS)
def test_a_request_comes_out_as_it_went_in(verb, args):
    line = protocol.encode_request(Request(verb, args))
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert protocol.decode_request(line) == Request(verb, args)


@given(st.integers(0, 125), TEXT, TEXT)
def test_a_reply_comes_out_as_it_went_in(status, out, err):
    line = protocol.encode_reply(Reply(status, out, err))
    assert line.count(b"\n") == 1
    assert protocol.decode_reply(line) == Reply(status, out, err)


@given(st.binary())
def test_any_bytes_are_a_value_or_a_sentence(line):
    for decode in (protocol.decode_request, protocol.decode_reply):
        with pytest.raises(ValueError, match=r"^The .*\.$"):
            decode(line)


@pytest.mark.parametrize(
    "fields",
    [
        {"version": 1, "verb": "", "args": {}},
        {"version": 1, "verb": 3, "args": {}},
        {"version": 1, "verb": "stop"},
        {"version": 1, "verb": "stop", "args": []},
        {"version": 1, "verb": "stop", "args": {"wait": {}}},
        {"version": 2, "verb": "stop", "args": {}},
        {"verb": "stop", "args": {}},
        [],
    ],
)
def test_a_request_that_is_none_is_refused(fields):
    with pytest.raises(ValueError, match=r"\.$"):
        protocol.decode_request(json.dumps(fields).encode())


def test_another_version_is_told_what_to_do():
    line = protocol.encode_request(Request("stop", version=2))
    with pytest.raises(ValueError, match="start it again"):
        protocol.decode_request(line)


@pytest.mark.parametrize(
    "fields",
    [{"status": "0", "out": "", "err": ""}, {"status": 0, "out": 1, "err": ""}, {"status": 0}, 7],
)
def test_a_reply_that_is_none_is_refused(fields):
    with pytest.raises(ValueError, match=r"\.$"):
        protocol.decode_reply(json.dumps(fields).encode())


@pytest.mark.parametrize(("sent", "status"), [(-1, 0), (3, 3), (4000, 125), (True, 1)])
def test_an_exit_status_stays_one(sent, status):
    line = json.dumps({"status": sent, "out": "", "err": ""}).encode()
    assert protocol.decode_reply(line).status == status


def test_json_that_nests_for_ever_is_refused():
    with pytest.raises(ValueError, match="not a JSON object"):
        protocol.decode_request(b"[" * 60_000)


def test_what_is_too_long_is_neither_sent_nor_read():
    long = "x" * protocol.LARGEST_REQUEST
    with pytest.raises(ValueError, match="too long"):
        protocol.encode_request(Request("stop", {"a": long}))
    with pytest.raises(ValueError, match="too long"):
        protocol.decode_request(long.encode() + b"x")
    with pytest.raises(ValueError, match="too long"):
        protocol.take_line(long.encode(), protocol.LARGEST_REQUEST)


def test_a_line_is_taken_when_it_is_whole():
    assert protocol.take_line(b"", 9) == (None, b"")
    assert protocol.take_line(b"ab", 9) == (None, b"ab")
    assert protocol.take_line(b"ab\ncd", 9) == (b"ab", b"cd")


def test_words_and_arguments_are_in_no_repr():
    assert "secret" not in repr(Request("stop", {"a": "secret"}))
    assert "secret" not in repr(Reply(0, "secret", "secret"))


def test_a_verb_that_is_not_there_yet_is_told_in_one_sentence():
    assert protocol.not_there("undo") == Reply(
        1, "", "This version of Qwen Dictate cannot do “undo” yet.\n"
    )
