import pytest

from qwen_dictate.core.events import Target
from qwen_dictate.delivery.applications import rule_for


def rule(app="", instance="", applications=None, method="auto", newlines="space"):
    target = Target(1, app=app, instance=instance)
    return rule_for(target, applications or {}, method=method, newlines=newlines)


@pytest.mark.parametrize(
    ("app", "paste", "pastes_lines"),
    [
        ("XTerm", "shift+insert", False),
        ("Xfce4-terminal", "ctrl+shift+v", False),
        ("kitty", "ctrl+shift+v", False),
        ("Emacs", "shift+insert", True),
        ("Firefox", "ctrl+v", True),
    ],
)
def test_known_applications_paste_their_own_way(app, paste, pastes_lines):
    found = rule(app)
    assert (found.paste, found.pastes_lines) == (paste, pastes_lines)


def test_either_string_of_the_class_is_known():
    assert rule("", "gnome-terminal-server").paste == "ctrl+shift+v"


@pytest.mark.parametrize("name", ["XTerm", "xterm", "XTERM", "Inst"])
def test_the_users_table_goes_first_by_either_string_case_ignored(name):
    found = rule("XTerm", "inst", {name: {"method": "type", "newlines": "enter"}})
    assert (found.method, found.newlines, found.paste) == ("type", "enter", "shift+insert")


def test_settings_hold_for_everything_else():
    found = rule("Any", applications={"Other": {"method": "none"}}, method="paste")
    assert (found.method, found.newlines) == ("paste", "space")


def test_no_target_has_the_settings():
    assert rule_for(None, {}, method="clipboard", newlines="enter").method == "clipboard"
