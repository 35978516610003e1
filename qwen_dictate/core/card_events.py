"""What the user does with the card of a text that is open for editing (core/review)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Edited:
    """The user has changed the text on its card; while it is spoken, what was shown of it."""

    utterance: int
    text: str = field(repr=False)
    at: float


@dataclass(frozen=True, slots=True)
class CardWanted:
    """Open the card of a kept text for editing, or put it aside (it stays kept)."""

    utterance: int
    open: bool
    at: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """The user does not want the text on this card: as cancelled."""

    utterance: int
    at: float
