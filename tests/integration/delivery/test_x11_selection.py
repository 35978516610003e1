"""The clipboard is lent for a paste and comes back; what the user copies is never lost."""

import os
import subprocess
import threading
from pathlib import Path

import pytest
from Xlib import X

from qwen_dictate.core.events import Outcome, ReceiptKind
from qwen_dictate.delivery.x11_selection import SelectionOwner
from tests.integration.delivery.conftest import Lane, Newly
from tests.support.waiting import stays, wait_until

IMAGE = os.urandom(700_000)  # larger than one request of X: goes by INCR both ways


def descriptors_now() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def xclip(lane: Lane, *words: str, given: bytes | None = None) -> bytes:
    """Run xclip; it stays in the background to serve what it was given."""
    done = subprocess.run(
        ["xclip", *words],
        env=lane.desktop.env,
        input=given,
        stdout=subprocess.PIPE if given is None else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=10,
        check=False,
    )
    return done.stdout or b""


def test_a_copied_text_comes_back_after_a_paste(lane: Lane, gtk_field):
    lane.desktop.copy("copied before")
    newly = Newly(gtk_field)
    receipt = lane.deliver("天气", lane.aim_at(gtk_field), method="paste")
    newly.stands("天气")
    assert receipt.kind is ReceiptKind.READ
    wait_until(lambda: lane.desktop.clipboard() == "copied before", 3)


def test_both_selections_come_back_after_a_paste_into_a_terminal(lane: Lane, terminal):
    aimed = lane.aim_at(terminal)
    lane.desktop.copy("in the clipboard")
    lane.desktop.copy("marked", "primary")
    newly = Newly(terminal)
    lane.deliver("天气", aimed)
    newly.stands("天气")
    wait_until(lambda: lane.desktop.clipboard() == "in the clipboard", 3)
    wait_until(lambda: lane.desktop.clipboard("primary") == "marked", 3)


def test_marked_text_is_replaced_by_a_paste_into_a_field(lane: Lane, gtk_field):
    """PRIMARY is not touched there, so the marking stays until the paste."""
    aimed = lane.aim_at(gtk_field)
    lane.desktop.tap("ctrl+a")
    lane.deliver("all new 天", aimed, method="paste")
    gtk_field.wait_typed("all new 天")


def test_a_large_image_comes_back_byte_for_byte(lane: Lane, qt_field):
    aimed = lane.aim_at(qt_field)
    xclip(lane, "-selection", "clipboard", "-t", "image/png", given=IMAGE)
    newly = Newly(qt_field)
    for _ in range(2):  # the second saves what we serve ourselves
        lane.deliver("天气", aimed, method="paste")
    newly.stands("天气天气")
    wait_until(lambda: xclip(lane, "-selection", "clipboard", "-t", "image/png", "-o") == IMAGE, 5)


def test_a_large_text_is_pasted_piece_by_piece(lane: Lane, gtk_field):
    text = "0123456789" * 60_000
    newly = Newly(gtk_field)
    receipt = lane.deliver(text, lane.aim_at(gtk_field))
    assert (receipt.outcome, receipt.kind) == (Outcome.DELIVERED, ReceiptKind.READ)
    newly.stands(text, 15)
    lane.desktop.tap("ctrl+a")
    lane.desktop.tap("Delete")


def test_an_empty_clipboard_is_empty_again(lane: Lane, gtk_field):
    aimed = lane.aim_at(gtk_field)
    owner = SelectionOwner(lane.connect)
    owner.keep("mine")
    owner.close()
    display = lane.connect()
    clipboard = display.get_atom("CLIPBOARD")
    wait_until(lambda: display.get_selection_owner(clipboard) == X.NONE, 3)
    lane.deliver("天气", aimed, method="paste")
    wait_until(lambda: display.get_selection_owner(clipboard) == X.NONE, 3)
    display.close()


def test_what_the_user_copies_meanwhile_stays(lane: Lane, gtk_field):
    lane.desktop.copy("old")
    lane.deliver("天气", lane.aim_at(gtk_field), method="paste")
    lane.desktop.copy("new")
    stays(lambda: lane.desktop.clipboard() == "new", 0.5)


