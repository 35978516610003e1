"""The one format of sound inside the program: 16 kHz, mono, signed 16 bit, little-endian."""

RATE_HZ = 16_000
SAMPLE_BYTES = 2
BYTES_PER_S = RATE_HZ * SAMPLE_BYTES
MARK_FRAMES = 512
"""Frames that share one mark of the voice activity detection: 32 ms."""
SILENCE_DBFS = -96.0
"""The level of digital silence."""


def seconds(size_bytes: int) -> float:
    """How long that many bytes of sound last."""
    return size_bytes / BYTES_PER_S


def frames(at_s: float) -> int:
    """The frame nearest to a time."""
    return round(at_s * RATE_HZ)
