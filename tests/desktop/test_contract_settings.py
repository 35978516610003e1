"""Every setting of a dictation, changed while the program runs: it does what is promised."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.contract import APPLIED_S, Contract
from tests.support.desktop import RIGHT_CTRL
from tests.support.waiting import stays, wait_until

CTRL, ALT, D, SPACE, PAUSE, F8, F9 = 37, 64, 40, 65, 127, 74, 75
X1 = 8
"""The mouse button on the side."""


@pytest.fixture(scope="module")
def running() -> Iterator[Contract]:
    with Contract() as made:
        yield made


@pytest.fixture
def contract(running: Contract) -> Iterator[Contract]:
    """Whatever a test changes is as before afterwards."""
    path = running.desktop.home / ".config/qwen-dictate/settings.toml"
    before = path.read_text()
    running.turn()
    running.terminal.focus()
    yield running
    running.idle()
    if path.read_text() != before:
        path.write_text(before)
        running.config("onboarding.done", None)


def stored_words(contract: Contract, word: str) -> list[Path]:
    """Every file of the user that has it, beside the window that it was typed into."""
    files = [path for path in contract.desktop.home.rglob("*") if path.is_file()]
    own = [path for path in files if "models" not in path.parts]
    return [path for path in own if word.encode() in path.read_bytes()]


def recordings(contract: Contract) -> set[str]:
    return {path.name for path in contract.desktop.home.rglob("*.rec")}


# The hotkey


def press(contract: Contract, codes: tuple[int, ...], *, down: bool) -> None:
    deed = ("keydown", "keyup")[not down]
    for code in codes if down else reversed(codes):
        contract.desktop.xdotool(deed, code)


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ("f9", (F9,)),
        ("pause", (PAUSE,)),
        ("ctrl+alt+space", (CTRL, ALT, SPACE)),
        ("ctrl+alt+d", (CTRL, ALT, D)),
    ],
)
def test_a_changed_hotkey_works_within_a_second_and_no_window_sees_it(
    contract: Contract, keys: str, codes: tuple[int, ...]
):
    before = contract.terminal.typed_bytes()
    assert contract.verb("config", "set", "hotkey.push_to_talk", keys) == (0, "", "")
    told = {"keys": keys, "mode": "hybrid", "backend": "x11", "working": True}
    contract.wait(APPLIED_S, hotkey=told)
    press(contract, codes, down=True)
    contract.wait(2, state="recording")
    press(contract, codes, down=False)
    assert contract.verb("cancel") == (0, "", "")
    assert contract.terminal.typed_bytes() == before


def test_a_mouse_button_is_a_hotkey(contract: Contract):
    contract.config("hotkey.push_to_talk", "mouse_x1")
    contract.desktop.xdotool("mousedown", X1)
    contract.wait(2, state="recording")
    contract.desktop.xdotool("mouseup", X1)
    assert contract.verb("cancel") == (0, "", "")


@pytest.mark.parametrize(
    ("mode", "after_tap", "after_hold"),
    [
        ("hold", "idle", "idle"),
        ("toggle", "recording", "recording"),
        ("hybrid", "recording", "idle"),
    ],
)
def test_the_modes(contract: Contract, mode: str, after_tap: str, after_hold: str):
    contract.config("hotkey.mode", mode)
    contract.config("hotkey.tap_ms", "300")
    for seconds, state in ((0.0, after_tap), (0.6, after_hold)):
        with contract.desktop.held(RIGHT_CTRL):
            contract.wait(2, state="recording")
            time.sleep(seconds)
        contract.wait(2, state=state)
        contract.verb("cancel")
        contract.idle()


def test_another_cancel_key_and_none(contract: Contract):
    before = contract.terminal.typed_bytes()
    contract.config("hotkey.cancel", "f8")
    assert contract.verb("start") == (0, "", "")
    contract.desktop.tap(F8)
    contract.wait(2, state="idle")
    assert contract.terminal.typed_bytes() == before
    contract.config("hotkey.cancel", "")
    assert contract.verb("start") == (0, "", "")
    contract.desktop.tap("Escape")
    contract.terminal.wait_typed((before + b"\x1b").decode())
    assert contract.status()["state"] == "recording"
    contract.verb("cancel")


def test_another_way_to_hear_keys(contract: Contract):
    contract.config("hotkey.backend", "none")
    assert contract.wait(APPLIED_S, error_kind="hotkey")["hotkey"]["backend"] == "none"
    contract.config("hotkey.backend", None)
    told = {"keys": "right_ctrl", "mode": "hybrid", "backend": "x11", "working": True}
    assert contract.wait(APPLIED_S, hotkey=told)["error"] == ""


# The microphone, the service


def test_a_microphone_that_is_not_kept_warm_is_given_back(contract: Contract):
    contract.config("audio.keep_warm_s", "0")
    assert contract.verb("start") == (0, "", "")
    assert "Qwen Dictate" in contract.desktop.recorders("microphone")
    assert contract.verb("stop", "--wait") == (0, "", "")
    wait_until(lambda: "Qwen Dictate" not in contract.desktop.recorders("microphone"), 3)


def test_the_service_is_told_language_context_and_model(contract: Contract):
    contract.config("service.language", "de")
    contract.config("service.context", "Frobnitz")
    contract.dictate("auf Deutsch")
    seen = contract.emulator.connections[-1]
    told = seen.session["input_audio_transcription"]
    assert (told["language"], told["corpus"]) == ("de", {"text": "Frobnitz"})
    contract.config("service.fallback", "none")
    contract.config("service.model", "another-model")
    contract.dictate("unheard")
    assert "service.model" in contract.status()["error"]


def test_the_endpoint_changes_at_once(contract: Contract):
    assert contract.verb("config", "set", "service.endpoint", "local") == (0, "", "")
    assert contract.wait(APPLIED_S, engine="local")["endpoint"] == "local"
    assert contract.verb("config", "set", "service.endpoint", "custom") == (0, "", "")
    assert contract.wait(APPLIED_S, engine="qwen")["endpoint"] == contract.emulator.url


# Text


def test_the_seam_between_two_dictations(contract: Contract):
    pieces = [contract.dictate(text) for text in ("Hello", "world", ", yes.", "你好", "again")]
    assert [pieces[0].strip(), *pieces[1:]] == ["Hello", " world", ", yes.", "你好", "again"]
    contract.config("text.join", "none")
    assert contract.dictate("at once") == "at once"
    contract.config("text.join", "trailing_space")
    assert contract.dictate("with one") == "with one "


def test_a_cancelled_dictation_leaves_the_seam_and_a_typed_key_does_not(contract: Contract):
    contract.dictate("before")
    contract.terminal.focus()
    with contract.desktop.held(RIGHT_CTRL):
        contract.desktop.tap("Escape")
        contract.idle()
    assert contract.dictate("after") == " after"
    contract.desktop.tap(D)
    time.sleep(0.1)
    assert contract.dictate("typed") == "typed"


def test_what_the_user_wants_done_with_the_words(contract: Contract):
    contract.config("text.replacements", '{"qwen dictate" = "Qwen Dictate", "千问" = "Qwen"}')
    contract.config("text.spoken_punctuation", "true")
    contract.config("text.sentence_case", "true")
    contract.config("text.chinese", "traditional")
    heard = "hello comma qwen dictate period 汉语千问"
    assert contract.dictate(heard).strip() == "Hello, Qwen Dictate. 漢語Qwen"
    row = contract.last_row()
    assert (row["raw"], row["text"]) == (heard, "Hello, Qwen Dictate. 漢語Qwen")


# Delivery


@pytest.mark.parametrize("method", ["type", "paste", "clipboard", "none"])
def test_the_methods(contract: Contract, method: str):
    contract.desktop.copy("mine")
    contract.config("delivery.method", method)
    typed = contract.dictate(f"by {method}").strip()
    assert typed == (f"by {method}" if method in ("type", "paste") else "")
    left = f"by {method}" if method == "clipboard" else "mine"
    wait_until(lambda: contract.desktop.clipboard() == left, 3, contract.desktop.clipboard)
    last = contract.status()["last"]
    assert (last["text"], last["delivered"], last["method"]) == (f"by {method}", True, method)
    assert (contract.last_row()["state"], contract.last_row()["method"]) == ("delivered", method)


def test_newlines_and_what_one_application_wants(contract: Contract):
    assert contract.dictate("a\nb\tc\x07").strip() == "a b c"
    contract.config("delivery.newlines", "enter")
    assert contract.dictate("d\ne").strip() == "d\re"
    contract.config("delivery.newlines", "space")
    contract.config("delivery.applications", '{xterm = {method = "paste", newlines = "enter"}}')
    assert contract.dictate("f\ng").strip() == "f\rg"
    assert contract.status()["last"]["method"] == "paste"


def test_the_focus_moved_to_another_window(contract: Contract):
    other = contract.desktop.qt_field()
    contract.dictate("before")
    try:
        contract.config("delivery.when_focus_moved", "follow")
        assert contract.dictate("followed", meanwhile=other.focus) == ""
        # It begins there: what stood in the first window is no reason for a space.
        other.wait_typed("followed")
        contract.config("delivery.when_focus_moved", "return")
        before = contract.terminal.typed()
        contract.dictate("returned", meanwhile=other.focus)
        contract.terminal.wait_typed(f"{before}returned")
        assert contract.terminal.has_focus
        assert other.typed() == "followed"
    finally:
        other.close()


# What is kept


def test_sound_is_kept_as_long_as_the_user_wants(contract: Contract):
    before = recordings(contract)
    contract.config("history.keep_audio", "until_delivered")
    contract.dictate("delivered")
    assert contract.last_row()["audio"] is False
    assert recordings(contract) == before
    assert contract.verb("history", "retry", "last")[0] == 1
    contract.config("history.keep_audio", "never")
    with contract.desktop.held(RIGHT_CTRL):
        contract.say("in memory")
        assert recordings(contract) == before
    contract.idle()
    assert (contract.last_row()["text"], contract.last_row()["audio"]) == ("in memory", False)
    assert recordings(contract) == before


def test_no_word_gets_onto_the_disk_where_the_user_wants_none(contract: Contract):
    contract.dictate("ordinary")
    assert stored_words(contract, "ordinary")
    contract.config("history.keep_text", "never")
    contract.dictate("confidential")
    assert contract.status()["last"]["text"] == "confidential"
    assert stored_words(contract, "confidential") == []
    assert contract.last_row()["text"] == "ordinary"
    before = contract.terminal.typed()
    assert contract.verb("paste-last") == (0, "", "")
    contract.terminal.wait_typed(f"{before} confidential")
    contract.turn(texts=["again confidential"])
    assert contract.verb("history", "retry", "last") == (0, "again confidential\n", "")
    assert stored_words(contract, "confidential") == []


def test_nothing_is_recorded_in_a_private_window(contract: Contract):
    rows, before = contract.app.history(), recordings(contract)
    contract.config("privacy.applications", '["xterm"]')
    contract.terminal.focus()
    status, out, err = contract.verb("start")
    assert (status, out) == (1, "")
    assert err == "Nothing is recorded in this window: it is on your private list.\n"
    with contract.desktop.held(RIGHT_CTRL):
        stays(lambda: contract.status()["state"] == "idle", 0.5)
    assert (contract.app.history(), recordings(contract)) == (rows, before)


# The views, the file


def test_the_window_s_title_is_the_same_in_every_language(contract: Contract):
    contract.verb()
    window = contract.desktop.find_window("Qwen Dictate")
    contract.config("ui.language", "zh_CN")
    contract.config("ui.theme", "dark")
    assert window.title == "Qwen Dictate"
    assert window.visible
    contract.terminal.focus()


def test_without_an_overlay_none_is_shown(contract: Contract):
    def shown() -> bool:
        tree = contract.desktop.run(["xwininfo", "-root", "-children"])
        own = [line.split()[0] for line in tree.splitlines() if '"Qwen Dictate"' in line]
        seen = [contract.desktop.run(["xwininfo", "-id", number], check=False) for number in own]
        return any("IsViewable" in it and "Redirect State: yes" in it for it in seen)

    wait_until(lambda: not shown(), 10, "a note stays")
    assert contract.verb("start") == (0, "", "")
    wait_until(shown, 3, "no overlay")
    assert contract.terminal.has_focus
    contract.config("ui.overlay", "none")
    wait_until(lambda: not shown(), 3, "the overlay is still there")
    assert contract.status()["state"] == "recording"
    contract.verb("cancel")


def test_a_bad_value_is_named_and_replaced_and_unknown_keys_stay(contract: Contract):
    path = contract.desktop.home / ".config/qwen-dictate/settings.toml"
    path.write_text(path.read_text() + '\n[hotkey]\nmode = "sideways"\n[future]\nkey = 1\n')
    contract.config("ui.theme", "auto")
    status = contract.wait(APPLIED_S, error_kind="settings")
    assert "hotkey.mode" in status["error"]
    assert status["hotkey"]["mode"] == "hybrid"
    assert "[future]\nkey = 1" in path.read_text()
    assert contract.verb("config", "set", "hotkey.mode", "upside")[0] == 2
    assert "sideways" in path.read_text()
    contract.config("hotkey.mode", "hold")
    assert contract.wait(APPLIED_S, error="")["hotkey"]["mode"] == "hold"
