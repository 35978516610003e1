import struct

import pytest

from qwen_dictate.system.x11 import keysyms
from qwen_dictate.system.x11.keymap import LOCK, SHIFT, Keymap, Reserved, Stroke, lent
from qwen_dictate.system.x11.xkb_map import KeySyms, KeyType, WireMap, parse_map

LEVEL3 = 0x80
NUM = 0x10
ONE, ALPHABETIC, FOUR = 0, 1, 2
TYPES = (
    KeyType(0, ()),
    KeyType(SHIFT | LOCK, ((SHIFT, 1), (LOCK, 1))),
    KeyType(SHIFT | LEVEL3, ((SHIFT, 1), (LEVEL3, 2), (SHIFT | LEVEL3, 3))),
)


def key(kind: int, *syms: int, groups: int = 1, width: int = 0) -> KeySyms:
    return KeySyms((kind,) * 4, groups, width or len(syms) // groups, syms)


KEYS = (
    key(ONE, keysyms.SHIFT_L),  # 8
    key(ONE, keysyms.ISO_LEVEL3_SHIFT),  # 9
    key(ALPHABETIC, ord("a"), ord("A")),  # 10
    key(FOUR, ord("e"), ord("E"), 0x20AC, 0xE9),  # 11
    KeySyms((0, 0, 0, 0), 0, 0, ()),  # 12: spare
    key(ALPHABETIC, ord("v"), ord("V"), 0x6CD, 0x6ED, groups=2),  # 13: v V м М
    key(ONE, 0xFFE5),  # 14: Caps Lock
    key(ONE, keysyms.NUM_LOCK),  # 15
    key(ONE, 0xFFE3),  # 16: Control
    key(ONE, keysyms.RETURN),  # 17
)
MODIFIERS = {8: SHIFT, 9: LEVEL3, 14: LOCK, 15: NUM, 16: 4}
WIRE = WireMap(TYPES, 8, KEYS, MODIFIERS)
KEYMAP = Keymap(WIRE)


@pytest.mark.parametrize(
    ("character", "stroke"),
    [
        ("a", Stroke(10)),
        ("A", Stroke(10, (8,))),
        ("€", Stroke(11, (9,))),
        ("é", Stroke(11, (8, 9))),
        ("v", Stroke(13)),
        ("\n", Stroke(17)),
    ],
)
def test_a_character_is_typed_with_the_fewest_keys(character, stroke):
    assert KEYMAP.strokes(0, 0)[character] == stroke


def test_only_the_active_group_counts():
    assert "м" not in KEYMAP.strokes(0, 0)
    other = KEYMAP.strokes(1, 0)
    assert other["м"] == Stroke(13)
    assert "v" not in other
    assert other["a"] == Stroke(10)  # a key with one group has it in every group


def test_a_lock_that_is_on_is_reckoned_with():
    locked = KEYMAP.strokes(0, LOCK)
    assert locked["A"] == Stroke(10)
    assert locked["a"] == Stroke(10, (8,))


def test_modifiers_are_those_that_are_held_not_locks():
    assert KEYMAP.modifier_keys() == {8, 9, 16}
    assert KEYMAP.num_lock == NUM


def test_keys_without_symbols_are_spare_and_can_be_lent():
    assert KEYMAP.spares == (12,)
    first, keys = KEYMAP.with_keys({12: lent(0x01004E2D)})
    assert (first, len(keys)) == (12, 1)
    full = Keymap(WireMap(TYPES, 8, (*KEYS[:4], *keys, *KEYS[5:]), MODIFIERS))
    assert full.strokes(1, NUM)["中"] == Stroke(12)
    assert full.is_lent(12, 0x01004E2D)
    assert not full.is_lent(10, ord("e"))
    assert full.spares == ()
    assert full.with_keys({12: lent(0)}) == (12, (KEYS[4],))


def test_a_letter_is_lent_with_its_capital():
    assert lent(ord("v")).syms == (ord("v"), ord("V"))
    assert lent(ord("V")).syms == (ord("V"),)


def test_keys_between_two_spare_ones_are_written_as_they_are():
    keymap = Keymap(WireMap(TYPES, 8, (*KEYS, KEYS[4]), MODIFIERS))
    first, keys = keymap.with_keys({12: lent(0x61), 18: lent(0x62)})
    assert first == 12
    assert keys[1:-1] == KEYS[5:]


BOTH_SHIFTS = Keymap(
    WireMap(TYPES, 8, (*KEYS, key(ONE, keysyms.SHIFT_R)), {**MODIFIERS, 18: SHIFT})
)


@pytest.mark.parametrize(
    ("reserved", "character", "stroke"),
    [
        (Reserved(), "A", Stroke(10, (8,))),
        (Reserved(alone=frozenset({8})), "A", Stroke(10, (18,))),  # by the other Shift
        (Reserved(alone=frozenset({18})), "A", Stroke(10, (8,))),
        (Reserved(alone=frozenset({8, 18})), "A", None),
        (Reserved(alone=frozenset({9})), "€", None),
        (Reserved(codes=frozenset({10})), "a", None),  # the key alone is the hotkey
        (Reserved(codes=frozenset({10})), "A", Stroke(10, (8,))),
        (Reserved(codes=frozenset({10}), modifiers=frozenset({"shift"})), "A", None),
        (Reserved(codes=frozenset({10}), modifiers=frozenset({"ctrl"})), "a", Stroke(10)),
        (Reserved(codes=frozenset({17})), "\n", None),
    ],
)
def test_the_hotkey_is_never_among_the_strokes(reserved, character, stroke):
    assert BOTH_SHIFTS.strokes(0, 0, reserved).get(character) == stroke


def test_a_shortcuts_letter_is_found_in_another_group_too():
    assert KEYMAP.keycode_in(ord("v"), 0) == 13
    assert KEYMAP.keycode_in(ord("v"), 1) == 13
    assert KEYMAP.keycode_in(ord("q"), 0) == 0


@pytest.mark.parametrize(
    ("info", "group", "effective"),
    [(0x02, 1, 1), (0x02, 2, 0), (0x42, 3, 1), (0x92, 3, 1), (0xB2, 3, 0), (0x00, 0, None)],
)
def test_a_group_that_a_key_lacks_wraps_is_clamped_or_redirected(info, group, effective):
    assert KeySyms((0, 0, 0, 0), info, 1, ()).group(group) == effective


def test_the_servers_answer_is_read():
    kind = struct.pack("=BBHBBBx", 3, 3, 0, 2, 2, 1)  # mask, levels 2, 2 entries, preserve
    entries = struct.pack("=BBBBHxx", 1, 1, 1, 1, 0) + struct.pack("=BBBBHxx", 0, 2, 1, 2, 0)
    preserve = bytes(8)
    one = struct.pack("=4BBBH2I", 0, 0, 0, 0, 1, 2, 2, 0x61, 0x41)
    none = struct.pack("=4BBBH", 0, 0, 0, 0, 0, 0, 0)
    header = bytes([0, 1, 0, 0, 0, 0, 0, 0])  # byte 33 of the reply: one modifier
    rest = header + kind + entries + preserve + one + none + bytes([9, 4, 0, 0])
    found = parse_map(rest, 1, 8, 2)
    assert found.types == (KeyType(3, ((1, 1),)),)
    assert found.keys == (KeySyms((0, 0, 0, 0), 1, 2, (0x61, 0x41)), KeySyms((0,) * 4, 0, 0, ()))
    assert found.modifiers == {9: 4}
