"""What can be an API key. Pure."""

from typing import Final

LONGEST: Final = 1024

NOT_A_KEY: Final = "That is not an API key: it must be one word of letters, digits and signs."


def is_key(text: str) -> bool:
    """Whether it can be one: it becomes a header, where anything else could smuggle in another."""
    return 0 < len(text) <= LONGEST and all("!" <= character <= "~" for character in text)
