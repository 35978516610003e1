"""The keyboard as it is now: which keys type a character, which are modifiers.

Rule: a character is on the layout when a key of the *active* group types it with no, Shift,
Level3 or both modifiers; nothing is guessed from key names. Locks (Caps, Num) are not keys.
Pure: it is given what the server said. Runs in: any thread.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qwen_dictate.system.x11 import keysyms
from qwen_dictate.system.x11.xkb_map import KeySyms, WireMap

_ONE_LEVEL, _ALPHABETIC = 0, 2
"""In every keymap these types have these numbers. Source: kbproto, "Canonical key types"."""
SHIFT, LOCK, CONTROL = 1, 2, 4  # bits of modifiers; the others differ by the server's map


@dataclass(frozen=True, slots=True)
class Reserved:
    """What the hotkey is made of, and so must not be pressed by us: it would start it.

    Attributes:
        alone: keys that are the hotkey by themselves, modifiers of one side above all.
        codes: keys that are the hotkey together with exactly ``modifiers``.
        modifiers: names as in core/keys.
    """

    alone: frozenset[int] = frozenset()
    codes: frozenset[int] = frozenset()
    modifiers: frozenset[str] = frozenset()

    def holds(self, keycode: int, modifiers: frozenset[str]) -> bool:
        """Whether this key with these modifiers is the hotkey."""
        return keycode in self.alone or (keycode in self.codes and modifiers == self.modifiers)


NOTHING_RESERVED = Reserved()
_PLAIN, _SHIFTED = frozenset[str](), frozenset({"shift"})


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key and the keys that are held while it is pressed."""

    keycode: int
    with_keys: tuple[int, ...] = ()


class Keymap:
    """One reading of the server's keymap."""

    def __init__(self, wire: WireMap) -> None:
        self._wire = wire
        self.num_lock = self._mask_of(keysyms.NUM_LOCK)
        self.spares = tuple(
            keycode
            for keycode, key in self._keys()
            if not any(key.syms) and keycode not in wire.modifiers
        )

    def strokes(
        self, group: int, locked: int, reserved: Reserved = NOTHING_RESERVED
    ) -> dict[str, Stroke]:
        """Every character that can be typed in a group, with the keys it takes.

        Args:
            group: as in the keyboard's state.
            locked: modifiers that are on without a key held.
            reserved: the hotkey.
        """
        found: dict[str, Stroke] = {}
        for mask, holders in self._holders(reserved):
            names = _SHIFTED if mask & SHIFT else _PLAIN
            for keycode, key in self._keys():
                character = keysyms.character_of(self._sym(key, group, mask | locked))
                usable = keycode not in self._wire.modifiers and not reserved.holds(keycode, names)
                if character and usable:
                    found.setdefault(character, Stroke(keycode, holders))
        enter = self.keycode_of(keysyms.RETURN)
        if enter and not reserved.holds(enter, _PLAIN):
            found["\n"] = Stroke(enter)
        return found

    def keycode_of(self, keysym: int) -> int:
        """The first key that has this keysym without modifiers, in any group; 0 = none."""
        return next(iter(self.keycodes_of(keysym)), 0)

    def keycodes_of(self, keysym: int) -> tuple[int, ...]:
        """All keys with this keysym on the lowest level, those of group 0 first."""
        by_group = sorted(
            (group, keycode)
            for keycode, key in self._keys()
            for group in range(key.group_info & 0x0F)
            if key.sym(group, 0) == keysym
        )
        return tuple(dict.fromkeys(keycode for _, keycode in by_group))

    def keycode_in(self, keysym: int, group: int) -> int:
        """The key of a shortcut's letter: on the active group, else on any; 0 = none."""
        for keycode, key in self._keys():
            effective = key.group(group)
            if effective is not None and key.sym(effective, 0) == keysym:
                return keycode
        return self.keycode_of(keysym)

    def holder(self, sides: Iterable[int], reserved: Reserved = NOTHING_RESERVED) -> int:
        """A key for a modifier, by the keysyms of its sides; 0 = none that may be pressed."""
        codes = (code for keysym in sides for code in self.keycodes_of(keysym))
        return next((code for code in codes if code not in reserved.alone), 0)

    def modifier_keys(self) -> frozenset[int]:
        """Keycodes of modifiers that are held; those of locks are left out."""
        locks = LOCK | self.num_lock
        return frozenset(
            keycode
            for keycode, mask in self._wire.modifiers.items()
            if mask & ~locks and not self._is_lock(keycode)
        )

    def with_keys(self, changed: Mapping[int, KeySyms]) -> tuple[int, tuple[KeySyms, ...]]:
        """The keys to write so that these keycodes have these keysyms.

        Returns:
            The first keycode and all keys from it to the last changed one, for ``set_keys``.
        """
        first, last = min(changed), max(changed)
        return first, tuple(
            changed.get(keycode, key) for keycode, key in self._keys() if first <= keycode <= last
        )

    def key(self, keycode: int) -> KeySyms:
        """What a key has now."""
        return self._wire.keys[keycode - self._wire.first]

    def is_lent(self, keycode: int, keysym: int) -> bool:
        """Whether a spare key still is as it was lent for this keysym."""
        return self.key(keycode).syms == lent(keysym).syms

    def _keys(self) -> list[tuple[int, KeySyms]]:
        return list(enumerate(self._wire.keys, self._wire.first))

    def _sym(self, key: KeySyms, group: int, modifiers: int) -> int:
        effective = key.group(group)
        if effective is None:
            return 0
        kind = self._wire.types[key.types[effective]]
        return key.sym(effective, kind.level(modifiers))

    def _mask_of(self, keysym: int) -> int:
        return self._wire.modifiers.get(self.keycode_of(keysym), 0)

    def _is_lock(self, keycode: int) -> bool:
        return self.key(keycode).sym(0, 0) in keysyms.LOCKS

    def _holders(self, reserved: Reserved) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Pairs of (modifiers, keys that bring them), fewest keys first."""
        shift = self.holder((keysyms.SHIFT_L, keysyms.SHIFT_R), reserved)
        level3 = self.holder((keysyms.ISO_LEVEL3_SHIFT,), reserved)
        mask3 = self._wire.modifiers.get(level3, 0)
        found: list[tuple[int, tuple[int, ...]]] = [(0, ())]
        if shift:
            found.append((SHIFT, (shift,)))
        if mask3:
            found.append((mask3, (level3,)))
        if shift and mask3:
            found.append((SHIFT | mask3, (shift, level3)))
        return tuple(found)


def lent(keysym: int) -> KeySyms:
    """What a key gets, so that it types this keysym; 0 = nothing again."""
    if not keysym:
        return KeySyms((0, 0, 0, 0), 0, 0, ())
    if ord("a") <= keysym <= ord("z"):
        # With its capital: GTK finds Ctrl+Shift+V only on a key that has both.
        return KeySyms((_ALPHABETIC, 0, 0, 0), 1, 2, (keysym, keysym - ord("a") + ord("A")))
    return KeySyms((_ONE_LEVEL, 0, 0, 0), 1, 1, (keysym,))
