from dataclasses import replace

from qwen_dictate.ui.marks import Mark
from qwen_dictate.ui.overlay_view import OverlayView, Told, step
from qwen_dictate.ui.state import Activity, Card, Entry, Notice, ViewState
from qwen_dictate.ui.texts import Texts

SAY = Texts("en")
IDLE = ViewState()
OPENING = ViewState(activity=Activity.RECORDING)
LISTENING = replace(OPENING, listening=True, settled="one ", tentative="two")
RECOGNISING = ViewState(activity=Activity.TRANSCRIBING, settled="one two")
DONE = ViewState(entries=(Entry("a", "", "one two", "XTerm", "delivered", "type", True),))
KEPT = ViewState(cards=(Card(1, "a", "one two", "The window is gone.", True),))
TROUBLE = Notice("network", "The service could not be reached.", "Check the network.")


def views(*states: ViewState) -> list[OverlayView | None]:
    told, shown = Told(), []
    for state in states:
        told, view = step(told, state, SAY)
        shown.append(view)
    return shown


def test_it_says_that_it_opens_the_microphone_until_the_first_block_is_kept():
    _, opening, listening = views(IDLE, OPENING, LISTENING)
    assert (opening.words, opening.mark, opening.live) == (
        "Opening the microphone…",
        Mark.OPENING,
        False,
    )
    assert (listening.words, listening.mark, listening.live) == ("Listening", Mark.LISTENING, True)
    assert (listening.settled, listening.tentative) == ("one ", "two")


def test_it_leaves_soon_after_the_text_has_arrived():
    *_, recognising, done = views(IDLE, LISTENING, RECOGNISING, DONE)
    assert recognising.words == "Recognising…"
    assert recognising.leave_ms == 0
    assert (done.mark, done.words) == (Mark.DONE, "Typed")
    assert 0 < done.leave_ms < 2000


def test_it_leaves_at_once_when_there_is_nothing_to_tell():
    assert not views(IDLE, LISTENING, IDLE)[-1].visible


def test_it_says_why_a_text_is_kept_and_that_nothing_is_lost():
    kept = views(IDLE, LISTENING, RECOGNISING, KEPT)[-1]
    assert (kept.mark, kept.words) == (Mark.KEPT, "Kept: nothing is lost")
    assert kept.message == "The window is gone."
    assert kept.leave_ms > 2000


def test_a_message_is_told_once():
    state = replace(IDLE, notice=TROUBLE)
    _, first, again = views(IDLE, state, replace(state, microphone="another"))
    assert (first.mark, first.words, first.message) == (
        Mark.TROUBLE,
        "The service could not be reached.",
        "Check the network.",
    )
    assert again is None


def test_a_quiet_note_is_no_trouble():
    note = Notice("", "No speech was heard, so nothing was typed.")
    shown = views(IDLE, LISTENING, replace(IDLE, notice=note))[-1]
    assert (shown.mark, shown.words) == (Mark.NOTE, note.text)


def test_an_old_notice_is_not_repeated_while_one_speaks_and_a_new_one_is_told():
    old = replace(IDLE, notice=TROUBLE)
    muted = Notice("microphone", "Desk mic is muted: nothing is heard.")
    _, before, after = views(
        old, replace(LISTENING, notice=TROUBLE), replace(LISTENING, notice=muted)
    )
    assert before.message == ""
    assert after.message == muted.text


def test_a_new_notice_stays_told_after_the_utterance():
    muted = Notice("microphone", "Desk mic is muted: nothing is heard.", "Turn it on.")
    during, after = views(IDLE, replace(LISTENING, notice=muted), replace(IDLE, notice=muted))[1:]
    assert during.message == muted.text
    assert (after.words, after.message) == (muted.text, muted.remedy)


def test_it_says_how_many_seconds_wait_for_the_network():
    shown = views(IDLE, replace(LISTENING, waiting_s=12.7))[-1]
    assert shown.message == "Waiting for the network – 12 s kept"


def test_a_text_kept_while_another_is_recognised_is_told_at_once_and_when_all_is_over():
    busy = replace(RECOGNISING, cards=KEPT.cards)
    _, during, after = views(IDLE, busy, KEPT)
    assert during.message == "Kept: The window is gone."
    assert after.words == "Kept: nothing is lost"


def test_what_a_start_finds_is_told_by_the_window_alone():
    assert views(replace(KEPT, notice=TROUBLE, entries=DONE.entries)) == [None]


def test_spoken_words_are_in_no_repr():
    assert "two" not in repr(views(IDLE, LISTENING))
