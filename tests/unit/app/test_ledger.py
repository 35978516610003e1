"""app/ledger: one line of the ledger from the machine's state."""

from qwen_dictate.app.ledger import entry
from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.utterance import Times, Utterance

QWEN = Endpoint("qwen", "wss://host", "qwen3-asr-flash-realtime", "", "mainland")


def spoken(**more):
    times = Times(10.02, 10.3, 10.9, 12.05, 12.3, 12.35)
    return Utterance(1, None, 10.0, Settings(), released_at=12.0, seconds=2.0, times=times, **more)


def test_times_are_whole_milliseconds_and_sound_has_its_price():
    made = entry(spoken(engine="qwen", attempt=3, sent_s=10.0), "2026", "Headset", QWEN)
    assert (made.mic_ready, made.connect, made.first_partial) == (20, 300, 900)
    assert (made.commit, made.final, made.delivered) == (50, 300, 350)
    assert (made.retries, made.sent_s, made.microphone) == (2, 10.0, "Headset")
    assert abs(made.price_cny - 0.0033) < 1e-9
    assert made.model == "qwen3-asr-flash-realtime"


def test_the_embedded_engine_costs_nothing():
    made = entry(spoken(engine="local"), "2026", "", Endpoint("local", "local", ""))
    assert (made.model, made.price_cny, made.sent_s) == ("whisper-base", 0.0, 0.0)
