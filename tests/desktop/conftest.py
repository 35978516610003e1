"""Desktops for the tests of the whole program."""

from collections.abc import Iterator

import pytest

from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import PrivateDesktop


@pytest.fixture
def desktop() -> Iterator[PrivateDesktop]:
    with PrivateDesktop() as made:
        yield made


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as made:
        yield made


@pytest.fixture
def service(emulator: Emulator) -> dict[str, object]:
    """Arguments of Application: dictate with the emulated service."""
    return {
        "settings": {"service.endpoint": "custom", "service.url": emulator.url},
        "env": {"DASHSCOPE_API_KEY": KEY},
    }
