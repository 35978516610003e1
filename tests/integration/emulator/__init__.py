"""A strict emulator of the service, for tests and for a human without a key."""

from tests.integration.emulator.knobs import Knobs
from tests.integration.emulator.seen import Seen
from tests.integration.emulator.server import KEY, MODEL, PATH, Emulator

__all__ = ["KEY", "MODEL", "PATH", "Emulator", "Knobs", "Seen"]
