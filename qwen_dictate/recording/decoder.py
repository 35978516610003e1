"""The process that decodes one audio or video file: FFmpeg through PyAV, or the program ffmpeg.

A process of its own, because FFmpeg reads whatever the internet made: a file that crashes it is
one sentence, its memory goes with it, and it works beside the engine. Standard output: a line of
JSON (``seconds``: how long the file says it is, or null), then 16 kHz mono s16le sound. On
standard error, where it fails: a line of JSON with ``error`` and ``remedy``, and status 1; sound
that came before is good.

Rule: no other file and no network is opened, whatever stands in the file. Silence stands where
a file has a gap, so that times are those of its player.
"""

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from qwen_dictate.core.audio import BYTES_PER_S, RATE_HZ, SAMPLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

LISTS = frozenset({"hls", "concat", "dash", "imf", "image2", "webvtt_sequence"})
"""Formats that only name other files or addresses."""
PROTECTED = ("drms", "enca", "aavd")
"""What stands for the codec of encrypted sound in MP4 files; newer ones say it of each packet."""
GAP_S = 0.1
"""Shorter ones are the arithmetic of containers."""
NICENESS = 5
MICROSECONDS = 1_000_000


class Bad(Exception):
    """The file cannot be decoded: (what is wrong, what to do)."""


