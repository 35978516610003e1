"""What is typed of a text, how it is put there, and in what batches.

Rule: a control character never reaches a window. C0, C1 and the bidi embeddings and overrides
are dropped, a tab becomes a space, every kind of line break becomes one newline, and a newline
becomes what the setting says. Everything else, joiners of emoji included, stays.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

TYPED_AT_MOST = 200  # longer texts are pasted: 2 ms a key would be felt
UNPACED_AT_MOST = 200  # keys without a pause that every measured toolkit took exactly
UNPACED_BATCH = 60  # of them at a time: 10 ms of typing, then the target is compared
KEY_MS = 2  # between keys of longer texts
BATCH_MS = 50  # the target is compared at least this often while typing

_LINE_BREAKS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
_SPACES = "\t"
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_C1 = range(0x7F, 0xA0)
_SURROGATES = range(0xD800, 0xE000)  # half a character: no encoding takes it


def clean(text: str, newlines: str) -> str:
    r"""The characters that may be typed; line breaks as "\n", or as " " with ``space``."""
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    if newlines == "space":
        text = text.replace("\n", " ")
    return "".join(
        " " if character in _SPACES else character for character in text if _may_be_typed(character)
    )


def _may_be_typed(character: str) -> bool:
    code = ord(character)
    if code < 0x20:  # noqa: PLR2004 -- the end of C0
        return character in "\n\t"
    return code not in _C1 and character not in _BIDI and code not in _SURROGATES


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the choice between typing and pasting depends on.

    Attributes:
        characters: length of the cleaned text.
        on_layout: every character is on the keyboard's layout.
        composing: an input method would make something else of typed letters.
        typeable: every character can be typed, if need be with a change of the keymap.
    """

    characters: int
    on_layout: bool
    composing: bool = False
    typeable: bool = True


def choose_method(method: str, now: Circumstances) -> str:
    """``type`` or ``paste``; the user's ``type`` holds only where what is typed comes out right."""
    exact = now.typeable and not now.composing
    if method == "auto":
        short = now.on_layout and now.characters <= TYPED_AT_MOST
        return "type" if exact and short else "paste"
    return "paste" if method == "type" and not exact else method


def pieces(text: str, *, one_paste: bool) -> list[str]:
    r"""Cut a text for pasting: whole, or into lines with each "\n" as a piece of its own."""
    if one_paste or "\n" not in text:
        return [text] if text else []
    found: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append("\n")
        if line:
            found.append(line)
    return found


def key_ms(characters: int) -> int:
    """The pause between keys that a text of this length is typed with."""
    return 0 if characters <= UNPACED_AT_MOST else KEY_MS


def batches(
    text: str, on_layout: Callable[[str], bool], spares: int, pace_ms: int
) -> Iterator[str]:
    """Cut a text into batches: each ≤ 50 ms of typing, and one change of the keymap at most.

    Args:
        text: cleaned.
        on_layout: whether the keyboard has the character.
        spares: how many characters that it lacks can be mapped at a time; 0 = none.
        pace_ms: between keys.
    """
    limit = BATCH_MS // pace_ms if pace_ms else UNPACED_BATCH
    batch = ""
    lacking = set[str]()
    for character in text:
        new = not on_layout(character) and character not in lacking
        if batch and (len(batch) >= limit or (new and len(lacking) >= spares)):
            yield batch
            batch, lacking = "", set[str]()
            new = not on_layout(character)
        if new:
            lacking.add(character)
        batch += character
    if batch:
        yield batch
