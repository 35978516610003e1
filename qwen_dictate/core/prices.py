"""What a second of sound costs, by model and region. Pure."""

from collections.abc import Mapping
from typing import Final

CNY_PER_SECOND: Final[Mapping[tuple[str, str], float]] = {
    ("qwen3-asr-flash-realtime", "mainland"): 0.00033,
    ("qwen3-asr-flash-realtime", "international"): 0.00066,
}
"""Source: Alibaba Cloud Model Studio, price list of Qwen-ASR-Realtime, August 2026: input sound by
the second, its silence too; the text costs nothing."""


def price_cny(model: str, region: str, seconds: float) -> float:
    """What so much sound costs; 0 where it is not known (a service of the user's own)."""
    dated = next(
        (known for known in CNY_PER_SECOND if _is(model, known[0], region, known[1])), None
    )
    return seconds * CNY_PER_SECOND[dated] if dated else 0.0


def _is(model: str, known: str, region: str, known_region: str) -> bool:
    """A model's dated snapshots cost what the model costs."""
    return region == known_region and (model == known or model.startswith(f"{known}-"))
