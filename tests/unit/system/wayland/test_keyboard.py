from qwen_dictate.system.wayland.keyboard import keymap


def test_each_key_has_a_code_and_a_symbol():
    made = keymap(("a", "你", "\n", "🙂"))
    for part in ("<K0> = 9;", "<K3> = 12;", "U0061", "U4F60", "Return", "U1F642"):
        assert part in made


def test_modifiers_are_mapped_to_the_real_ones():
    made = keymap(("ctrl", "v"))
    assert "modifier_map Control { <K0> };" in made
    assert "[ v ]" in made
