"""The listener on pipes that say what the kernel's devices say."""

import os

import pytest

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.core.keys import BUTTONS, KEYS, LONE_MODIFIERS, parse_keys
from qwen_dictate.hotkeys.evdev import CODES, EV_KEY, EVENT, EvdevListener
from tests.support.waiting import wait_until

NUMBERS = {name: code for code, name in CODES.items()}


class Keyboard:
    """A device; opened for reading by the listener."""

    def __init__(self, folder):
        self.path = folder / "event3"
        os.mkfifo(self.path)
        self.reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        self.writer = os.open(self.path, os.O_WRONLY)
        os.close(self.reader)

    def key(self, name, value):
        event = EVENT.pack(1, 2, EV_KEY, NUMBERS[name], value)
        os.write(self.writer, EVENT.pack(1, 2, 4, 4, 458752) + event + EVENT.pack(1, 2, 0, 0, 0))

    def unplug(self):
        os.close(self.writer)


@pytest.fixture
def edges():
    return []


def told(edges):
    return [(edge.role, edge.down, edge.used_otherwise) for edge in edges]


DOWN, UP = ("push_to_talk", True, False), ("push_to_talk", False, False)


def test_every_key_of_a_pc_has_one_code():
    assert set(CODES.values()) == {*KEYS, *LONE_MODIFIERS, *BUTTONS}
    assert len(NUMBERS) == len(CODES)
    known = {"f1": 59, "f10": 68, "f11": 87, "f13": 183, "f24": 194, "a": 30, "m": 50, "0": 11}
    assert {name: NUMBERS[name] for name in known} == known


def test_a_hold_with_repeats_and_an_unplugged_keyboard(tmp_path, edges):
    keyboard = Keyboard(tmp_path)
    listener = EvdevListener(tmp_path, lambda _pid: None)
    listener.start(edges.append)
    try:
        assert listener.bind({"push_to_talk": parse_keys("right_ctrl")}) == {}
        for value in (1, 2, 2, 0):
            keyboard.key("right_ctrl", value)
        wait_until(lambda: told(edges) == [DOWN, UP], 5)
        keyboard.key("right_ctrl", 1)
        keyboard.unplug()
        wait_until(lambda: told(edges) == [DOWN, UP, DOWN, UP], 5)
    finally:
        listener.stop()


def test_without_a_device_that_may_be_read_it_says_what_to_do(tmp_path):
    with pytest.raises(Unavailable, match="group input"):
        EvdevListener(tmp_path)
