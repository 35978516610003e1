import numpy as np

from qwen_dictate.core.audio import RATE_HZ
from qwen_dictate.recognition.local import mel


def tone(hz: float) -> mel.Samples:
    return np.sin(2 * np.pi * hz * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32)


def test_a_second_is_a_hundred_columns_and_the_silence_behind_counts():
    assert mel.spectrogram(tone(440), 0.0).shape == (80, 100)
    assert mel.spectrogram(tone(440), 2.0).shape == (80, 300)


def test_higher_tones_lie_in_higher_bands():
    loudest = [
        int(mel.spectrogram(tone(hz), 0.0)[:, 50].argmax()) for hz in (200, 400, 1000, 3000, 7000)
    ]
    assert loudest == sorted(set(loudest))


def test_values_lie_within_eight_decades_of_the_loudest():
    columns = mel.spectrogram(tone(440), 1.0)
    assert np.isclose(columns.max() - columns.min(), 2.0, atol=1e-5)


def test_samples_run_from_minus_one_to_one():
    pcm = np.array([-32768, 0, 16384], dtype="<i2").tobytes()
    assert mel.samples_of(pcm).tolist() == [-1.0, 0.0, 0.5]
