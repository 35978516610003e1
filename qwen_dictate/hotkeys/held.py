"""Which combinations are down, where every key is seen by its name (hooks, taps, evdev).

Rule: one press and one release per hold, whatever repeats; a combination goes up when the first
of its keys does; a lone modifier is only observed, and another key pressed with it makes it an
ordinary modifier; what completed a chord is *taken*: neither its press, its repeats nor its
release are for the window. Pure; runs in: the hotkey listener.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from qwen_dictate.core.keys import BUTTONS, LONE_MODIFIERS, KeyCombination
from qwen_dictate.hotkeys.change import CANCEL, Change, Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a key event means.

    Attributes:
        changes: of the combinations.
        taken: the window must not see the event.
    """

    changes: tuple[Change, ...] = ()
    taken: bool = False


@dataclass(slots=True)
class _Hold:
    """One combination that is down: at least one key of each group must stay down."""

    needs: tuple[frozenset[str], ...]
    used_otherwise: bool = False


@dataclass(slots=True)
class Held:
    """The combinations that are bound, and which of them are down."""

    watching_cancel: bool = False
    _bound: dict[str, KeyCombination] = field(default_factory=dict[str, KeyCombination])
    _keys: set[str] = field(default_factory=set[str])
    _taken: set[str] = field(default_factory=set[str])
    _down: dict[str, _Hold] = field(default_factory=dict[str, _Hold])

    @property
    def any_down(self) -> bool:
        """Whether a combination is held."""
        return bool(self._down)

    def bind(self, combinations: Mapping[str, KeyCombination]) -> tuple[Change, ...]:
        """Listen for these; what was down and is no longer bound goes up."""
        over = [role for role in self._down if combinations.get(role) != self._bound.get(role)]
        self._bound = dict(combinations)
        return self._end(over)

    def event(self, key: str, *, down: bool) -> Verdict:
        """A key or mouse button went down (or repeats) or up."""
        return self._press(key) if down else self._release(key)

    def settle(self, physical: Collection[str]) -> tuple[Change, ...]:
        """Only these are down: releases were missed (sleep, a locked screen)."""
        self._keys &= set(physical)
        self._taken &= self._keys
        return self._end(
            [role for role, hold in self._down.items() if not self._is_whole(hold.needs)]
        )

    def end_all(self) -> tuple[Change, ...]:
        """Everything goes up: there is nobody left to tell of releases."""
        self._keys.clear()
        self._taken.clear()
        return self._end(list(self._down))

    def _press(self, key: str) -> Verdict:
        if key in self._keys:
            return Verdict(taken=key in self._taken)  # it repeats
        others = frozenset(self._keys)
        self._keys.add(key)
        changes = self._spoil(key)
        role = self._completed(key, others)
        if role is None:
            return Verdict(changes)
        combination = self._bound[role]
        if not combination.is_lone_modifier:
            self._taken.add(key)
        if role in self._down:
            return Verdict(changes, taken=key in self._taken)
        groups = (frozenset({key}), *(_sides(name) for name in combination.modifiers))
        self._down[role] = _Hold(groups)
        return Verdict((*changes, Change(role, Kind.DOWN)), taken=key in self._taken)

    def _release(self, key: str) -> Verdict:
        self._keys.discard(key)
        taken = key in self._taken
        self._taken.discard(key)
        over = [
            role
            for role, hold in self._down.items()
            if any(key in need and not need & self._keys for need in hold.needs)
        ]
        return Verdict(self._end(over), taken)

    def _spoil(self, key: str) -> tuple[Change, ...]:
        """Another key with a lone modifier: it is an ordinary one after all."""
        changes: list[Change] = []
        for role, hold in self._down.items():
            combination = self._bound[role]
            if not combination.is_lone_modifier or hold.used_otherwise:
                continue
            if _kind(key) != _kind(combination.key) and not self._cancels(key):
                hold.used_otherwise = True
                changes.append(Change(role, Kind.USED_OTHERWISE))
        return tuple(changes)

    def _cancels(self, key: str) -> bool:
        cancel = self._bound.get(CANCEL)
        return self.watching_cancel and cancel is not None and cancel.key == key

    def _completed(self, key: str, others: frozenset[str]) -> str | None:
        """The role whose combination this press completes."""
        modifiers = frozenset(_kind(name) for name in others if name in LONE_MODIFIERS)
        for role, combination in self._bound.items():
            if combination.key != key or (role == CANCEL and not self.watching_cancel):
                continue
            if combination.is_lone_modifier:
                alone = not (modifiers - {_kind(key)}) and not others & set(BUTTONS)
                if alone:
                    return role
            elif combination.modifiers == modifiers or (
                role == CANCEL and combination.modifiers <= modifiers
            ):
                return role
        return None

    def _is_whole(self, needs: tuple[frozenset[str], ...]) -> bool:
        return all(need & self._keys for need in needs)

    def _end(self, roles: list[str]) -> tuple[Change, ...]:
        for role in roles:
            del self._down[role]
        return tuple(Change(role, Kind.UP) for role in roles)


def _kind(key: str) -> str:
    """``ctrl`` for either side of it; a key that is no modifier is its own kind."""
    return key.partition("_")[2] if key in LONE_MODIFIERS else key


def _sides(name: str) -> frozenset[str]:
    return frozenset({f"left_{name}", f"right_{name}"})
