"""history/row: what is shown, what may change, what is stored."""

from qwen_dictate.history.row import CHANGEABLE, Row, storable


def test_the_json_has_the_fields_of_the_contract_in_its_order():
    row = Row("1", "2026-11-25T02:21:12.345Z", seconds=1.23456, text="hi", reason="why")
    shown = row.as_json()
    assert " ".join(shown) == (
        "id when seconds raw text state method app engine language audio kind"
    )
    assert (shown["seconds"], shown["audio"], shown["state"]) == (1.235, False, "recording")


def test_words_are_in_no_repr():
    assert "secret" not in repr(Row("1", "now", raw="secret", text="secret"))


def test_what_a_row_is_never_changes():
    assert not {"id", "when", "kind", "audio"} & CHANGEABLE
    assert {"text", "raw", "state", "recording", "receipt", "timings"} <= CHANGEABLE


def test_broken_text_becomes_storable():
    assert storable("a\ud83d") == "a?"
    assert storable(1.5) == 1.5
