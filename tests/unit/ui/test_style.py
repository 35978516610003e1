import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from qwen_dictate.ui import style
from qwen_dictate.ui.sheet import sheet

UI = Path(style.__file__).parent


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(theme):
    weak = {
        pair: round(found, 2)
        for pair in style.PAIRS
        if (found := contrast(getattr(theme, pair[0]), getattr(theme, pair[1]))) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_tentative_words_are_visibly_softer_than_settled_ones(theme):
    steady = contrast(theme.text, theme.surface)
    assert contrast(theme.tentative, theme.surface) < steady / 2
    steady = contrast(theme.overlay_text, theme.overlay)
    assert contrast(theme.overlay_tentative, theme.overlay) < steady / 2


@pytest.mark.parametrize("name", style.CAPTIONS)
def test_captions_are_read_over_anything(name):
    colours = style.CAPTIONS[name]
    words = (colours.text, colours.tentative, colours.me, colours.them)
    least = 10 if name == "contrast" else 4.5
    assert [word for word in words if contrast(word, colours.ground) < least] == []


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_the_focus_is_seen_on_every_ground(theme):
    for ground in ("window", "surface", "sunken"):
        assert contrast(theme.accent, getattr(theme, ground)) >= 3


def test_the_sheet_fills_every_name_for_both_themes():
    for theme in (style.LIGHT, style.DARK):
        written = sheet(style.Style(theme, 10, 16))
        assert "$" not in written
        assert theme.record in written


def test_sizes_grow_with_the_font():
    small, large = style.Style(style.LIGHT, 10, 16), style.Style(style.LIGHT, 20, 32)
    for name in ("gap", "near", "radius", "record_height", "live_height"):
        assert getattr(large, name) == pytest.approx(2 * getattr(small, name), rel=0.15)


def test_only_the_design_sheet_writes_colours():
    colour = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b|\brgba?\(|\d(?:px|pt)\b")
    found = [
        f"{path.name}:{node.lineno}: {node.value!r}"
        for path in UI.glob("*.py")
        if path.name not in ("style.py", "sheet.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and colour.search(node.value)
    ]
    assert found == []


def test_both_themes_differ_in_every_ground_and_text():
    same = [
        field.name
        for field in fields(style.Colours)
        if getattr(style.LIGHT, field.name) == getattr(style.DARK, field.name)
    ]
    assert set(same) <= {"on_fill", "on_record"}
