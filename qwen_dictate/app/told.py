"""What other threads have to say that only changes what is shown."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Crashed:
    """An unexpected error, as a report that can be copied; no words in it."""

    report: str


@dataclass(frozen=True, slots=True)
class CopyWanted:
    """The delivery lane wants a text in the clipboard."""

    text: str = field(repr=False)
