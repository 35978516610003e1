"""The portal's shortcuts, against a portal on a private session bus."""

import subprocess
import sys
from pathlib import Path

import pytest

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import parse_keys
from qwen_dictate.hotkeys.wayland_portal import PortalListener, trigger_of
from qwen_dictate.system.portal import Portal
from tests.support.session import Session
from tests.support.waiting import wait_until

SERVER = Path(__file__).with_name("portal.py")
TARGET = Target(5, app="foot")


@pytest.fixture
def session():
    private = Session()
    private.start_bus(activation=False)
    yield private
    private.close()


@pytest.fixture
def desktop(session):
    started = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, str(SERVER), *words],
            env=session.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout.readline() == "ready\n"
        started.append(process)
        return process

    yield start
    for process in started:
        process.stdin.close()
        process.wait(5)
        process.stdout.close()


def listen(session, edges):
    bus = session.env["DBUS_SESSION_BUS_ADDRESS"]
    listener = PortalListener(Portal(bus), lambda: TARGET)
    listener.start(edges.append)
    return listener


def say(desktop, line):
    desktop.stdin.write(line + "\n")
    desktop.stdin.flush()


def told(news):
    return [(one.role, one.down, one.target) for one in news if hasattr(one, "role")]


def test_a_press_and_a_release_come_through(session, desktop):
    server, news = desktop(), []
    listener = listen(session, news)
    keys = {"push_to_talk": parse_keys("ctrl+alt+space"), "cancel": parse_keys("esc")}
    assert listener.bind(keys) == {}
    assert server.stdout.readline() == "bound push_to_talk CTRL+ALT+space\n"
    for line in ("down push_to_talk", "down push_to_talk", "up push_to_talk"):
        say(server, line)
    wait_until(lambda: len(told(news)) == 2, 5)
    assert told(news) == [("push_to_talk", True, TARGET), ("push_to_talk", False, None)]
    listener.stop()


def test_the_end_of_the_listener_ends_what_is_held(session, desktop):
    server, news = desktop(), []
    listener = listen(session, news)
    listener.bind({"push_to_talk": parse_keys("right_ctrl")})
    assert server.stdout.readline() == "bound push_to_talk -\n"
    say(server, "down push_to_talk")
    wait_until(lambda: len(told(news)) == 1, 5)
    listener.stop()
    assert told(news)[-1] == ("push_to_talk", False, None)


def test_a_user_who_says_no_is_told(session, desktop):
    desktop("refuse")
    news = []
    listener = listen(session, news)
    reasons = listener.bind({"push_to_talk": parse_keys("f9")})
    assert "not allowed" in reasons["push_to_talk"]
    listener.stop()


def test_a_desktop_without_the_portal_is_passed_over(session):
    with pytest.raises(Unavailable):
        PortalListener(Portal(session.env["DBUS_SESSION_BUS_ADDRESS"]))


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [
        ("ctrl+alt+space", "CTRL+ALT+space"), ("f9", "F9"), ("super+d", "LOGO+d"),
        ("shift+page_up", "SHIFT+Page_Up"), ("right_ctrl", ""), ("mouse_x1", ""),
        ("ctrl+home", "CTRL+Home"),
    ],
)  # fmt: skip
def test_the_combination_is_proposed_as_the_specification_writes_it(keys, trigger):
    assert trigger_of(parse_keys(keys)) == trigger
