"""The listener against hooks that behave as Windows' do, with the structures of the real ones."""

import ctypes
import queue
import time

import pytest

from qwen_dictate.core.keys import parse_keys
from qwen_dictate.hotkeys.listener import Edge
from qwen_dictate.hotkeys.windows import WindowsListener
from qwen_dictate.system.windows import structs as w
from qwen_dictate.system.windows.keys import CODES
from tests.support.waiting import wait_until


class Api:
    def __init__(self):
        self.messages = queue.Queue()
        self.procedures = {}
        self.installed = 0
        self.refuses = False
        self.last = 0
        self.down = set()

    def hook(self, which, procedure):
        if self.refuses:
            raise OSError
        self.installed += 1
        self.procedures[which] = procedure
        return which, object()

    def unhook(self, handle):
        self.procedures.pop(handle, None)

    def own_thread(self):
        return 1

    def listen_to_sessions(self):
        pass

    def wake(self, thread, message=w.WM_APP):
        self.messages.put(w.Message(number=message))

    def next_message(self, limit_ms):
        return self.messages.get()

    def dispatch(self, message):
        pass

    def is_down(self, vk):
        return vk in self.down

    def last_input_ms(self):
        return self.last

    def ticks_ms(self):
        return 1000

    # what the user does

    def key(self, name, down=True, extra=0, at=1000):
        event = w.KeyHook(CODES[name], 0, 0, at, extra)
        message = w.WM_KEYDOWN if down else w.WM_KEYUP
        return self.procedures[w.WH_KEYBOARD_LL](message, ctypes.addressof(event))

    def button(self, message, data=0):
        event = w.MouseHook(w.Point(1, 1), data << 16, 0, 1000, 0)
        return self.procedures[w.WH_MOUSE_LL](message, ctypes.addressof(event))


@pytest.fixture
def api():
    return Api()


@pytest.fixture
def edges():
    return []


@pytest.fixture
def listener(api, edges):
    made = WindowsListener(api)
    made.start(edges.append)
    yield made
    made.stop()


def told(edges):
    return [(edge.role, edge.down, edge.used_otherwise) for edge in edges]


def test_a_chord_is_taken_from_the_window_and_told_once(api, edges, listener):
    assert listener.bind({"push_to_talk": parse_keys("ctrl+f9")}) == {}
    assert [api.key("left_ctrl"), api.key("f9"), api.key("f9")] == [False, True, True]
    assert [api.key("f9", down=False), api.key("left_ctrl", down=False)] == [True, False]
    assert told(edges) == [("push_to_talk", True, False), ("push_to_talk", False, False)]
    assert all(isinstance(edge, Edge) and edge.at <= time.monotonic() for edge in edges)


def test_our_own_typing_is_not_heard(api, edges, listener):
    listener.bind({"push_to_talk": parse_keys("f9")})
    assert api.key("f9", extra=w.OWN) is False
    assert edges == []


def test_a_mouse_button(api, edges, listener):
    listener.bind({"push_to_talk": parse_keys("mouse_x2")})
    assert api.button(w.WM_XBUTTONDOWN, data=1) is False
    assert api.button(w.WM_XBUTTONDOWN, data=2) is True
    assert api.button(w.WM_XBUTTONUP, data=2) is True
    assert told(edges) == [("push_to_talk", True, False), ("push_to_talk", False, False)]


def test_cancel_is_taken_only_while_it_is_watched(api, edges, listener):
    listener.bind({"push_to_talk": parse_keys("f9"), "cancel": parse_keys("esc")})
    assert api.key("esc") is False
    api.key("esc", down=False)
    listener.watch_cancel(True)
    wait_until(lambda: api.key("esc") or api.key("esc", down=False), 5)
    assert told(edges)[0] == ("cancel", True, False)


def test_hooks_that_windows_took_out_are_installed_again(api, edges, listener):
    listener.bind({"push_to_talk": parse_keys("f9")})
    api.key("f9")
    api.last = 5000  # the user typed, and the hooks heard nothing
    api.messages.put(None)  # the heartbeat
    wait_until(lambda: api.installed == 4, 5)
    # the release was missed: the key is up by now
    wait_until(lambda: told(edges)[-1] == ("push_to_talk", False, False), 5)


def test_an_idle_user_is_no_reason_for_new_hooks(api, listener):
    listener.bind({"push_to_talk": parse_keys("f9")})
    api.last = 1000
    api.messages.put(None)
    listener.bind({"push_to_talk": parse_keys("f9")})
    assert api.installed == 2


def test_after_a_locked_screen_the_hooks_are_new(api, listener):
    listener.bind({"push_to_talk": parse_keys("f9")})
    api.messages.put(w.Message(number=w.WM_WTSSESSION_CHANGE))
    wait_until(lambda: api.installed == 4, 5)


def test_refused_hooks_are_told(api, listener):
    api.refuses = True
    answer = listener.bind({"push_to_talk": parse_keys("f9")})
    assert "does not let" in answer["push_to_talk"]


def test_the_end_takes_the_hooks_out_and_ends_what_is_held(api, edges):
    listener = WindowsListener(api)
    listener.start(edges.append)
    listener.bind({"push_to_talk": parse_keys("right_ctrl")})
    api.key("right_ctrl")
    listener.stop()
    assert api.procedures == {}
    assert told(edges) == [("push_to_talk", True, False), ("push_to_talk", False, False)]
