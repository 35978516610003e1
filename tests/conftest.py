"""Fixtures that all tests may use."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.desktop import PrivateDesktop

# Widgets inside pytest itself need no display; programs on a private desktop get the real one.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# How long an example takes says more about the machine than about the program.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def desktop() -> Iterator[PrivateDesktop]:
    """A private desktop with a window manager and sound; other ones: ``PrivateDesktop(...)``."""
    with PrivateDesktop() as private:
        yield private


settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")  # how long an example takes says nothing on a busy computer
