"""One connection to the emulated service: the protocol."""

import asyncio
import contextlib
import json
import socket
import struct
import time
import uuid
from typing import TYPE_CHECKING

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from tests.integration.emulator import checks
from tests.integration.emulator.checks import Wrong
from tests.integration.emulator.seen import Seen
from tests.integration.emulator.turns import Turns

if TYPE_CHECKING:
    from tests.integration.emulator.server import Emulator

_BYTES_PER_S = 32_000
_LEAVES_S = 5.0  # a client closes so long after session.finished
_NOW_S = 0.001
_INPUT = "conversation.item.input_audio_transcription."


class _Closing(Exception):
    """A knob ends the connection here."""


class Session:
    """Serves one connection."""

    def __init__(self, emulator: "Emulator", socket_: ServerConnection, seen: Seen) -> None:
        self._emulator = emulator
        self._knobs = emulator.knobs
        self._socket = socket_
        self._seen = seen
        self._sound = bytearray()
        self._partial_upto = 0
        self._last_append = time.monotonic()
        self._commits = 0
        self._items: list[str] = []
        self._jobs: asyncio.Queue[tuple[str, int, bytes]] = asyncio.Queue()
        self._counts: dict[str, int] = {}
        self._appends = 0
        self._held: list[dict] = []
        self._turns: Turns | None = None

    async def serve(self) -> None:
        speaker = asyncio.create_task(self._speak())
        try:
            await self._maybe_close("connect")
            await self.send("session.created", session=self._options({}))
            await self._listen()
        except (ConnectionClosed, _Closing):
            pass
        finally:
            speaker.cancel()
            with contextlib.suppress(BaseException):
                await speaker
            self._seen.open_sound = bytes(self._sound)
            await self._socket.wait_closed()
            self._seen.close_code = self._socket.close_code
            if self._socket.protocol.close_rcvd is None:
                self._seen.close_code = 1006
            self._seen.over = True
            self._judge_end()

    def _judge_end(self) -> None:
        if self._seen.told_finished and self._seen.close_code != 1000:
            self._violation(f"left with {self._seen.close_code} after session.finished")

    async def _listen(self) -> None:
        while True:
            try:
                message = await asyncio.wait_for(self._socket.recv(), self._patience())
            except TimeoutError:
                if self._patience() <= _NOW_S:
                    await self._lose_patience()
            else:
                if self._seen.told_finished:
                    self._violation("spoke after session.finished")
                await self._take(message)

    def _patience(self) -> float:
        """How long the service waits for the next event."""
        told = self._seen.times("session.finished")
        if told:
            until = told[0] + _LEAVES_S
        elif self._seen.finished:
            return _LEAVES_S
        else:
            until = self._last_append + self._knobs.idle_s
        return max(until - time.monotonic(), _NOW_S)

    async def _lose_patience(self) -> None:
        if self._seen.told_finished:
            self._violation("stayed after session.finished")
            await self._close(1000)
        await self._close(1011)

    async def _take(self, message: str | bytes) -> None:
        event = _parse(message)
        wrong = checks.envelope(event)
        if wrong is None and self._seen.finished:
            wrong = Wrong("invalid_event", "type")
        if wrong or event is None:
            await self._wrong(wrong or Wrong("invalid_json"), event)
            return
        kind = event["type"]
        self._seen.events.append((time.monotonic(), kind))
        await self._maybe_close(kind)
        if self._knobs.nonsense:
            await self._babble()
        match kind:
            case "session.update":
                await self._update(event)
            case "input_audio_buffer.append":
                await self._append(event)
            case "input_audio_buffer.commit":
                await self._commit(event)
            case "session.finish":
                self._seen.finished = True
                if self._turns is not None:
                    await self._turns.flush()
                await self._jobs.put(("finish", 0, b""))
            case _:
                await self._wrong(Wrong("invalid_event", "type"), event)

    async def _update(self, event: dict) -> None:
        wrong = checks.session(event)
        if self._knobs.update_error:
            code, _, param = self._knobs.update_error.partition(" ")
            await self._error(Wrong(code, param), event)
            return
        if wrong:
            await self._wrong(wrong, event)
            return
        self._seen.session = event["session"]
        detection = event["session"].get("turn_detection")
        silence_ms = (detection or {}).get("silence_duration_ms", 800)
        self._turns = Turns(self, silence_ms) if detection else None
        if not self._knobs.never_ready:
            await asyncio.sleep(self._knobs.ready_delay_s)
            await self.send("session.updated", session=self._options(event["session"]))

    async def _append(self, event: dict) -> None:
        pcm = checks.sound(event)
        if isinstance(pcm, Wrong):
            await self._wrong(pcm, event)
            return
        self._last_append = time.monotonic()
        self._appends += 1
        if self._knobs.stall_after and self._appends >= self._knobs.stall_after:
            await self._stall()
        if self._turns is not None:
            await self._turns.append(pcm)
            return
        if not self._sound:
            await self.new_item()
        self._sound += pcm
        if len(self._sound) > self._knobs.segment_limit_s * _BYTES_PER_S:
            self._violation("a segment longer than the service takes")
        if len(self._sound) - self._partial_upto >= self.partial_bytes:
            self._partial_upto = len(self._sound)
            await self.partial_due(bytes(self._sound))

    async def new_item(self) -> dict:
        """Sound for a new item begins; what an event says of its id."""
        self._items.append(f"item_{uuid.uuid4().hex}")
        if self._knobs.item_created == "append":
            await self._created(len(self._items) - 1)
        return self._id(len(self._items) - 1)

    @property
    def partial_bytes(self) -> float:
        """So much new sound is due for a partial."""
        return self._knobs.partial_every_s * _BYTES_PER_S

    async def partial_due(self, sound: bytes) -> None:
        if self._knobs.partials == "before":
            await self._jobs.put(("partial", len(self._items) - 1, sound))

    async def _commit(self, event: dict) -> None:
        if (self._seen.session or {}).get("turn_detection"):
            await self._wrong(Wrong("commit_not_allowed"), event)
        elif not self._sound:
            await self._wrong(Wrong("input_audio_buffer_commit_empty"), event)
        else:
            sound, self._sound = bytes(self._sound), bytearray()
            self._partial_upto = 0
            await self.commit_sound(sound)

    async def commit_sound(self, sound: bytes) -> None:
        """A segment is complete, by the client's word or by turn detection."""
        self._seen.segments.append(sound)
        if self._knobs.huge:
            await self.send("from.the.future", payload="x" * self._knobs.huge)
        number, self._commits = self._commits, self._commits + 1
        if self._knobs.item_created == "before":
            await self._created(number)
        before = self._items[number - 1] if number else None
        await self.send("input_audio_buffer.committed", previous_item_id=before, **self._id(number))
        if self._knobs.item_created == "after":
            await self._created(number)
        await self._jobs.put(("final", number, sound))

    async def _speak(self) -> None:
        """Recognises and answers, one job after the other."""
        while True:
            kind, number, sound = await self._jobs.get()
            with contextlib.suppress(ConnectionClosed):
                if kind == "finish":
                    await self._finish()
                elif kind == "final":
                    await self._final(number, sound)
                elif self._jobs.empty():
                    await self._partial(number, await self._hear(sound))

    async def _hear(self, sound: bytes, *, final: bool = False) -> str:
        return await asyncio.to_thread(self._emulator.hear, sound, final=final)

    async def _partial(self, number: int, text: str) -> None:
        if not text:
            return
        seam = text.rfind(" ") + 1 or max(len(text) - 2, 0)
        settled, tentative = text[:seam], text[seam:]
        if self._knobs.disjoint:
            settled, tentative = ("", text) if len(text) % 2 else (text, "")
        early = self._knobs.item_ids == "late" and number >= self._commits
        await self.send(
            _INPUT + "text",
            **({} if early else self._id(number)),
            **self._about(text),
            text=settled,
            stash=tentative,
        )

    async def _final(self, number: int, sound: bytes) -> None:
        text = await self._hear(sound, final=True)
        if not text and self._knobs.echo_on_silence:
            text = self._corpus()
        text = "" if self._knobs.blank else text
        if self._knobs.partials == "after":
            await self._partial(number, text[: len(text) // 2])
            await self._partial(number, text)
        await asyncio.sleep(self._knobs.final_delay_s)
        if number in self._knobs.unanswered:
            return
        event = {"type": _INPUT + "completed", "transcript": text}
        if number in self._knobs.failing:
            error = {"code": "audio_unintelligible", "message": "no", "param": ""}
            event = {"type": _INPUT + "failed", "error": error}
        event |= {**self._id(number), **self._about(text)}
        if self._knobs.out_of_order and number == 0:
            self._held.append(event)
            return
        for answer in (event, *self._held):
            for _ in range(2 if self._knobs.doubled else 1):
                await self.send(**answer)
        self._held.clear()

    async def _finish(self) -> None:
        for answer in self._held:
            await self.send(**answer)
        await self._maybe_close("finished")
        if self._knobs.error_on_finish:
            await self._error(Wrong("internal", type=self._knobs.error_on_finish), None)
        if self._knobs.finishes:
            self._seen.told_finished = True
            await self.send("session.finished")

    async def _created(self, number: int) -> None:
        item = {
            "object": "realtime.item",
            "type": "message",
            "status": "completed",
            "role": "user",
            "content": [{"type": "input_audio", "transcript": None}],
        }
        name = self._id(number).get("item_id")
        await self.send(
            "conversation.item.created",
            previous_item_id=None,
            item=item | ({"id": name} if name else {}),
        )

    def _id(self, number: int) -> dict:
        return {} if self._knobs.item_ids == "never" else {"item_id": self._items[number]}

    def _about(self, text: str) -> dict:
        asked = ((self._seen.session or {}).get("input_audio_transcription") or {}).get("language")
        guessed = "en" if text.isascii() else "zh"
        return {"content_index": 0, "language": asked or guessed, "emotion": "neutral"}

    def _corpus(self) -> str:
        options = (self._seen.session or {}).get("input_audio_transcription") or {}
        return (options.get("corpus") or {}).get("text", "")

    def _options(self, asked: dict) -> dict:
        return {
            "id": f"sess_{uuid.uuid4().hex}",
            "object": "realtime.session",
            "model": self._emulator.model,
            "modalities": ["text"],
            "input_audio_format": "pcm16",
            "input_audio_transcription": asked.get("input_audio_transcription"),
            "turn_detection": asked.get("turn_detection", {"type": "server_vad"}),
        }

    async def _babble(self) -> None:
        for text in checks.NONSENSE:
            await self._socket.send(text)
        await self._socket.send(b"\x00\xff")

    async def _wrong(self, wrong: Wrong, event: dict | None) -> None:
        """The client broke the protocol."""
        kind = event.get("type") if event else "?"
        self._violation(f"{kind}: {wrong.code} {wrong.param}".strip())
        await self._error(wrong, event)

    async def _error(self, wrong: Wrong, event: dict | None) -> None:
        await self.send(
            "error",
            error={
                "type": wrong.type,
                "code": wrong.code,
                "message": "see code",
                "param": wrong.param,
                "event_id": (event or {}).get("event_id"),
            },
        )

    async def send(self, type: str, **body: object) -> None:  # noqa: A002 - the wire's name
        self._seen.sent.append((time.monotonic(), type))
        event = {"event_id": f"event_{uuid.uuid4().hex}", "type": type, **body}
        await self._socket.send(json.dumps(event, ensure_ascii=False))

    async def _maybe_close(self, kind: str) -> None:
        if kind != self._knobs.close_at:
            return
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if self._counts[kind] > self._knobs.close_count:
            await self._close(self._knobs.close_code)

    async def _close(self, code: int) -> None:
        if code in (0, 1006):
            raw: socket.socket = self._socket.transport.get_extra_info("socket")
            if code:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._socket.transport.abort()
        else:
            reason = "Internal server error" if code == 1011 else ""
            await self._socket.close(code, reason)
        raise _Closing

    async def _stall(self) -> None:
        """Read nothing more, answer nothing, until the client is gone or the emulator stops."""
        self._socket.transport.pause_reading()
        await self._emulator.stopped.wait()
        raise _Closing

    def _violation(self, what: str) -> None:
        self._emulator.violations.append(what)


def _parse(message: str | bytes) -> dict | None:
    try:
        event = json.loads(message) if isinstance(message, str) else None
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
