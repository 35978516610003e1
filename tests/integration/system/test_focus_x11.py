"""The target on real X servers, with and without a window manager."""

import os
import time
from collections.abc import Iterator

import pytest
from Xlib import X, Xatom
from Xlib.display import Display

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.core.events import Target
from qwen_dictate.system import focus
from qwen_dictate.system.x11 import display as x_display
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until
from tests.support.x11 import Hand

OWN_PID = os.getpid()


@pytest.fixture(scope="module", params=["openbox", "xfwm4"])
def screen(request: pytest.FixtureRequest) -> Iterator[PrivateDesktop]:
    with PrivateDesktop(sound=False, manager=request.param) as private:
        yield private


@pytest.fixture
def display(screen: PrivateDesktop) -> Iterator[Display]:
    display = x_display.connect(screen.display)
    yield display
    x_display.close(display)


def test_target_is_the_clients_window_with_its_process(screen: PrivateDesktop, display: Display):
    assert focus.focused_target(display, OWN_PID) is None
    terminal = screen.terminal()
    wanted = Target(terminal.number, terminal.program.pid, "XTerm", "xterm")
    assert focus.focused_target(display, OWN_PID) == wanted
    field = screen.gtk_field()
    found = focus.focused_target(display, OWN_PID)
    assert found is not None
    assert (found.window, found.pid) == (field.number, field.program.pid)
    assert focus.has_focus(display, found)
    assert not focus.has_focus(display, wanted)

    # Ours have no target, but one behind them.
    assert focus.focused_target(display, field.program.pid) is None
    assert focus.last_foreign(display, field.program.pid) == wanted

    place = focus.screen_of(display, wanted)
    assert place is not None
    shown = screen.run(["xwininfo", "-id", str(terminal.number)])
    wanted_place = [f"X:  {place.x}\n", f"Y:  {place.y}\n", f"Width: {place.width}\n"]
    assert [part for part in wanted_place if part not in shown] == []

    delays: list[float] = []
    for _ in range(30):
        start = time.perf_counter()
        focus.focused_target(display, OWN_PID)
        delays.append(time.perf_counter() - start)
    assert min(delays) < 0.002  # the rest is what else runs here

    assert focus.still_there(display, wanted)
    terminal.close()
    wait_until(lambda: not focus.still_there(display, wanted), 3)
    assert focus.screen_of(display, wanted) is None
    assert not focus.has_focus(display, wanted)
    field.close()
    assert wait_until(lambda: focus.focused_target(display, OWN_PID) is None, 3)


def test_windows_that_vanish_while_they_are_asked_are_no_target(
    screen: PrivateDesktop, display: Display
):
    maker = Display(screen.display)
    root = maker.screen().root
    for _ in range(50):
        window = root.create_window(0, 0, 50, 50, 0, X.CopyFromParent, override_redirect=True)
        window.map()
        maker.set_input_focus(window, X.RevertToPointerRoot, X.CurrentTime)
        maker.flush()
        window.destroy()
        maker.flush()
        focus.focused_target(display, OWN_PID)
        maker.sync()
        assert not focus.still_there(display, Target(window.id))
    maker.close()


def test_without_a_window_manager_the_top_level_is_the_target():
    with PrivateDesktop(sound=False, manager=None) as bare:
        display = x_display.connect(bare.display)
        hand = Hand(bare.display)
        program = bare.start(["xterm", "-geometry", "40x10+0+0"])
        found = bare.run(["xdotool", "search", "--sync", "--onlyvisible", "--class", "XTerm"])
        wanted = Target(int(found), program.pid, "XTerm", "xterm")
        # Nobody set a focus: the keys go to the window under the pointer.
        hand.move(50, 50)
        assert focus.focused_target(display, OWN_PID) == wanted
        hand.move(1200, 700)
        assert focus.focused_target(display, OWN_PID) is None
        bare.xdotool("windowfocus", wanted.window)
        wait_until(lambda: focus.has_focus(display, wanted), 3)
        assert focus.focused_target(display, OWN_PID) == wanted
        display.set_input_focus(X.NONE, X.RevertToNone, X.CurrentTime)
        assert focus.focused_target(display, OWN_PID) is None
        hand.close()
        x_display.close(display)


def test_window_of_one_connection_says_whose_it_is(screen: PrivateDesktop, display: Display):
    window = display.screen().root.create_window(0, 0, 50, 50, 0, X.CopyFromParent)
    window.change_property(display.get_atom("_NET_WM_PID"), Xatom.CARDINAL, 32, [OWN_PID + 1])
    from qwen_dictate.system.x11 import windows

    display.sync()
    assert windows.owner_of(display, window.id) == windows.Owner(OWN_PID, OWN_PID + 1, "", "")
    assert windows.client_pid(display, window.id) == OWN_PID
    window.destroy()
    assert windows.owner_of(display, window.id) is None


def test_no_server_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("DISPLAY", raising=False)
    for name in (None, ":919", "unix:919.0", "nonsense"):
        with pytest.raises(Unavailable) as caught:
            x_display.connect(name)
        assert caught.value.user_text.endswith(".")
        assert caught.value.remedy
    assert capfd.readouterr() == ("", "")


def test_refusals_are_values_and_never_printed(display: Display, capfd: pytest.CaptureFixture[str]):
    from Xlib.error import BadWindow

    gone = display.create_resource_object("window", 0x1FFFFF)
    refused = x_display.refusal(display, lambda catch: gone.map(onerror=catch), BadWindow)
    assert isinstance(refused, BadWindow)
    assert x_display.refusal(display, lambda _catch: None) is None
    gone.map()
    display.sync()
    assert capfd.readouterr() == ("", "")
