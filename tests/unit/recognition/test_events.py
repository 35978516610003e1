import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.recognition.qwen.events import (
    Announced,
    Completed,
    Finished,
    ItemFailed,
    Refusal,
    Text,
    Updated,
    decode,
)

INPUT = "conversation.item.input_audio_transcription."


@pytest.mark.parametrize(
    ("message", "event"),
    [
        ({"type": "session.updated", "session": {}}, Updated()),
        ({"type": "session.finished"}, Finished()),
        ({"type": "input_audio_buffer.committed", "item_id": "a"}, Announced("a")),
        ({"type": "input_audio_buffer.committed"}, Announced("")),
        ({"type": "conversation.item.created", "item": {"id": "a"}}, Announced("a")),
        ({"type": "conversation.item.created", "item": []}, Announced("")),
        ({"type": INPUT + "text", "item_id": "a", "text": "x ", "stash": " y"},
         Text("a", "x ", " y")),
        ({"type": INPUT + "text", "item_id": 5, "text": None}, Text("", "", "")),
        ({"type": INPUT + "text", "text": "a" * 20_001}, None),
        ({"type": INPUT + "text", "text": "a\x1b[2J\t", "stash": "\x07b\u202e"},
         Text("", "a[2J ", "b")),
        ({"type": INPUT + "completed", "transcript": "one\r\ntwo\x00"},
         Completed("", "one\ntwo", "")),
        ({"type": INPUT + "completed", "item_id": "a", "transcript": "a" * 20_001},
         ItemFailed("a", "too_long")),
        ({"type": INPUT + "completed", "item_id": "a", "transcript": "x", "language": "en"},
         Completed("a", "x", "en")),
        ({"type": INPUT + "completed", "item_id": "a", "transcript": None, "language": "a b"},
         Completed("a", "", "")),
        ({"type": INPUT + "completed", "transcript": ""}, Completed("", "", "")),
        ({"type": INPUT + "completed"}, None),
        ({"type": INPUT + "failed", "item_id": "a", "error": {"code": "bad_audio"}},
         ItemFailed("a", "bad_audio")),
        ({"type": INPUT + "failed"}, ItemFailed("", "")),
        ({"type": "error", "error": {"type": "server_error", "code": "c", "param": "p"}},
         Refusal("server_error", "c", "p")),
        ({"type": "error", "error": "text"}, Refusal("", "", "")),
        ({"type": "error"}, Refusal("", "", "")),
        ({"type": "session.created", "session": {"id": "s"}}, None),
        ({"type": "from.the.future"}, None),
        ({"type": ["unhashable"]}, None),
        ({}, None),
        ([], None),
        ("session.updated", None),
        (None, None),
    ],
)  # fmt: skip
def test_what_the_service_sends_is_narrowed(message: object, event: object) -> None:
    assert decode(message) == event


@pytest.mark.parametrize(
    "error",
    [
        {"code": "Throttling.RateQuota"},
        {"type": "rate_limit_error"},
        {"message": "Requests rate limit exceeded, please try again later"},
    ],
)
def test_too_many_requests_are_known_in_every_form(error: dict[str, str]) -> None:
    event = decode({"type": "error", "error": error})
    assert isinstance(event, Refusal)
    assert event.throttled


def test_a_code_that_could_be_a_sentence_is_not_kept() -> None:
    event = decode({"type": "error", "error": {"code": "Incorrect API key: sk-123"}})
    assert event == Refusal("", "", "")


def test_words_do_not_appear_in_a_repr() -> None:
    text = decode({"type": INPUT + "text", "text": "secret", "stash": "secret"})
    final = decode({"type": INPUT + "completed", "transcript": "secret"})
    assert "secret" not in repr((text, final))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "item_id", "item", "error", "text"]), inner)
    ),
    max_leaves=8,
)
TYPES = st.sampled_from(["error", INPUT + "text", INPUT + "failed", "conversation.item.created"])


@given(st.dictionaries(st.text(max_size=8), JSON), TYPES, JSON, JSON)
def test_nothing_the_service_sends_raises(
    fields: dict[str, object], kind: str, item: object, error: object
) -> None:
    decode({**fields, "type": kind, "item": item, "error": error})