def test_somebody_else_who_reads_is_no_receipt(lane: Lane, gtk_field):
    """As a clipboard manager does: it reads at once whatever is copied."""
    lane.desktop.copy("copied before")
    aimed = lane.aim_at(gtk_field)
    newly = Newly(gtk_field)
    table = {"gtk-field": {"paste": "ctrl+b"}}  # which pastes nothing
    running = lane.begin("天气", aimed, method="paste", applications=table)
    assert running.started.wait(5)
    seen = wait_until(lambda: "天气" in lane.desktop.clipboard(), 3)
    receipt = running.receipt()
    assert seen
    assert (receipt.outcome, receipt.kind) == (Outcome.KEPT, ReceiptKind.UNKNOWN)
    assert receipt.rest == "天气"
    assert newly.now() == ""
    wait_until(lambda: lane.desktop.clipboard() == "copied before", 3)


def test_the_text_is_marked_as_secret_for_clipboard_managers(lane: Lane):
    owner = SelectionOwner(lane.connect)
    try:
        loan = owner.lend("word", ("CLIPBOARD",))
        told = xclip(lane, "-selection", "clipboard", "-t", "x-kde-passwordManagerHint", "-o")
        listed = xclip(lane, "-selection", "clipboard", "-t", "TARGETS", "-o").decode().split()
        assert told == b"secret"
        assert {"UTF8_STRING", "text/plain;charset=utf-8", "STRING", "TARGETS"} <= set(listed)
        owner.give_back(loan, 0.0)
    finally:
        owner.close()


def test_a_format_that_lacks_a_character_is_refused(lane: Lane):
    owner = SelectionOwner(lane.connect)
    try:
        owner.keep("天")
        assert xclip(lane, "-selection", "clipboard", "-t", "STRING", "-o") == b""
        assert xclip(lane, "-selection", "clipboard", "-t", "UTF8_STRING", "-o") == "天".encode()
    finally:
        owner.close()


def test_the_clipboard_method_leaves_the_text_there(lane: Lane, gtk_field):
    newly = Newly(gtk_field)
    receipt = lane.deliver("kept here", lane.aim_at(gtk_field), method="clipboard")
    assert (receipt.outcome, receipt.method) == (Outcome.DELIVERED, "clipboard")
    assert lane.desktop.clipboard() == "kept here"
    assert newly.now() == ""


def test_the_thread_lives_as_long_as_something_is_owned(lane: Lane):
    def owners() -> int:
        return sum(thread.name == "selection owner" for thread in threading.enumerate())

    lane.desktop.copy("theirs")
    wait_until(lambda: owners() == 0, 3)
    owner = SelectionOwner(lane.connect)
    assert owners() == 0
    owner.keep("word")
    assert owners() == 1
    lane.desktop.copy("theirs again")
    wait_until(lambda: owners() == 0, 3)
    owner.close()


class Manager:
    """A clipboard manager as ICCCM knows it: takes over when asked by SAVE_TARGETS."""

    def __init__(self, lane: Lane) -> None:
        self._display = lane.connect()
        root = self._display.screen().root
        self._window = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        atom = self._display.get_atom
        self._window.set_selection_owner(atom("CLIPBOARD_MANAGER"), X.CurrentTime)
        self._display.sync()
        self.saved = b""
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        from Xlib.protocol import event

        atom = self._display.get_atom
        request = None
        while not self.saved:
            found = self._display.next_event()
            if found.type == X.SelectionRequest:
                request = found
                self._window.convert_selection(
                    atom("CLIPBOARD"), atom("UTF8_STRING"), atom("HERE"), X.CurrentTime
                )
            elif found.type == X.SelectionNotify:
                held = self._window.get_full_property(atom("HERE"), X.AnyPropertyType)
                self.saved = bytes(held.value)
                answer = event.SelectionNotify(
                    time=request.time,
                    requestor=request.requestor,
                    selection=request.selection,
                    target=request.target,
                    property=request.property,
                )
                request.requestor.send_event(answer)
                self._display.flush()
        self._display.sync()

    def close(self) -> None:
        self._thread.join(5)
        self._display.close()


def test_at_the_end_a_clipboard_manager_takes_over(lane: Lane):
    owner = SelectionOwner(lane.connect)
    owner.keep("to be saved")
    manager = Manager(lane)
    owner.close()
    manager.close()
    assert manager.saved == b"to be saved"


@pytest.mark.parametrize("times", [12])
def test_nothing_is_left_behind_by_many_pastes(lane: Lane, gtk_field, times):
    aimed = lane.aim_at(gtk_field)
    lane.desktop.copy("before")
    lane.deliver("天", aimed, method="paste")
    descriptors = descriptors_now()
    newly = Newly(gtk_field)
    for _ in range(times):
        assert lane.deliver("天", aimed, method="paste").kind is ReceiptKind.READ
    newly.stands("天" * times)
    wait_until(lambda: lane.desktop.clipboard() == "before", 3)
    assert descriptors_now() <= descriptors
