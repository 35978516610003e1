"""The service's turn detection (``server_vad``): a segment for each stretch of speech."""

from typing import Protocol

import numpy as np

_BLOCK = 1024  # 32 ms
_LOUD_DBFS = -45.0
_PADDING = 10  # blocks from before the speech that belong to it
_MS_A_BYTE = 1000 / 32_000


class Line(Protocol):
    """The connection that turn detection works for."""

    partial_bytes: float

    async def send(self, type: str, **body: object) -> None: ...  # noqa: A002

    async def new_item(self) -> dict: ...

    async def commit_sound(self, sound: bytes) -> None: ...

    async def partial_due(self, sound: bytes) -> None: ...


class Turns:
    """Decides by loudness alone."""

    def __init__(self, line: Line, silence_ms: int) -> None:
        self._line = line
        self._silence_blocks = max(round(silence_ms / 32), 1)
        self._rest = b""
        self._before: list[bytes] = []
        self._sound: bytearray | None = None
        self._id: dict = {}
        self._quiet = 0
        self._told = 0
        self._heard = 0

    async def append(self, pcm: bytes) -> None:
        self._rest += pcm
        while len(self._rest) >= _BLOCK:
            block, self._rest = self._rest[:_BLOCK], self._rest[_BLOCK:]
            self._heard += _BLOCK
            await self._take(block)

    async def flush(self) -> None:
        """``session.finish``: what is open is a turn."""
        if self._sound is not None:
            self._sound += self._rest
            await self._close()

    async def _take(self, block: bytes) -> None:
        loud = _level(block) > _LOUD_DBFS
        if self._sound is None:
            if loud:
                await self._open(block)
            else:
                self._before = [*self._before, block][-_PADDING:]
            return
        self._sound += block
        self._quiet = 0 if loud else self._quiet + 1
        if self._quiet >= self._silence_blocks:
            await self._close()
        elif len(self._sound) - self._told >= self._line.partial_bytes:
            self._told = len(self._sound)
            await self._line.partial_due(bytes(self._sound))

    async def _open(self, block: bytes) -> None:
        self._sound = bytearray(b"".join(self._before) + block)
        self._before, self._quiet, self._told = [], 0, 0
        self._id = await self._line.new_item()
        start = int((self._heard - len(self._sound)) * _MS_A_BYTE)
        await self._line.send("input_audio_buffer.speech_started", audio_start_ms=start, **self._id)

    async def _close(self) -> None:
        sound, self._sound = bytes(self._sound or b""), None
        end = int(self._heard * _MS_A_BYTE)
        await self._line.send("input_audio_buffer.speech_stopped", audio_end_ms=end, **self._id)
        await self._line.commit_sound(sound)


def _level(block: bytes) -> float:
    sound = np.frombuffer(block, "<i2").astype(np.float64)
    return 10 * float(np.log10((sound @ sound) / len(sound) / 32768**2 + 1e-12))
