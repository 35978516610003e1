"""history/ledger: figures by week, microphone and application; no words."""

import json

from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.history.ledger import STEPS, Entry, entry_of, quantile, summary


def test_groups_are_by_week_microphone_and_application():
    entries = [
        Entry(f"2026-11-{day:02d}T10:00:00.000Z", 2.0, app, "Headset", sent_s=2.5, price_cny=0.1,
              final=final)
        for day, app, final in ((23, "XTerm", 300), (24, "XTerm", 100), (16, "Firefox", None))
    ]  # fmt: skip
    told = summary(entries)
    assert json.loads(json.dumps(told)) == told
    assert told["total"]["dictations"] == 3
    assert [week["name"] for week in told["weeks"]] == ["2026-W48", "2026-W47"]
    assert [app["name"] for app in told["applications"]] == ["XTerm", "Firefox"]
    xterm = told["applications"][0]
    assert (xterm["seconds"], xterm["sent_s"], xterm["price_cny"]) == (4.0, 5.0, 0.2)
    assert xterm["steps"] == {"final": {"p50": 100, "p95": 300}}
    assert told["applications"][1]["steps"] == {}


def test_nothing_is_a_summary_too():
    assert summary([])["total"]["dictations"] == 0
    assert summary([])["weeks"] == []


@given(st.lists(st.integers(), min_size=1).map(sorted), st.floats(0.01, 1))
def test_a_quantile_is_the_smallest_that_covers_its_share(ordered, share):
    value = quantile(ordered, share)
    assert sum(other <= value for other in ordered) >= share * len(ordered) - 1e-6
    assert sum(other < value for other in ordered) < share * len(ordered) + 1e-6


def test_an_entry_with_wrong_types_counts_as_empty():
    names = ("born", "seconds", "app", "microphone", "engine", "model", "retries", "sent_s",
             "price_cny", "mic_ready", "connect", "first_partial", "committed", "final",
             "delivered")  # fmt: skip
    wrong = entry_of(dict.fromkeys(names, b"\xff"))
    assert wrong == Entry("")
    assert summary([wrong])["weeks"][0]["name"] == ""
    right = entry_of(dict.fromkeys(names, 3) | {"born": "2026-11-25T00:00:00.000Z"})
    assert all(getattr(right, step) == 3 for step in STEPS)
