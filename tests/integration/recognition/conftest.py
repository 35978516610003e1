"""A strict emulator for each test, and no proxy between us and it."""

from collections.abc import Iterator

import pytest

from qwen_dictate.recognition.qwen.recognizer import load
from tests.integration.emulator import Emulator


@pytest.fixture(autouse=True)
def _no_proxy_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True, scope="session")
def _sdk_is_loaded() -> None:
    """The SDK takes a second to load; the limits of the tests are those of the network."""
    load()


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """Strict: what breaks the protocol fails the test."""
    with Emulator() as service:
        yield service
        assert service.violations == []
