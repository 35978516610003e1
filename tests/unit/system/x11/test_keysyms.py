import pytest

from qwen_dictate.core import keys
from qwen_dictate.system.x11.keysyms import BY_NAME, SIDES, character_of, keysym_of


@pytest.mark.parametrize(
    ("keysym", "character"),
    [
        (0x61, "a"),
        (0xE9, "é"),
        (0x1B1, "ą"),
        (0x6C6, "ф"),
        (0x6A3, "ё"),
        (0x6B3, "Ё"),
        (0x7E1, "α"),
        (0x7F2, "σ"),
        (0x7F3, "ς"),
        (0x7B1, "ά"),
        (0x7D2, "Σ"),
        (0xCE0, "א"),
        (0x20AC, "€"),
        (0x01004E2D, "中"),
        (0x0101F600, "😀"),
        (0xFF0D, ""),
        (0xFE50, ""),
        (0x7A6, ""),
        (0x6FF + 1, ""),
        (0x110, ""),
    ],
)
def test_keysyms_stand_for_characters(keysym, character):
    assert character_of(keysym) == character


@pytest.mark.parametrize("character", ["a", "ÿ", "ф", "中", "😀", "\u200d"])
def test_every_character_has_a_keysym_that_stands_for_it(character):
    assert character_of(keysym_of(character)) == character


def test_every_name_of_a_key_has_a_keysym():
    assert set(keys.KEYS) <= set(BY_NAME)
    assert set(keys.MODIFIERS) == set(SIDES)
