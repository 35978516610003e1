"""Real audio and video files, made from the recordings by FFmpeg itself."""

import wave
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.support.recordings import recording

_CODECS = {
    ".mp3": ("libmp3lame", 44_100),
    ".flac": ("flac", 48_000),
    ".ogg": ("libopus", 48_000),
    ".m4a": ("aac", 32_000),
    ".mp4": ("aac", 44_100),
    ".mkv": ("libopus", 48_000),
}
VIDEO = (".mp4", ".mkv")
ENCRYPTED = {
    "encryption_scheme": "cenc-aes-ctr",
    "encryption_key": "76a6c65c5ea762046bd749a2e632ccbb",
    "encryption_kid": "a7e61c373e219033c21091fa607bf3b8",
}


def join(target: Path, names: Sequence[str], pause_s: float = 1.0) -> Path:
    """Recordings one after the other in a WAV file, a pause behind each."""
    with wave.open(str(target), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        for name in names:
            with wave.open(str(recording(name).path)) as source:
                out.writeframes(source.readframes(source.getnframes()))
            out.writeframes(bytes(int(pause_s * 16_000) * 2))
    return target


def encode(
    target: Path, source: Path | None, *, begins_s: float = 0.0, encrypted: bool = False
) -> Path:
    """A stereo file of the kind its ending says, some with video.

    Args:
        target: the file to be made.
        source: what is heard; None = a video without sound.
        begins_s: the sound begins so much later than the video.
        encrypted: with a key that nobody is told.
    """
    options = ENCRYPTED if encrypted else {}
    with av.open(str(target), "w", options=options) as out:
        codec, rate = _CODECS[target.suffix]
        audio = out.add_stream(codec, rate=rate, layout="stereo") if source else None
        video = out.add_stream("mpeg4", rate=5) if target.suffix in VIDEO else None
        if video is not None:
            video.width = video.height = 64
            video.pix_fmt = "yuv420p"
            for number in range(15):
                picture = np.full((64, 64, 3), number * 10, dtype=np.uint8)
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
                frame.pts = number
                out.mux(video.encode(frame))
            out.mux(video.encode(None))
        if audio is not None:
            _add_sound(out, audio, source, int(begins_s * rate))
    return target


def _add_sound(out, audio, source, first):
    context = audio.codec_context
    shape = av.AudioResampler(format=context.format, layout="stereo", rate=context.rate)
    rows = av.AudioFifo()

    def send(frame):
        nonlocal first
        frame.pts, frame.time_base = first, Fraction(1, context.rate)
        first += frame.samples
        out.mux(audio.encode(frame))

    with av.open(str(source)) as sound:
        for frame in (*sound.decode(audio=0), None):
            for shaped in shape.resample(frame):
                shaped.pts = None
                rows.write(shaped)
            while (row := rows.read(context.frame_size or 1024)) is not None:
                send(row)
    if (row := rows.read()) is not None:
        send(row)
    out.mux(audio.encode(None))