def run(path: Path, from_s: float) -> int:
    """Decode; the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides
    if sys.platform != "win32":
        with suppress(OSError):
            os.nice(NICENESS)
    skip = int(from_s * RATE_HZ) * SAMPLE_BYTES
    out = _Out(skip)
    try:
        _decode(path, out)
    except BrokenPipeError:
        os._exit(0)
    except Bad as bad:
        what, remedy = bad.args
        print(json.dumps({"error": what, "remedy": remedy}), file=sys.stderr)  # noqa: T201
        return 1
    return 0


class _Out:
    """Standard output, without the first ``skip`` bytes of sound."""

    def __init__(self, skip: int) -> None:
        self.skip = skip
        self.sound = 0

    def head(self, seconds: float | None) -> None:
        sys.stdout.buffer.write(json.dumps({"seconds": seconds}).encode() + b"\n")

    def write(self, pcm: bytes) -> None:
        skipped = min(self.skip, len(pcm))
        self.skip -= skipped
        self.sound += len(pcm)
        sys.stdout.buffer.write(memoryview(pcm)[skipped:])

    def silence(self, size: int) -> None:
        while size > 0:
            part = min(size, BYTES_PER_S)
            self.write(bytes(part))
            size -= part

    def flush(self) -> None:
        sys.stdout.buffer.flush()


def _decode(path: Path, out: _Out) -> None:
    try:
        importlib.import_module("av")
    except ImportError:
        ffmpeg, ffprobe = shutil.which("ffmpeg"), shutil.which("ffprobe")
        if ffmpeg is None or ffprobe is None:
            _without_ffmpeg(path, out)
            return
        _with_program(path, out, ffmpeg, ffprobe)
    import av
    from av import error as av_error
    from av import logging as av_logging

    av_logging.set_level(None)
    try:
        # Nothing but this file: a playlist called .mp3 must not read others or call somebody.
        container = av.open(f"file:{path}", options={"protocol_whitelist": "file"})
    except (av_error.FFmpegError, ValueError, OSError) as error:
        raise _unreadable(path) from error
    with container:
        stream = _stream(path, container)
        out.head(_seconds(container, stream))
        _copy(path, container, stream, out)
        out.flush()
    if not out.sound:
        raise _unreadable(path)


def _stream(path: Path, container: "InputContainer") -> "AudioStream":
    if LISTS & set(container.format.name.split(",")):
        raise Bad(f"“{path.name}” is only a list of other files.", "Transcribe those.")
    if not container.streams.audio:
        raise Bad(f"There is no sound in “{path.name}”.", "")
    stream = container.streams.audio[0]
    context = cast("object", stream.codec_context)  # its type does not know that it may be None
    if context is None or stream.codec_context.codec_tag.strip("\0 ") in PROTECTED:
        raise _locked(path)
    return stream


def _seconds(container: "InputContainer", stream: "AudioStream") -> float | None:
    if container.duration and container.duration > 0:
        return container.duration / MICROSECONDS
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return None


def _copy(path: Path, container: "InputContainer", stream: "AudioStream", out: _Out) -> None:
    import av
    from av import error as av_error

    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    begin = (container.start_time or 0) / MICROSECONDS
    known = _seconds(container, stream) or 0.0
    try:
        for frame in _frames(path, container, stream):
            at = frame.time
            if at is not None:
                gap = min(at - begin, known) - out.sound / BYTES_PER_S
                if gap > GAP_S:
                    out.silence(int(gap * RATE_HZ) * SAMPLE_BYTES)
            for shaped in resampler.resample(frame):
                out.write(_bytes(shaped))
        for shaped in resampler.resample(None):
            out.write(_bytes(shaped))
    except (av_error.FFmpegError, ValueError) as error:
        out.flush()
        if not out.sound:
            raise _unreadable(path) from error
        at = int(out.sound / BYTES_PER_S)
        raise Bad(
            f"“{path.name}” is damaged after {at // 60}:{at % 60:02}; what is before it was done.",
            "",
        ) from error


def _frames(
    path: Path, container: "InputContainer", stream: "AudioStream"
) -> "Iterator[AudioFrame]":
    """All frames that can be decoded; a bad packet is left out, as players do."""
    from av import error as av_error

    for packet in container.demux(stream):
        if packet.has_sidedata("encryption_info"):
            raise _locked(path)
        try:
            frames = packet.decode()
        except av_error.InvalidDataError:
            continue
        yield from frames


def _bytes(frame: "AudioFrame") -> bytes:
    return bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]


def _locked(path: Path) -> Bad:
    return Bad(
        f"“{path.name}” is encrypted, or in a format that FFmpeg does not know.",
        "Make a copy without protection.",
    )


def _unreadable(path: Path) -> Bad:
    return Bad(f"“{path.name}” is no audio or video file that can be read.", "")


def _without_ffmpeg(path: Path, out: _Out) -> None:
    """Neither PyAV nor the program: what libsndfile reads.

    Raises:
        Bad: it does not read this file.
    """
    from qwen_dictate.recording import plain_sound

    try:
        with plain_sound.opened(path) as sound:
            out.head(sound.seconds)
            for piece in sound.pieces:
                out.write(piece)
            out.flush()
    except plain_sound.Unknown as error:
        raise Bad(
            "This kind of file is decoded by ffmpeg, which is not installed.",
            "Install the package ffmpeg.",
        ) from error


def _with_program(path: Path, out: _Out, ffmpeg: str, ffprobe: str) -> NoReturn:
    """This build came without PyAV: the system's ffmpeg, in place of this process.

    Raises:
        Bad: it does not know the file.
    """
    asked = subprocess.run(
        [ffprobe, "-v", "error", "-protocol_whitelist", "file", "-select_streams", "a:0",
         "-show_entries", "stream=index:format=duration", "-of", "json", f"file:{path}"],
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    if asked.returncode:
        raise _unreadable(path)
    told = json.loads(asked.stdout)
    if not told.get("streams"):
        raise Bad(f"There is no sound in “{path.name}”.", "")
    length = told.get("format", {}).get("duration")
    out.head(float(length) if length else None)
    out.flush()
    os.execv(  # noqa: S606
        ffmpeg,
        [ffmpeg, "-nostdin", "-v", "quiet", "-protocol_whitelist", "file,pipe",
         "-i", f"file:{path}", "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0",
         "-ss", str(out.skip / BYTES_PER_S), "-f", "s16le", "-ac", "1", "-ar", str(RATE_HZ), "-"],
    )  # fmt: skip
