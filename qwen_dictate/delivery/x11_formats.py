"""What a selection holds: our text in the formats that programs ask for, or saved formats.

Rule: a text is never given in an encoding that lacks one of its characters: that format is
refused, and the program asks for the next one.
Pure but for the atoms it is given. Runs in: the selection owner's thread.
Source: ICCCM 2.6.2 (targets), freedesktop "clipboards"; KDE's x-kde-passwordManagerHint, which
Klipper and others read: such a text is not put into their histories.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

TEXT_TARGETS = (
    "UTF8_STRING",
    "text/plain;charset=utf-8",
    "STRING",
    "TEXT",
    "COMPOUND_TEXT",
    "text/plain",
)
SECRET = "x-kde-passwordManagerHint"  # noqa: S105 -- the name of a convention


@dataclass(frozen=True, slots=True)
class Format:
    """One value of a selection: its type (an atom), the size of its items, its bytes."""

    kind: int
    size: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """What is offered: formats by target (atoms).

    Attributes:
        formats: in the order in which they are told.
        texts: the targets whose reading means that the text was read.
    """

    formats: dict[int, Format]
    texts: frozenset[int] = frozenset()

    @property
    def bytes(self) -> int:
        """How large all of it is."""
        return sum(len(found.data) for found in self.formats.values())


def text_content(text: str, atom: Callable[[str], int], *, secret: bool) -> Content:
    """A text in every format that can hold it."""
    formats = text_formats(text, atom)
    texts = frozenset(formats)
    if secret:
        formats[atom(SECRET)] = Format(atom("STRING"), 8, b"secret")
    return Content(formats, texts)


def text_formats(text: str, atom: Callable[[str], int]) -> dict[int, Format]:
    """The formats of plain text, by target."""
    utf8 = text.encode()
    formats = {atom(name): Format(atom(name), 8, utf8) for name in TEXT_TARGETS if name != "STRING"}
    formats[atom("TEXT")] = Format(atom("UTF8_STRING"), 8, utf8)
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        # X.Org's own way of writing UTF-8 within Compound Text. Source: libX11, lcUTF8.c
        compound = b"\x1b%G" + utf8 + b"\x1b%@"
    else:
        compound = latin
        formats[atom("STRING")] = Format(atom("STRING"), 8, latin)
    formats[atom("COMPOUND_TEXT")] = Format(atom("COMPOUND_TEXT"), 8, compound)
    return formats
