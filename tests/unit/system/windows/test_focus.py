from qwen_dictate.core.events import Target
from qwen_dictate.system.windows.focus import WindowsFocus

OWN, MEDIUM, HIGH = 7, 0x2000, 0x3000


class Api:
    """Windows from top to bottom: number → (process, program, visible); the first has the focus."""

    def __init__(self, **windows):
        self.windows = {int(name[1:]): value for name, value in windows.items()}
        self.levels = {OWN: MEDIUM}

    def foreground(self):
        return next(iter(self.windows), 0)

    def next_below(self, window):
        numbers = list(self.windows)
        after = numbers[numbers.index(window) + 1 :]
        return after[0] if after else 0

    def is_window(self, window):
        return window in self.windows

    def is_visible(self, window):
        return self.windows[window][2]

    def process_of(self, window):
        return self.windows.get(window, (0,))[0]

    def program_of(self, process):
        return next(p for pid, p, _ in self.windows.values() if pid == process)

    def place_of(self, window):
        return (0, 0, 10, 10) if window in self.windows else None

    def activate(self, window):
        return True

    def integrity_of(self, process):
        return self.levels.get(process)


NOTEPAD = (20, "notepad", True)


def test_the_target_is_the_foreign_window_in_the_foreground():
    focus = WindowsFocus(Api(w1=NOTEPAD))
    assert focus.focused(OWN) == Target(1, 20, "notepad")
    assert WindowsFocus(Api(w1=(OWN, "qwen-dictate", True))).focused(OWN) is None
    assert WindowsFocus(Api()).focused(OWN) is None


def test_behind_our_own_window_the_next_visible_foreign_one_is_meant():
    windows = {"w1": (OWN, "qwen-dictate", True), "w2": (30, "hidden", False), "w3": NOTEPAD}
    assert WindowsFocus(Api(**windows)).last_foreign(OWN) == Target(3, 20, "notepad")
    assert WindowsFocus(Api(w1=(OWN, "qwen-dictate", True))).last_foreign(OWN) is None


def test_a_window_s_number_that_another_program_has_now_is_not_the_target():
    focus = WindowsFocus(Api(w1=NOTEPAD))
    assert focus.still_there(Target(1, 20))
    assert not focus.still_there(Target(1, 21))
    assert not focus.still_there(Target(2, 20))


def test_a_more_privileged_program_takes_no_keys_from_us():
    api = Api(w1=NOTEPAD)
    focus, target = WindowsFocus(api), Target(1, 20)
    api.levels[20] = MEDIUM
    assert focus.takes_keys(target, OWN)
    api.levels[20] = HIGH
    assert not focus.takes_keys(target, OWN)
    api.levels[20] = None
    assert not focus.takes_keys(target, OWN)
