"""The listener against an event tap that behaves as macOS' does."""

import queue

import pytest

from qwen_dictate.core.keys import parse_keys
from qwen_dictate.hotkeys.macos import MacListener
from qwen_dictate.system.macos import api as mac
from qwen_dictate.system.macos.keys import CODES, FLAGS
from tests.support.waiting import wait_until


class Api:
    def __init__(self):
        self.turns = queue.Queue()
        self.seen = None
        self.takes = None
        self.enabled = 0
        self.listens, self.controls = True, True
        self.flags = 0
        self.down = set()

    def may_listen(self, *, ask):
        return self.listens

    def may_control(self, *, ask):
        return self.controls

    def make_tap(self, seen, *, takes):
        self.seen, self.takes = seen, takes
        return object()

    def run_tap(self, tap):
        return "loop"

    def enable_tap(self, tap):
        self.enabled += 1

    def end_tap(self, tap):
        self.seen = None

    def run_loop(self, seconds):
        self.turns.get()

    def stop_loop(self, loop):
        self.turns.put(None)

    def key_of(self, event):
        return event

    def button_of(self, event):
        return event

    def is_down(self, code):
        return code in self.down

    # what the user does

    def key(self, name, down=True, ours=False):
        kind = mac.KEY_DOWN if down else mac.KEY_UP
        return self.seen(kind, (CODES[name], self.flags, ours))

    def modifier(self, name, down=True):
        self.flags = self.flags | FLAGS[name] if down else self.flags & ~FLAGS[name]
        return self.seen(mac.FLAGS_CHANGED, (CODES[name], self.flags, False))


@pytest.fixture
def api():
    return Api()


@pytest.fixture
def edges():
    return []


@pytest.fixture
def listener(api, edges):
    made = MacListener(api)
    made.start(edges.append)
    yield made
    made.stop()


def told(edges):
    return [(edge.role, edge.down, edge.used_otherwise) for edge in edges]


DOWN, UP = ("push_to_talk", True, False), ("push_to_talk", False, False)


def test_a_lone_modifier_needs_only_a_tap_that_listens(api, edges, listener):
    api.controls = False
    assert listener.bind({"push_to_talk": parse_keys("right_super")}) == {}
    assert api.takes is False
    assert api.modifier("right_super") is False
    assert api.modifier("right_super", down=False) is False
    assert told(edges) == [DOWN, UP]


def test_the_left_one_is_another_key(api, edges, listener):
    listener.bind({"push_to_talk": parse_keys("right_alt")})
    api.modifier("left_alt")
    assert edges == []


def test_a_chord_is_taken_from_the_window(api, edges, listener):
    assert listener.bind({"push_to_talk": parse_keys("ctrl+alt+space")}) == {}
    assert api.takes is True
    assert [api.modifier("left_ctrl"), api.modifier("right_alt")] == [False, False]
    assert [api.key("space"), api.key("space"), api.key("space", down=False)] == [True] * 3
    assert told(edges) == [DOWN, UP]


def test_our_own_typing_is_not_heard(api, edges, listener):
    listener.bind({"push_to_talk": parse_keys("f9")})
    assert api.key("f9", ours=True) is False
    assert edges == []


def test_a_tap_that_the_system_disabled_is_enabled_and_missed_releases_end_the_hold(
    api, edges, listener
):
    listener.bind({"push_to_talk": parse_keys("f9")})
    api.key("f9")
    assert api.seen(mac.TAP_DISABLED[0], None) is False
    assert api.enabled == 1
    assert told(edges) == [DOWN, UP]


def test_without_permission_the_switch_is_named(api, listener):
    api.listens = api.controls = False
    lone = listener.bind({"push_to_talk": parse_keys("right_alt")})
    assert "Input Monitoring" in lone["push_to_talk"]
    chord = listener.bind({"push_to_talk": parse_keys("f9")})
    assert "Accessibility" in chord["push_to_talk"]


def test_without_accessibility_a_lone_modifier_still_works_beside_a_chord(api, edges, listener):
    api.controls = False
    refused = listener.bind({"push_to_talk": parse_keys("right_alt"), "cancel": parse_keys("esc")})
    assert list(refused) == ["cancel"]
    api.modifier("right_alt")
    assert told(edges) == [DOWN]


def test_a_mouse_button(api, edges, listener):
    listener.bind({"push_to_talk": parse_keys("mouse_x1")})
    assert api.seen(mac.BUTTON_DOWN, 3) is True
    assert api.seen(mac.BUTTON_UP, 3) is True
    assert told(edges) == [DOWN, UP]


def test_the_end_gives_the_tap_back(api, edges):
    listener = MacListener(api)
    listener.start(edges.append)
    listener.bind({"push_to_talk": parse_keys("right_alt")})
    api.modifier("right_alt")
    listener.stop()
    wait_until(lambda: api.seen is None, 5)
    assert told(edges) == [DOWN, UP]
