"""New versions: when to ask, when to look, what is worth telling."""

import json

import pytest

from qwen_dictate.core.releases import (
    ASK_AFTER_S,
    DAY_S,
    LOOK_EVERY_S,
    PROJECT,
    Memory,
    Release,
    Step,
    is_newer,
    next_step,
    pack,
    read,
    shown,
    unpack,
)

NOW = 2_000_000_000.0


def answer(**told: object) -> bytes:
    return json.dumps({"tag_name": "v1.2.0", "body": "", "draft": False, **told}).encode()


@pytest.mark.parametrize(
    ("memory", "wanted", "step"),
    [
        (Memory(), False, Step.NOTHING),
        (Memory(first=NOW - DAY_S), False, Step.NOTHING),
        (Memory(first=NOW - ASK_AFTER_S), False, Step.ASK),
        (Memory(first=NOW - ASK_AFTER_S, asked=True), False, Step.NOTHING),
        (Memory(), True, Step.LOOK),
        (Memory(looked=NOW - LOOK_EVERY_S + 1), True, Step.NOTHING),
        (Memory(looked=NOW - LOOK_EVERY_S), True, Step.LOOK),
        (Memory(looked=NOW + DAY_S), True, Step.LOOK),  # the clock was wrong
    ],
)
def test_it_asks_once_and_looks_once_a_week(memory: Memory, wanted: bool, step: Step):
    assert next_step(memory, NOW, wanted=wanted) is step


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("1.2.0", "1.1.9", True),
        ("v1.10", "1.9.3", True),
        ("1.2.0", "1.2.0", False),
        ("1.1.0", "1.2.0", False),
        ("2.0.0rc1", "1.0.0", False),
        ("latest", "1.0.0", False),
        ("", "1.0.0", False),
    ],
)
def test_a_later_number_is_newer(version: str, than: str, newer: bool):
    assert is_newer(version, than) is newer


def test_the_answer_s_own_addresses_are_not_used():
    found = read(answer(html_url="https://evil.example/v1.2.0"))
    assert found == Release("1.2.0", f"{PROJECT}/releases/tag/v1.2.0")


def test_the_news_are_a_few_plain_words():
    found = read(
        answer(body="## New\n- **Undo** takes [it](http://x) back\r\n\x07\n" + "word " * 99)
    )
    assert found is not None
    assert found.news.startswith("New · Undo takes it back · word word")
    assert found.news.endswith("word…")
    assert len(found.news) <= 301


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"message": "rate limited"}',
        answer(tag_name="v1.2.0/../../evil"),
        answer(tag_name=7),
        answer(draft=True),
    ],
)
def test_an_answer_that_is_none_is_no_release(bad: bytes):
    assert read(bad) is None


def test_a_version_is_told_until_the_user_passes_it():
    memory = Memory(found=Release("1.2.0", "address"))
    assert shown(memory, "1.1.0") == memory.found
    assert shown(memory, "1.2.0") is None
    assert shown(Memory(), "1.1.0") is None
    assert shown(Memory(found=memory.found, passed="1.2.0"), "1.1.0") is None
    assert shown(Memory(found=memory.found, passed="1.1.5"), "1.1.0") == memory.found


def test_the_memory_outlives_the_program():
    memory = Memory(1.0, 2.0, asked=True, passed="1.0.0", found=Release("1.2.0", "address", "news"))
    assert unpack(pack(memory)) == memory
    assert unpack(pack(Memory())) == Memory()


@pytest.mark.parametrize("bad", [b"", b"[]", b"null", b'{"first": "x"}', b'{"found": {"a": 1}}'])
def test_a_damaged_memory_is_a_new_one(bad: bytes):
    assert unpack(bad) == Memory()
