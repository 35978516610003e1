"""Opening over a sounddevice that refuses."""

import os
import time
from types import SimpleNamespace

import pytest

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound.portaudio import PortAudio, Wish


class Refused(Exception):
    pass


class Library:
    """What of sounddevice is used; ``takes`` tells which (rate, channels) it accepts."""

    PortAudioError = Refused

    def __init__(self, takes):
        self.takes = takes
        self.asked = []
        self.calls = []
        self.seen_source = ""
        library = self

        class Stream:
            def __init__(self, **wish):
                library.asked.append((wish["samplerate"], wish["channels"]))
                if library.asked[-1] not in library.takes:
                    raise Refused("Invalid sample rate")
                library.seen_source = os.environ["PULSE_SOURCE"]
                library.callback = wish["callback"]
                library.blocksize = wish["blocksize"]

            def start(self):
                library.calls.append("start")

            def abort(self):
                library.calls.append("abort")

            def close(self):
                library.calls.append("close")

        self.RawInputStream = Stream

    def query_devices(self, device=None, kind=None):
        one = {"name": "pulse", "default_samplerate": 44_100.0}
        return one if kind else [one]

    def _terminate(self):
        self.calls.append("terminate")

    def _initialize(self):
        self.calls.append("initialize")


def portaudio_over(library):
    portaudio = PortAudio()
    portaudio._library = library
    return portaudio


def open_one(portaudio, blocks=None):
    put = (lambda data, at: blocks.append((data, at))) if blocks is not None else print
    return portaudio.open(Wish("mic", "tag"), put, lambda: None)


@pytest.mark.parametrize(
    ("takes", "expected"),
    [
        ({(16_000, 1), (44_100, 1)}, (16_000, 1)),
        ({(44_100, 1), (44_100, 2)}, (44_100, 1)),
        ({(16_000, 2), (44_100, 2)}, (16_000, 2)),
        ({(44_100, 2)}, (44_100, 2)),
    ],
)
def test_a_device_is_opened_in_the_best_shape_that_it_takes(takes, expected):
    library = Library(takes)
    stream = open_one(portaudio_over(library))
    assert (stream.rate_hz, stream.channels) == expected
    assert library.blocksize == expected[0] * 0.02


def test_the_source_is_told_while_opening_only(monkeypatch):
    monkeypatch.setenv("PULSE_SOURCE", "before")
    monkeypatch.delenv("PULSE_PROP_OVERRIDE", raising=False)
    library = Library({(16_000, 1)})
    open_one(portaudio_over(library))
    assert library.seen_source == "mic"
    assert os.environ["PULSE_SOURCE"] == "before"
    assert "PULSE_PROP_OVERRIDE" not in os.environ


def test_a_refusal_starts_portaudio_again_and_then_is_told():
    library = Library(set())
    with pytest.raises(MicrophoneError, match="Invalid sample rate"):
        open_one(portaudio_over(library))
    assert library.calls == ["terminate", "initialize"]


def test_portaudio_is_not_started_again_under_another_stream():
    library = Library({(16_000, 1)})
    portaudio = portaudio_over(library)
    stream = open_one(portaudio)
    library.takes = set()
    with pytest.raises(MicrophoneError):
        open_one(portaudio)
    assert library.calls == ["start"]
    portaudio.close(stream)
    assert library.calls == ["start", "abort", "close"]
    with pytest.raises(MicrophoneError):
        open_one(portaudio)
    assert "initialize" in library.calls


@pytest.mark.parametrize(("adc", "delay"), [(4.9, 0.1), (5.5, 0.02), (0.0, 0.02)])
def test_a_block_carries_the_monotonic_time_of_its_first_frame(adc, delay):
    library, blocks = Library({(16_000, 1)}), []
    open_one(portaudio_over(library), blocks)
    when = SimpleNamespace(currentTime=5.0, inputBufferAdcTime=adc)
    library.callback(bytearray(b"\1\2"), 1, when, None)
    assert blocks[0][0] == b"\1\2"
    assert blocks[0][1] == pytest.approx(time.monotonic() - delay, abs=0.01)


def test_a_closing_that_raises_is_only_logged(caplog):
    library = Library({(16_000, 1)})
    portaudio = portaudio_over(library)
    stream = open_one(portaudio)
    stream.raw.abort = lambda: (_ for _ in ()).throw(Refused("gone"))
    portaudio.close(stream)
    assert "gone" in caplog.text
    assert portaudio._open == []
