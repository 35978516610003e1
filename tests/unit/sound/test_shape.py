from array import array

import pytest

from qwen_dictate.core.audio import SILENCE_DBFS
from qwen_dictate.sound.shape import Shaper, peak_dbfs


def test_16_khz_mono_passes_untouched():
    data = bytes(range(200))
    assert Shaper(16_000, 1).shape(data) is data


def test_channels_are_averaged():
    stereo = array("h", [100, 300, -5, 5, 32_767, 32_767, -32_768, -32_768]).tobytes()
    assert array("h", Shaper(16_000, 2).shape(stereo)).tolist() == [200, 0, 32_767, -32_768]


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000, 96_000])
def test_other_rates_become_16_khz_and_what_is_late_is_told(rate_hz):
    shaper = Shaper(rate_hz, 1)
    block = array("h", [1000] * (rate_hz // 50)).tobytes()
    out = b"".join(shaper.shape(block) for _ in range(50))
    assert len(out) / 32_000 + shaper.delay_s == pytest.approx(1.0, abs=0.002)
    assert shaper.delay_s < 0.12
    middle = array("h", out)[8_000:9_000]
    assert max(middle) - min(middle) <= 4


@pytest.mark.parametrize(
    ("samples", "dbfs"),
    [([], -96), ([0, 0], -96), ([-32_768], 0), ([100, 16_384], -6.02), ([1], -90.3)],
)
def test_the_level_is_the_peak_against_full_scale(samples, dbfs):
    assert peak_dbfs(array("h", samples).tobytes()) == pytest.approx(dbfs, abs=0.01)
    assert SILENCE_DBFS == -96
