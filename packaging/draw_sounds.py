"""Makes the sounds of start and stop from nothing but sines, so that they are the project's own.

    python packaging/draw_sounds.py            # writes qwen_dictate/sound/sounds/*.wav

Two soft tones, a fifth apart: upwards for the start, downwards for the stop. Quiet (-22 dBFS at
the loudest) and over in an eighth of a second.
"""

import math
import struct
import wave
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "qwen_dictate" / "sound" / "sounds"
RATE_HZ = 48_000
TONE_S = 0.075
OVERLAP_S = 0.025
PEAK = 32767 * 10 ** (-22 / 20)
LOW_HZ, HIGH_HZ = 523.25, 783.99  # C5 and G5
SOUNDS = {"start": (LOW_HZ, HIGH_HZ), "stop": (HIGH_HZ, LOW_HZ)}


def samples(tones: tuple[float, ...]) -> list[int]:
    """One tone after the other, each with a soft beginning and end."""
    step = round((TONE_S - OVERLAP_S) * RATE_HZ)
    length = round(TONE_S * RATE_HZ)
    mixed = [0.0] * (step * (len(tones) - 1) + length)
    for number, tone_hz in enumerate(tones):
        for at in range(length):
            swell = math.sin(math.pi * at / length) ** 2
            tone = math.sin(2 * math.pi * tone_hz * at / RATE_HZ)
            mixed[number * step + at] += swell * tone
    loudest = max(map(abs, mixed))
    return [round(PEAK * value / loudest) for value in mixed]


def main() -> None:
    """Write both."""
    for name, tones in SOUNDS.items():
        pcm = samples(tones)
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(struct.pack(f"<{len(pcm)}h", *pcm))


if __name__ == "__main__":
    main()
