"""States that the tests of the views show."""

from dataclasses import replace

from qwen_dictate.ui.state import Activity, Card, Download, Entry, Notice, ViewState

LONG = (
    "The meeting is at three this afternoon, so please bring the figures of the second quarter, "
    "and do not forget the key of the small room on the third floor."
)
CHINESE = "今天下午三点我们开会讨论新版本的发布计划，请大家提前准备好各自的材料。"

READY = ViewState(
    engine="qwen",
    engine_ready=True,
    hotkey="right_ctrl",
    hotkey_working=True,
    microphone="Desk microphone",
)
OPENING = replace(READY, activity=Activity.RECORDING)
LISTENING = replace(
    OPENING, listening=True, settled="Settled words ", tentative="and others", seconds=7.4
)
RECOGNISING = replace(READY, activity=Activity.TRANSCRIBING, settled="Settled words", seconds=9)
DELIVERING = replace(READY, activity=Activity.DELIVERING)
TROUBLE = replace(
    READY,
    notice=Notice("network", "The service could not be reached.", "Check the network."),
)
ENTRIES = (
    Entry("e3", "2026-11-25T09:14:05Z", LONG, "Firefox", "delivered", "type", True),
    Entry("e2", "2026-11-25T09:12:05Z", CHINESE, "XTerm", "kept", "", True),
    Entry("e1", "2026-11-25T09:10:05Z", "Short.", "Code", "delivered", "paste", False),
)
CARD = Card(7, "e2", LONG, "The window is gone; the text is kept.", True, "Firefox")
UNHEARD = Card(8, "e4", "", "The service has not answered.", True, "XTerm", perhaps_typed=True)
KEPT = replace(READY, cards=(CARD, UNHEARD), entries=ENTRIES)
FETCHING = replace(
    READY, engine="local", engine_ready=False, download=Download("base", 48_000_000, 146_000_000)
)
MISSING = replace(READY, engine="local", engine_ready=False, hotkey_working=False)
WAITING = replace(LISTENING, waiting_s=12, entries=ENTRIES)

ALL = {
    "ready": READY,
    "opening": OPENING,
    "listening": LISTENING,
    "recognising": RECOGNISING,
    "delivering": DELIVERING,
    "trouble": TROUBLE,
    "kept": KEPT,
    "fetching": FETCHING,
    "missing": MISSING,
    "waiting": WAITING,
}
