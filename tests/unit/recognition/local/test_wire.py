import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.recognition.local import wire
from qwen_dictate.recognition.local.wire import Kind, Message, WireError


@given(
    st.lists(
        st.builds(Message, st.sampled_from(Kind), st.integers(0, 2**32 - 1), st.binary()),
        max_size=5,
    )
)
def test_messages_arrive_as_they_were_sent(messages: list[Message]):
    pipe = io.BytesIO(b"".join(wire.encode(message) for message in messages))
    received = [wire.receive(pipe.read) for _ in messages]
    assert received == messages
    assert wire.receive(pipe.read) is None


@pytest.mark.parametrize("kept", [1, 8, 10, 12])
def test_the_end_in_the_middle_of_a_frame_is_an_end(kept: int):
    frame = wire.encode(Message(Kind.AUDIO, 1, b"1234"))
    assert wire.receive(io.BytesIO(frame[:kept]).read) is None


@pytest.mark.parametrize(
    "frame", [b"\xff\xff\xff\xff\x02\0\0\0\0", b"\0\0\0\0\x63\0\0\0\0", b"hello world"]
)
def test_other_bytes_are_refused(frame: bytes):
    with pytest.raises(WireError):
        wire.receive(io.BytesIO(frame).read)


@given(st.lists(st.text()))
def test_texts_arrive_as_they_were_packed(texts: list[str]):
    assert wire.unpack_texts(wire.pack_texts(*texts), len(texts)) == tuple(texts)


@pytest.mark.parametrize(
    "payload", [b"", b"\x01", b"\x05\0\0\0ab", wire.pack_texts("a"), wire.pack_texts("a", "b", "c")]
)
def test_another_number_of_texts_is_refused(payload: bytes):
    with pytest.raises(WireError):
        wire.unpack_texts(payload, 2)


def test_words_are_not_in_the_repr_of_a_message():
    assert "secret" not in repr(Message(Kind.FINAL, 1, wire.pack_texts("secret")))
