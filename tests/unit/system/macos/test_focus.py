from qwen_dictate.core.events import Target
from qwen_dictate.system.macos.focus import MacFocus

OWN, NOTES, EDITOR = 7, 20, 30
PLACE = (0, 0, 100, 100)


class Api:
    """Programs, and their windows from front to back."""

    def __init__(self, *windows, front=None):
        self.rows = [(number, process, PLACE) for number, process in windows]
        self.front = front if front is not None else (windows[0][1] if windows else 0)

    def frontmost(self):
        return self.front, self.name_of(self.front)

    def windows(self):
        return self.rows

    def name_of(self, process):
        return {NOTES: "com.apple.Notes", EDITOR: "org.editor"}.get(process, "")

    def activate(self, process):
        self.front = process
        return True


def test_the_front_window_of_the_program_in_front():
    focus = MacFocus(Api((1, NOTES), (2, NOTES), (3, EDITOR)))
    assert focus.focused(OWN) == Target(1, NOTES, "com.apple.Notes")
    assert MacFocus(Api((1, OWN))).focused(OWN) is None
    assert MacFocus(Api()).focused(OWN) is None


def test_behind_ours_the_next_foreign_window_is_meant():
    focus = MacFocus(Api((1, OWN), (3, EDITOR)))
    assert focus.last_foreign(OWN) == Target(3, EDITOR, "org.editor")


def test_another_window_of_the_same_program_is_another_target():
    api = Api((1, NOTES), (2, NOTES))
    focus = MacFocus(api)
    assert focus.has_focus(Target(1, NOTES))
    assert not focus.has_focus(Target(2, NOTES))
    assert focus.still_there(Target(2, NOTES))
    assert not focus.still_there(Target(3, NOTES))
    assert focus.place_of(Target(2, NOTES)) == PLACE
