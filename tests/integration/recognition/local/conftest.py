"""A package index of our own on loopback, and the real engine."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qwen_dictate.recognition.local import models
from qwen_dictate.recognition.local.engine import DEFAULT_MODEL, LocalEngine
from qwen_dictate.system import paths
from tests.integration.recognition.local.index import Index


@pytest.fixture
def index() -> Iterator[Index]:
    with Index() as served:
        yield served


@pytest.fixture(scope="session")
def weights() -> Path:
    """The models' folder of whoever runs the tests; the model is fetched into it once."""
    folder = paths.models_folder()
    models.install(DEFAULT_MODEL, folder, lambda _done, _total: None, threading.Event())
    return folder


@pytest.fixture(scope="module")
def engine(weights: Path) -> Iterator[LocalEngine]:
    running = LocalEngine(weights)
    yield running
    running.close()
