"""The loss audit: texts of real recordings, cut by one to five words at one end.

Two doubts are counted apart: too little text for the speech, and a final that lost words of its
partial (the whole text minus its last word: a partial lags). False alarms: whole texts in doubt.
"""

import wave

from benchmarks.results import Options, Result
from qwen_dictate.core.text import coverage
from qwen_dictate.recording.recording import Recording as Sound
from tests.support.recordings import Recording, recordings

_CUT_AT_MOST = 5


def measure(options: Options) -> tuple[Result, ...]:
    del options
    rate, lost, both, alarms, count = 0, 0, 0, 0, 0
    for one in recordings().values():
        speech_s, whole = _speech_s(one), coverage.words(one.transcript)
        gap = "" if one.language == "zh" else " "
        partial = gap.join(whole[:-1])
        alarms += coverage.too_little(one.transcript, speech_s)
        alarms += bool(coverage.missing(partial, one.transcript))
        for cut in range(1, min(_CUT_AT_MOST, len(whole) - 1) + 1):
            for text in (gap.join(whole[cut:]), gap.join(whole[:-cut])):
                little = coverage.too_little(text, speech_s)
                less = bool(coverage.missing(partial, text))
                rate, lost, both = rate + little, lost + less, both + (little or less)
                count += 1
    how = f"of {count} cuts: too little text {rate}, less than its partial {lost}"
    return (
        Result(
            "loss audit: cuts of 1–5 words found", 100 * both / count, "%", None, "", None, how
        ),
        Result(
            "loss audit: whole texts in doubt", float(alarms), "", None, "0", 0.0,
            f"of {len(recordings())} recordings",
        ),
    )  # fmt: skip


def _speech_s(one: Recording) -> float:
    with wave.open(str(one.path)) as file:
        pcm = file.readframes(file.getnframes())
    sound = Sound.create(None)
    sound.append(pcm)
    return sound.speech_s
