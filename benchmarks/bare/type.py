"""The least that types on X11: XTEST, for characters that the layout has.

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
        """Each character's keycode, and whether it needs Shift."""
        return {
            character: next(
                (low + self._low, keysyms.index(ord(character)) == 1)
                for low, keysyms in enumerate(self._map)
                if ord(character) in keysyms[:2]
            )
            for character in set(text)
        }


def main() -> None:
    typist = Typist()
    print("ready", flush=True)
    for line in sys.stdin:
        at = time.monotonic()
        typist.type(line.rstrip("\n"))
        print(at, flush=True)


if __name__ == "__main__":
    main()
