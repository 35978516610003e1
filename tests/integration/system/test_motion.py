"""Whether the desktop wants programs to keep still, asked of a portal on a bus of its own."""

import pytest

from qwen_dictate.system.motion import is_reduced
from tests.support.bus_service import BusService
from tests.support.session import Session

PORTAL = "org.freedesktop.portal.Desktop"


@pytest.fixture(scope="module")
def address():
    session = Session()
    try:
        session.start_bus(activation=False)
        yield session.env["DBUS_SESSION_BUS_ADDRESS"]
    finally:
        session.close()


@pytest.mark.parametrize(
    ("told", "reduced"),
    [
        ({"reduced-motion": ("u", 1)}, True),
        ({"reduced-motion": ("u", 0)}, False),
        ({"enable-animations": ("b", False)}, True),
        ({"enable-animations": ("b", True)}, False),
        ({}, False),
    ],
)
def test_what_the_portal_says_is_heard(address, told, reduced):
    def answer(_method, body):
        value = told.get(body[1])
        return None if value is None else ("v", (("v", value),))

    with BusService(address, PORTAL, answer):
        assert is_reduced(address) is reduced


def test_a_desktop_without_a_portal_has_not_asked_for_it(address):
    assert is_reduced(address) is False
    assert is_reduced("unix:path=/nowhere") is False
