import pytest
from Xlib import XK, X

from qwen_dictate.core.keys import BUTTONS, KEYS, LONE_MODIFIERS, parse_keys
from qwen_dictate.hotkeys.x11_codes import BUTTON, Codes, Keyboard, Keymap

MODIFIERS = (
    (50, 62, 0, 0),
    (66, 0, 0, 0),
    (37, 105, 0, 0),
    (64, 205, 0, 0),
    (77, 0, 0, 0),
    (0, 0, 0, 0),
    (133, 134, 206, 0),
    (92, 203, 0, 0),
)
"""shift, lock, ctrl, alt, num lock, -, super, level 3."""

COMMON = {
    9: "Escape",
    37: "Control_L",
    50: "Shift_L",
    62: "Shift_R",
    64: "Alt_L",
    65: "space",
    66: "Caps_Lock",
    67: "F1",
    77: "Num_Lock",
    105: "Control_R",
    108: "Alt_R",
    133: "Super_L",
    134: "Super_R",
}


def keymap(*groups: dict[int, str], modifiers=MODIFIERS) -> Keymap:
    """Groups of keysym names by keycode; each fills a first level."""
    rows: list[tuple[int, ...]] = []
    for code in range(8, 256):
        row: list[int] = []
        for group in groups:
            name = (COMMON | group).get(code, "")
            row += [XK.string_to_keysym(name) if name else 0, 0]
        rows.append(tuple(row))
    return Keymap(8, tuple(rows), modifiers)


US = {38: "a", 24: "q", 10: "1"}
FR = {24: "a", 38: "q", 10: "ampersand"}
RU = {38: "Cyrillic_ef", 24: "Cyrillic_shorti", 10: "1"}


def codes(text: str, *groups: dict[int, str]) -> Codes:
    return Keyboard(keymap(*groups)).codes_of(parse_keys(text))


def test_letter_is_where_the_layout_has_it():
    assert codes("ctrl+a", US).codes == (38,)
    assert codes("ctrl+a", FR).codes == (24,)


def test_first_group_with_the_letter_counts():
    assert codes("ctrl+a", RU, FR).codes == (24,)
    assert codes("ctrl+a", US, FR).codes == (38,)


def test_keyboard_without_latin_letters_uses_the_us_places():
    assert codes("ctrl+a", RU).codes == (38,)
    assert codes("ctrl+slash", RU).codes == (61,)


def test_letter_on_a_spare_keycode_is_not_ours():
    assert codes("ctrl+a", RU | {93: "a"}).codes == (38,)


def test_masks_and_groups_of_a_chord():
    found = codes("ctrl+alt+shift+super+space", US)
    assert found.codes == (65,)
    assert found.mask == X.ControlMask | X.Mod1Mask | X.ShiftMask | X.Mod4Mask
    assert set(found.groups) == {
        frozenset({37, 105}),
        frozenset({64, 205}),
        frozenset({50, 62}),
        frozenset({133, 134, 206}),
    }


def test_moved_modifiers_are_followed():
    swapped = list(MODIFIERS)
    swapped[3], swapped[6] = MODIFIERS[6], MODIFIERS[3]
    keyboard = Keyboard(keymap(US, modifiers=tuple(swapped)))
    assert keyboard.codes_of(parse_keys("alt+f1")).mask == X.Mod4Mask


def test_buttons_have_numbers_of_their_own():
    assert codes("mouse_x1", US).codes == (BUTTON + 8,)
    assert codes("ctrl+mouse_middle", US) == Codes(
        (BUTTON + 2,), X.ControlMask, (frozenset({37, 105}),)
    )


def test_lone_modifier_knows_its_kin():
    found = codes("right_ctrl", US)
    assert found.codes == (105,)
    assert found.lone
    assert found.kin == {37, 105}


def test_altgr_is_right_alt_without_kin():
    level_3 = keymap(US)
    rows = list(level_3.rows)
    rows[108 - 8] = (0xFE03, 0)
    found = Keyboard(Keymap(8, tuple(rows), MODIFIERS)).codes_of(parse_keys("right_alt"))
    assert found.codes == (108,)
    assert found.kin == {108}


def test_escape_on_caps_lock_is_followed():
    assert codes("esc", US | {9: "Caps_Lock", 66: "Escape"}).codes == (66,)


def test_keys_that_x11_names_otherwise_have_their_place():
    assert codes("f13", US).codes == (191,)
    assert codes("f24", US).codes == (202,)


def test_every_state_of_the_locks_is_covered():
    assert set(Keyboard(keymap(US)).lock_masks) == {
        0,
        X.LockMask,
        X.Mod2Mask,
        X.LockMask | X.Mod2Mask,
    }


@pytest.mark.parametrize("name", [*KEYS, *BUTTONS, *LONE_MODIFIERS])
def test_every_key_of_the_settings_has_a_code(name: str):
    assert codes(name, {}).codes
    if name not in (*BUTTONS, *LONE_MODIFIERS) and len(name) > 1:
        # The X name is one that X knows.
        from qwen_dictate.hotkeys import x11_codes

        assert XK.string_to_keysym(x11_codes._X_NAMES.get(name, name)) or name[0] == "f"
