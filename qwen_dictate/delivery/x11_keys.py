"""Waits until the user's hands are off: no key of the hotkey and no modifier is down.

Rule: what counts is the physical key, not the modifier that a lock left on. A hotkey whose key
cannot be found on this keyboard makes every key count, because one of them may be it.
While nothing is held the wait costs two round trips; only while something is held it asks
every 2 ms (the server tells nobody when a key that another client has grabbed goes up).
Why at all: text typed under a held Ctrl is control codes to a terminal, and a grab swallows our
own key events while its key is down.
Runs in: the delivery lane.
"""

from collections.abc import Collection
from dataclasses import replace
from threading import Event
from time import monotonic

from Xlib.display import Display

from qwen_dictate.core.keys import parse_keys
from qwen_dictate.system.x11 import extensions, keysyms
from qwen_dictate.system.x11.keymap import NOTHING_RESERVED, Keymap, Reserved

_STEP_S = 0.002
_PLACES = {  # Source: xkeyboard-config, keycodes/evdev
    "left_ctrl": 37, "right_ctrl": 105, "left_shift": 50, "right_shift": 62,
    "left_alt": 64, "right_alt": 108, "left_super": 133, "right_super": 134,
}  # fmt: skip
_BUTTONS = {"mouse_middle": 2, "mouse_x1": 8, "mouse_x2": 9}


def hotkey_codes(hotkey: str, keymap: Keymap) -> frozenset[int] | None:
    """The keycodes of a hotkey's key (modifiers are watched anyway); None = not to be found."""
    try:
        keys = parse_keys(hotkey)
    except ValueError:
        return None
    if keys.is_button or keys.is_lone_modifier:
        return frozenset()
    codes = keymap.keycodes_of(keysyms.BY_NAME.get(keys.key, 0))
    return frozenset(codes) or None


def hotkey_reserved(hotkey: str, keymap: Keymap) -> Reserved:
    """The keys that must not be pressed by us, because they would start the hotkey."""
    try:
        keys = parse_keys(hotkey)
    except ValueError:
        return NOTHING_RESERVED
    if keys.is_lone_modifier:
        side, _, name = keys.key.partition("_")
        keysym = keysyms.SIDES[name][side == "right"]
        return Reserved(alone=frozenset((*keymap.keycodes_of(keysym), _PLACES[keys.key])))
    codes = keymap.keycodes_of(keysyms.BY_NAME.get(keys.key, 0))
    return Reserved(codes=frozenset(codes), modifiers=keys.modifiers)


def hotkey_button(hotkey: str) -> int:
    """The mouse button of a hotkey; 0 = it has none."""
    return _BUTTONS.get(hotkey.rsplit("+", 1)[-1].strip().lower(), 0)


def all_reserved(hotkeys: Collection[str], keymap: Keymap) -> Reserved:
    """The keys of all of them; of chords the first one's, others are never typed as text."""
    found = [hotkey_reserved(hotkey, keymap) for hotkey in hotkeys]
    chord = next((one for one in found if one.codes), NOTHING_RESERVED)
    return replace(chord, alone=frozenset(code for one in found for code in one.alone))


def wait_for_release(
    display: Display,
    keymap: Keymap,
    hotkeys: Collection[str],
    halt: Event,
    limit_s: float | None = None,
) -> bool:
    """Block until the hands are off; False when ``halt`` was set, or ``limit_s`` over, before."""
    found = [hotkey_codes(hotkey, keymap) for hotkey in hotkeys]
    codes = None if None in found else frozenset(code for one in found for code in one or ())
    modifiers = keymap.modifier_keys()
    buttons = frozenset(map(hotkey_button, hotkeys)) - {0}
    limit = None if limit_s is None else monotonic() + limit_s

    def held() -> bool:
        down = extensions.keys_down(display)
        if down & modifiers or (down if codes is None else down & codes):
            return True
        return bool(buttons) and bool(buttons & set(extensions.buttons_down(display)))

    while held():
        if halt.wait(_STEP_S) or (limit is not None and monotonic() > limit):
            return False
    return not halt.is_set()
