"""What a screen reader is told, and that it is told once."""

from dataclasses import replace
from itertools import pairwise

from qwen_dictate.ui.announcing import announcements
from qwen_dictate.ui.state import Activity, Card, Entry, Notice, Review, ViewState
from qwen_dictate.ui.texts import Texts

IDLE = ViewState()
OPENING = ViewState(activity=Activity.RECORDING)
HEARING = replace(OPENING, listening=True)
ENTRY = Entry("1", "2026-01-01T10:00:00Z", "go", "XTerm", "delivered", "type", audio=True)


def told(*states: ViewState, language: str = "en") -> list[tuple[str, bool]]:
    say = Texts(language)
    return [
        (one.words, one.urgent)
        for before, now in pairwise(states)
        for one in announcements(before, now, say)
    ]


def test_a_dictation_is_told_from_its_start_to_what_became_of_it():
    transcribing = ViewState(activity=Activity.TRANSCRIBING)
    assert told(
        IDLE,
        OPENING,
        HEARING,
        replace(HEARING, settled="go", tentative=" for"),
        transcribing,
        ViewState(entries=(ENTRY,)),
        ViewState(entries=(ENTRY,)),
    ) == [("Listening", False), ("Recognising…", False), ("Typed", False)]


def test_what_failed_interrupts_and_is_told_with_its_remedy():
    failed = ViewState(notice=Notice("network", "The service could not be reached.", "Wait."))
    assert told(IDLE, failed, failed) == [("The service could not be reached. Wait.", True)]
    assert told(IDLE, ViewState(notice=Notice("", "No speech was heard."))) == [
        ("No speech was heard.", False)
    ]


def test_what_is_kept_interrupts_with_its_reason():
    card = Card(3, "3", "go", "The window is gone.", can_retry=True)
    assert told(IDLE, ViewState(cards=(card,))) == [("Kept: The window is gone.", True)]


def test_why_it_is_kept_is_not_told_twice():
    failed = ViewState(notice=Notice("key", "The key was refused.", "Check it."))
    card = Card(3, "3", "", "The key was refused. Check it.", can_retry=True)
    assert told(failed, replace(failed, cards=(card,))) == []


def test_a_text_that_waits_for_review_is_read_out_once():
    speaking = replace(HEARING, review=Review(4, text="go", speaking=True, app="XTerm"))
    ready = ViewState(
        review=Review(4, text="Go.", app="XTerm"),
        cards=(Card(4, "4", "Go.", "The text waits for your review.", False, reviewed=True),),
    )
    edited = replace(ready, review=replace(ready.review, text="Go on."))
    assert told(HEARING, speaking) == []
    recognising = replace(ready, review=Review(4, text="go", recognising=True), cards=())
    assert told(recognising, ready, edited) == [("Look it over, for XTerm: Go.", True)]


def test_waiting_for_the_network_is_told_once_not_every_second():
    assert told(HEARING, replace(HEARING, waiting_s=3), replace(HEARING, waiting_s=4), HEARING) == [
        ("Waiting for the network – 3 s kept", False)
    ]


def test_it_is_told_in_the_users_language():
    assert told(IDLE, HEARING, language="zh_CN") == [("正在聆听", False)]
