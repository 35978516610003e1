"""The least that types on X11: XTEST, and one change of the keymap for what the layout lacks.

Each line of standard input is typed into the focused window; the answer is when it began.
"""

import sys
import time

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest


class Typist:
    def __init__(self) -> None:
        self._display = Display()
        self._low = self._display.display.info.min_keycode
        self._map = self._display.get_keyboard_mapping(
            self._low, self._display.display.info.max_keycode - self._low + 1
        )
        self._shift = self._display.keysym_to_keycode(XK.XK_Shift_L)

    def type(self, text: str) -> None:
        places = self._places(text)
        for character in text:
            code, shifted = places[character]
            if shifted:
                xtest.fake_input(self._display, X.KeyPress, self._shift)
            xtest.fake_input(self._display, X.KeyPress, code)
            xtest.fake_input(self._display, X.KeyRelease, code)
            if shifted:
                xtest.fake_input(self._display, X.KeyRelease, self._shift)
        self._display.sync()

    def _places(self, text: str) -> dict[str, tuple[int, bool]]:
        found: dict[str, tuple[int, bool]] = {}
        spare = [i for i, keysyms in enumerate(self._map) if not any(keysyms)]
        added: list[int] = []
        for character in dict.fromkeys(text):
            value = ord(character)
            keysym = value if value < 256 else 0x01000000 + value
            at = next(
                ((i, s.index(keysym)) for i, s in enumerate(self._map) if keysym in s[:2]), None
            )
            if at is None:
                at = (spare.pop(0), 0)
                self._map[at[0]] = [keysym] * len(self._map[0])
                added.append(at[0])
            found[character] = (at[0] + self._low, at[1] == 1)
        if added:
            first, last = min(added), max(added)
            self._display.change_keyboard_mapping(
                first + self._low, [list(keysyms) for keysyms in self._map[first : last + 1]]
            )
            self._display.sync()
        return found


def main() -> None:
    typist = Typist()
    print("ready", flush=True)
    for line in sys.stdin:
        at = time.monotonic()
        typist.type(line.rstrip("\n"))
        print(at, flush=True)


if __name__ == "__main__":
    main()
