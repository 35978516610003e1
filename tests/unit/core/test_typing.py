import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.core import typing
from qwen_dictate.core.typing import Circumstances, batches, choose_method, clean, key_ms, pieces


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_break_is_one_newline(line_break):
    assert clean(f"a{line_break}b", "enter") == "a\nb"
    assert clean(f"a{line_break}b", "shift_enter") == "a\nb"
    assert clean(f"a{line_break}b", "space") == "a b"


def test_a_tab_is_a_space():
    assert clean("a\tb", "enter") == "a b"


@pytest.mark.parametrize(
    "code", [*range(9), *range(14, 32), 127, *range(128, 133), *range(134, 160)]
)
def test_control_characters_are_never_typed(code):
    assert clean(f"a{chr(code)}b", "enter") == "ab"


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xD800, 0xDFFF])
def test_bidi_overrides_and_half_characters_are_never_typed(code):
    assert clean(f"a{chr(code)}b", "enter") == "ab"


def test_joiners_marks_and_selectors_are_text():
    text = "👨‍👩‍👧 🏳️‍🌈 e\u0301 \u200e می‌خواهم"
    assert clean(text, "space") == text


@given(st.text(), st.sampled_from(["space", "enter", "shift_enter"]))
def test_cleaning_twice_is_cleaning_once(text, newlines):
    once = clean(text, newlines)
    assert clean(once, newlines) == once
    assert all(
        character == "\n" or not (ord(character) < 32 or 127 <= ord(character) < 160)
        for character in once
    )


@pytest.mark.parametrize("method", ["type", "paste", "clipboard", "none"])
def test_a_chosen_method_stays(method):
    assert choose_method(method, Circumstances(9999, on_layout=False)) == method


@pytest.mark.parametrize(
    ("characters", "on_layout", "method"),
    [
        (1, True, "type"),
        (200, True, "type"),
        (201, True, "paste"),
        (1, False, "paste"),
    ],
)
def test_auto_types_short_texts_that_the_keyboard_has(characters, on_layout, method):
    assert choose_method("auto", Circumstances(characters, on_layout)) == method


@pytest.mark.parametrize("method", ["auto", "type"])
@pytest.mark.parametrize("now", [{"composing": True}, {"typeable": False}])
def test_what_would_be_typed_wrongly_is_pasted(method, now):
    assert choose_method(method, Circumstances(1, on_layout=True, **now)) == "paste"


@pytest.mark.parametrize(
    ("text", "one_paste", "wanted"),
    [
        ("a\nb", True, ["a\nb"]),
        ("a\nb", False, ["a", "\n", "b"]),
        ("\n\na", False, ["\n", "\n", "a"]),
        ("a", False, ["a"]),
        ("", False, []),
        ("", True, []),
    ],
)
def test_lines_are_pasted_one_by_one_where_a_newline_is_a_key(text, one_paste, wanted):
    assert pieces(text, one_paste=one_paste) == wanted


def test_only_longer_texts_are_paced():
    assert key_ms(typing.UNPACED_AT_MOST) == 0
    assert key_ms(typing.UNPACED_AT_MOST + 1) == typing.KEY_MS


@given(
    st.text(alphabet="abc天气很好éß👍", max_size=200),
    st.integers(1, 3),
    st.sampled_from([0, 2, 10]),
)
def test_batches_are_the_text_each_short_and_with_few_foreign_characters(text, spares, pace):
    found = list(batches(text, str.isascii, spares, pace))
    assert "".join(found) == text
    for batch in found:
        assert len({character for character in batch if not character.isascii()}) <= spares
        assert len(batch) * pace <= typing.BATCH_MS
        assert 0 < len(batch) <= max(typing.UNPACED_BATCH, typing.BATCH_MS)


def test_a_keyboard_without_spare_keys_takes_foreign_characters_one_by_one():
    assert list(batches("天气a", str.isascii, 0, 0)) == ["天", "气a"]
