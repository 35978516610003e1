"""Which combinations are down: key events in, changes out (X11).

Rule: one press and one release per hold, whatever repeats; a combination goes up when the first
of its keys does; nothing stays down for ever, because ``settle`` compares with the keyboard.
Pure: it asks the keyboard through a callable only. Keys and buttons share one row of numbers
(``x11_codes.BUTTON``). Runs in: the hotkey listener.

Two kinds of events come in. A *grabbed* press is one that our grab took away from the windows;
it alone can complete a combination. A *seen* press is one that merely passed by; it alone can
begin or spoil a lone modifier. While our own grab is active the server tells us of all keys by
grabbed events and of none by seen ones. Source: xserver, dix/events.c, FilterRawEvents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qwen_dictate.hotkeys.change import CANCEL, Change, Kind
from qwen_dictate.hotkeys.x11_codes import BUTTON, Codes


@dataclass(eq=False, slots=True)
class _Press:
    """One hold: each of ``needs`` must keep one of its keys down.

    ``firm`` are those that the keyboard confirmed: a sticky modifier (accessibility) is on
    without being down, and a quick one is up again before we asked.
    """

    needs: tuple[frozenset[int], ...]
    firm: tuple[frozenset[int], ...]
    used_otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was down when the keyboard was asked."""

    presses: Mapping[str, object] = field(default_factory=dict[str, object])
    keys: frozenset[int] = frozenset()


class Presses:
    """The combinations that are bound, and which of them are down.

    Args:
        physical: the keys and buttons that are down now.
    """

    def __init__(self, physical: Callable[[], frozenset[int]]) -> None:
        self._physical = physical
        self._bound: dict[str, Codes] = {}
        self._significant = 0
        self._modifier_keys: frozenset[int] = frozenset()
        self._down: dict[str, _Press] = {}
        self._engaged: set[int] = set()
        self._keys: frozenset[int] = frozenset()
        self.watching_cancel = False

    @property
    def any_down(self) -> bool:
        """Whether something is held, so that the keyboard must be compared now and then."""
        return bool(self._down or self._engaged)

    @property
    def wants_seen(self) -> bool:
        """Whether events of keys that are not ours are needed now."""
        lone = any(
            codes.lone and (role in self._down or self._is_active(role))
            for role, codes in self._bound.items()
        )
        # While a button is held, its modifiers are not grabbed with it.
        chord = any(
            len(press.needs) > 1 and min(press.needs[0]) >= BUTTON for press in self._down.values()
        )
        return lone or chord

    def bind(
        self, bound: Mapping[str, Codes], significant: int, modifier_keys: frozenset[int]
    ) -> list[Change]:
        """Listen for these; what was down and is no longer bound goes up."""
        kept = {role for role in self._down if bound.get(role) == self._bound.get(role)}
        changes = [Change(role, Kind.UP) for role in self._down if role not in kept]
        self._down = {role: self._down[role] for role in kept}
        self._bound = dict(bound)
        self._significant = significant
        self._modifier_keys = modifier_keys
        self._keys = self._physical()
        return changes

    def grabbed_press(self, code: int, state: int) -> list[Change]:
        """A press that came to us alone."""
        if code in self._engaged:
            return []  # it repeats
        self._engaged.add(code)
        changes = self.seen_press(code)
        role = self._match(code, state & self._significant)
        if role is not None and role not in self._down:
            self._begin(role, (frozenset({code}), *self._bound[role].groups))
            changes.append(Change(role, Kind.DOWN))
        return changes

    def seen_press(self, code: int) -> list[Change]:
        """A press that somebody else may get as well."""
        changes: list[Change] = []
        self._keys |= {code}
        for role, codes in self._bound.items():
            if not codes.lone or not self._is_active(role):
                continue
            press = self._down.get(role)
            if press is None:
                if code in codes.codes:
                    changes += self._press_lone(role, codes, code)
            elif not (press.used_otherwise or code in codes.kin or self._is_cancel(code)):
                press.used_otherwise = True
                changes.append(Change(role, Kind.USED_OTHERWISE))
        return changes

    def release(self, code: int) -> list[Change]:
        """A key or button went up."""
        self._engaged.discard(code)
        self._keys -= {code}
        over = [
            role
            for role, press in self._down.items()
            if any(code in need and not need & self._keys for need in press.needs)
        ]
        return self._end(over)

    def snapshot(self) -> Snapshot:
        """What is down, to be handed to ``settle`` with what the keyboard says."""
        return Snapshot(dict(self._down), self._keys | self._engaged)

    def settle(self, before: Snapshot, physical: frozenset[int]) -> list[Change]:
        """End what the keyboard says is up: a release was missed.

        Args:
            before: taken before the keyboard was asked; what was pressed since is left alone.
            physical: what is down.
        """
        missed = before.keys - physical
        self._engaged -= missed
        self._keys -= missed
        over = [
            role
            for role, press in self._down.items()
            if before.presses.get(role) is press and any(not need & physical for need in press.firm)
        ]
        return self._end(over)

    def end_all(self) -> list[Change]:
        """Everything goes up: there is nobody left to tell of releases."""
        self._engaged.clear()
        return self._end(list(self._down))

    def _press_lone(self, role: str, codes: Codes, code: int) -> list[Change]:
        """A press with a modifier of another kind or a button down is part of a chord."""
        # By the events: in a quick chord, the keyboard itself is ahead of them.
        others = self._keys - codes.kin
        if others & self._modifier_keys or any(other >= BUTTON for other in others):
            # Should a release have been missed, the next press is judged rightly.
            self._keys = self._physical() | {code}
            return []
        self._begin(role, (frozenset({code}),))
        return [Change(role, Kind.DOWN)]

    def _begin(self, role: str, needs: tuple[frozenset[int], ...]) -> None:
        self._keys = self._physical() | needs[0]
        self._down[role] = _Press(needs, tuple(need for need in needs if need & self._keys))

    def _end(self, roles: list[str]) -> list[Change]:
        for role in roles:
            del self._down[role]
        return [Change(role, Kind.UP) for role in roles]

    def _match(self, code: int, mask: int) -> str | None:
        active = [
            (role, codes)
            for role, codes in self._bound.items()
            if code in codes.codes and not codes.lone and self._is_active(role)
        ]
        for role, codes in active:
            if codes.mask == mask:
                return role
        # Cancelling must work while the other combination is held.
        for role, codes in active:
            if role == CANCEL and codes.mask & mask == codes.mask:
                return role
        return None

    def _is_active(self, role: str) -> bool:
        return role != CANCEL or self.watching_cancel

    def _is_cancel(self, code: int) -> bool:
        cancel = self._bound.get(CANCEL)
        return self.watching_cancel and cancel is not None and code in cancel.codes
