"""What the page of settings may ask for; ``app`` implements it.

None of these blocks; each ``told`` and ``then`` is called on the GUI thread, at once or later.
"""

from collections.abc import Callable
from typing import Protocol

from qwen_dictate.core.settings import Text

Told = Callable[[str], None]
"""Gets "" when it is done, else a sentence that says why not."""


class SettingsWishes(Protocol):
    """Implemented by app/setting_wishes."""

    def change(self, key: str, value: object | None, told: Told) -> None:
        """Store an option, as ``config set`` does; None = its default again."""

    def find_microphones(self, then: Callable[[tuple[tuple[str, str], ...]], None]) -> None:
        """Find the microphones of now, as (id, name)."""

    def leave_keys(self, on: bool) -> None:
        """Leave all keys to the window while it asks for a combination."""

    def test_key(self, key: str, told: Told) -> None:
        """Try a key at the service; "" = the one that is in use."""

    def store_key(self, key: str, told: Told) -> None:
        """Put a key into the keyring."""

    def delete_key(self, told: Told) -> None:
        """Delete the key from the keyring."""

    def try_words(self, sentence: str, text: Text, then: Callable[[str], None]) -> None:
        """Give a sentence as it would be typed with these settings."""
