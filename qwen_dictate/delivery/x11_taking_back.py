"""Takes back what was typed last, and nothing else (undo).

Rule: a Backspace goes out only where it is sure what it removes. Where the program lets its text
be read (AT-SPI), what stands before the cursor must be what was typed, and each step is read
again. Else nothing may have been typed or clicked since, and every grapheme of the text must be
one code point, with no newline among them: programs differ in what a Backspace takes of others.
The window must be the one that took the text, with the focus, no key held, no other program
having the keyboard. A short text that was read may stand there twice: it counts only untouched.
Failure: a sentence; what was not removed stays.
Runs in: the delivery lane.
"""

from collections.abc import Mapping
from itertools import accumulate
from threading import Event
from time import monotonic

from Xlib.display import Display

from qwen_dictate.core import typing
from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.delivery.accessible import Before, FocusedText
from qwen_dictate.delivery.activity import Activity
from qwen_dictate.delivery.deliverer import Typed
from qwen_dictate.delivery.graphemes import graphemes, is_simple
from qwen_dictate.delivery.x11_keys import wait_for_release
from qwen_dictate.delivery.x11_typing import X11Typist
from qwen_dictate.system import focus
from qwen_dictate.system.x11.taken import is_keyboard_taken

_RELEASE_LIMIT_S = 2.0
_STEP_LIMIT_S = 2.0
_LOOK_S = 0.01
_TELLING = 12  # characters that nobody types again by chance
_ROOM = 64  # read before the text, to see that nothing of it is taken

_HELD = "Keys were still held, so nothing was taken back."
_GONE = "The window that it was typed into is gone, so nothing was taken back."
_ELSEWHERE = "Another window has the focus now, so nothing was taken back."
_TAKEN = "A locked screen, a menu or a password prompt has the keyboard; nothing was taken back."
_CHANGED = "Something else stands before the cursor now, so nothing was taken back."
_MARKED = "Something is marked in that window, so nothing was taken back."
_TOUCHED = (
    "Something was typed or clicked since, or it is too long ago, and this window does not let "
    "its text be read; so nothing was taken back."
)
_UNSURE = (
    "The text has a new line or characters made of several, and this window does not let its "
    "text be read; so nothing was taken back."
)
_HALF = "It was stopped: only a part of the text could be taken back."
_SHORT = (
    "Something was typed or clicked since, and so short a text may stand there twice; "
    "so nothing was taken back."
)
_NO_KEY = "The keyboard has no Backspace key, so nothing was taken back."


class TakingBack:
    """One undo."""

    def __init__(
        self,
        display: Display,
        typist: X11Typist,
        activity: Activity,
        environ: Mapping[str, str],
        typed: Typed,
        halt: Event,
    ) -> None:
        self._display = display
        self._typist = typist
        self._typed = typed
        self._environ = environ
        self._halt = halt
        self._activity = activity
        self._untouched = False

    def run(self) -> DeliveryError | None:
        """Do it, or say why not."""
        keymap, hotkeys = self._typist.keymap, self._typed.hotkeys
        if not wait_for_release(self._display, keymap, hotkeys, self._halt, _RELEASE_LIMIT_S):
            return _no(_HELD)
        problem = self._off_window()
        if problem:
            return _no(problem)
        self._activity.catch_up()
        self._untouched = self._activity.untouched_since(self._typed.at, self._typed.cancelled)
        try:
            with FocusedText(self._typed.target.pid, self._environ) as field:
                there = field.before(2 * len(self._typed.text) + _ROOM)
                problem = self._read(field, there) if there else self._blindly()
        finally:
            self._typist.end(lambda: None)
        return _no(problem) if problem else None

    def _off_window(self) -> str:
        target = self._typed.target
        if not focus.still_there(self._display, target):
            return _GONE
        if not focus.has_focus(self._display, target):
            return _ELSEWHERE
        return _TAKEN if is_keyboard_taken(self._display) else ""

    # Without reading

    def _blindly(self) -> str:
        text = self._typed.text
        if not self._untouched:
            return _TOUCHED
        return self._all_at_once() if is_simple(text) else _UNSURE

    def _all_at_once(self) -> str:
        text = self._typed.text
        pace_ms = typing.key_ms(len(text))
        most = typing.BATCH_MS // pace_ms if pace_ms else typing.UNPACED_BATCH
        for done in range(0, len(text), most):
            problem = self._press(min(most, len(text) - done), pace_ms)
            if problem:
                return _HALF if done else problem
        return ""

    def _press(self, count: int, pace_ms: int = 0) -> str:
        problem = _HELD if self._halt.is_set() else self._off_window()
        if problem:
            return problem
        return "" if self._typist.erase(count, pace_ms) else _NO_KEY

    # With reading

    def _read(self, field: FocusedText, there: Before) -> str:
        text = self._typed.text
        if field.is_terminal:
            return self._in_terminal(there)
        if there.selected:
            return _MARKED
        if not there.text.endswith(text):
            return _CHANGED
        if not self._untouched and len(text.strip()) < _TELLING:
            return _SHORT
        context = there.text[: len(there.text) - len(text)]
        if context and context not in accumulate(graphemes(there.text)):
            return _UNSURE  # its first character has joined what stood there
        return self._steps(field, there.start, context)

    def _in_terminal(self, there: Before) -> str:
        """What a terminal shows is not what its program has read: no step can be verified."""
        text = self._typed.text
        if not self._untouched:
            flat = there.text.replace("\n", "")  # lines are broken where the window ends
            if len(text.strip()) < _TELLING or not flat.endswith(text):
                return _TOUCHED
        return self._all_at_once() if is_simple(text) else _UNSURE

    def _steps(self, field: FocusedText, start: int, context: str) -> str:
        """A batch where each Backspace takes one character, else one; then it is read again."""
        left = self._typed.text
        simple = is_simple(left)
        while left:
            count = min(typing.UNPACED_BATCH, len(left)) if simple else 1
            problem = self._press(count)
            if problem:
                return problem if left == self._typed.text else _HALF
            wanted = left[: len(left) - count] if simple else None
            now = self._after(field, start, context, left, wanted)
            if now is None:
                return _HALF
            left = now
        return ""

    def _after(
        self, field: FocusedText, start: int, context: str, before: str, wanted: str | None
    ) -> str | None:
        """What is left of the text after a step; None: not what was to be expected."""
        limit = monotonic() + _STEP_LIMIT_S
        while monotonic() < limit and not self._halt.wait(_LOOK_S):
            now = field.before(0, start)
            if now is None or not now.text.startswith(context):
                return None
            left = now.text[len(context) :]
            if left == wanted or (wanted is None and left != before):
                return left if before.startswith(left) else None
        return None


def _no(sentence: str) -> DeliveryError:
    """With ``retry``, the text still stands there, whole."""
    return DeliveryError(sentence, retry=sentence != _HALF)
