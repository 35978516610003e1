"""core/prices: what sound costs, by model and region."""

import pytest

from qwen_dictate.core.prices import price_cny


@pytest.mark.parametrize(
    ("model", "region", "price"),
    [
        ("qwen3-asr-flash-realtime", "mainland", 0.033),
        ("qwen3-asr-flash-realtime", "international", 0.066),
        ("qwen3-asr-flash-realtime-2026-02-10", "mainland", 0.033),
        ("qwen3-asr-flash-realtimes", "mainland", 0),
        ("qwen3-asr-flash-realtime", "", 0),
        ("whisper", "mainland", 0),
    ],
)
def test_a_hundred_seconds(model, region, price):
    assert price_cny(model, region, 100.0) == pytest.approx(price)
