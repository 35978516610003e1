"""The API key: looks for it (which may take 3 s), tells the engines, tries it at the service.

Runs in: GUI thread; the keyring and the service each in a lane of their own.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import DictateError, KeyRefused, KeyringError, ServiceError
from qwen_dictate.credentials import Found

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program


@dataclass(frozen=True, slots=True)
class KeyFound:
    """A keyring has answered after its limit; ``take`` is called on the GUI thread."""

    take: Callable[[], None] = field(repr=False)


def find_key(program: "Program") -> None:
    """Find the key in its lane; the stream of a first dictation waits for it in its own thread."""

    def found(answer: Found) -> None:
        if answer.key is not None:
            program.places.hide(answer.key.value)
        program.engines.use_key(answer)
        program.change_facts(key_where=answer.where)
        if isinstance(program.facts.error, KeyRefused | KeyringError):
            # It spoke of the key that was; what is wrong with this one is told now.
            program.change_facts(error=None)
            program.engines.told = None
        if answer.problem is not None:
            program.show_error(answer.problem)
        program.refresh_engine()
        program.engines.warm_up()

    def late(answer: Found) -> None:
        """The keyring was unlocked at last. Runs in: a thread of its own."""
        program.bridge.post(KeyFound(lambda: found(answer)))

    program.jobs.run("keyring", lambda: program.keyring.find(os.environ, late), found)


def key_changed(program: "Program") -> None:
    """The keyring has changed: look again, and forget the region of the key before."""
    program.engines.forget_region()
    find_key(program)


def test_key(
    program: "Program", key: str, told: Callable[[DictateError | None, str], None]
) -> None:
    """Try a key at the service that the settings name, before it is stored; None = it is good.

    "" = the key in use. ``told`` gets the region that took it as well, "" for a custom service.
    """
    if key:
        program.places.hide(key)

    def failed(error: Exception) -> None:
        known = isinstance(error, DictateError)
        told(error if known else ServiceError("The key could not be tried.", "Try again."), "")

    def taken(endpoint: Endpoint) -> None:
        told(None, endpoint.region)

    program.jobs.run("key", program.engines.tester(key), taken, failed)
