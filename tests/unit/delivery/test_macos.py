"""The hands of macOS: what is sent for a text, and what keeps it from being sent."""

import pytest

from qwen_dictate.core.events import Target
from qwen_dictate.delivery.macos import MacHands
from qwen_dictate.system.macos.keys import CHORD_FLAGS, CODES

TARGET = Target(1, 20)


class Api:
    def __init__(self):
        self.sent = []
        self.permitted, self.secure = True, False
        self.held = set()
        self.idle = 0.0

    def may_control(self, *, ask):
        return self.permitted

    def is_input_secure(self):
        return self.secure

    def is_down(self, code):
        return code in self.held

    def idle_s(self):
        return self.idle

    def send_text(self, text):
        self.sent.append(text)

    def send_key(self, code, flags):
        self.sent.append((code, flags))


@pytest.fixture
def api():
    return Api()


def test_a_text_goes_in_pieces_and_newlines_as_the_return_key(api):
    assert MacHands(api).send_text("a" * 25 + "\nb", "enter")
    assert api.sent == ["a" * 20, "a" * 5, (CODES["enter"], 0), "b"]
    api.sent.clear()
    MacHands(api).send_text("\n", "shift_enter")
    assert api.sent == [(CODES["enter"], CHORD_FLAGS["shift"])]


def test_pasting_is_command_v(api):
    hands = MacHands(api)
    assert hands.send_chord("ctrl+v", "right_ctrl")
    assert hands.send_chord("ctrl+shift+v", "")
    assert not hands.send_chord("ctrl+pause", "")
    assert api.sent == [
        (CODES["v"], CHORD_FLAGS["super"]),
        (CODES["v"], CHORD_FLAGS["ctrl"] | CHORD_FLAGS["shift"]),
    ]


def test_a_password_field_and_a_missing_permission_are_told(api):
    hands = MacHands(api)
    assert hands.obstacle(TARGET) is None
    api.secure = True
    assert "password" in str(hands.obstacle(TARGET))
    api.permitted = False
    assert "Accessibility" in str(hands.obstacle(TARGET))


def test_keys_that_a_mac_has_not_are_not_down(api):
    api.held = {CODES["right_ctrl"]}
    hands = MacHands(api)
    assert hands.is_down("right_ctrl")
    assert not hands.is_down("pause")
