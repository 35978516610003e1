"""The layouts of 64-bit Windows, wherever the tests run. Source: the Windows SDK."""

from ctypes import sizeof

import pytest

from qwen_dictate.system.windows import structs


@pytest.mark.parametrize(
    ("structure", "size"),
    [
        ("KeyHook", 24), ("MouseHook", 32), ("Message", 48), ("KeyboardInput", 24),
        ("MouseInput", 32), ("Input", 40), ("LastInput", 8), ("WindowClass", 72), ("Rect", 16),
    ],
)  # fmt: skip
def test_size(structure, size):
    assert sizeof(getattr(structs, structure)) == size


def test_places_within():
    assert structs.Input.any.offset == 8
    assert structs.KeyHook.extra.offset == 16
    assert structs.MouseHook.extra.offset == 24
    assert structs.WindowClass.class_name.offset == 64
