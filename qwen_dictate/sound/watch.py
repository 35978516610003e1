"""Tells what happens to an open stream behind PortAudio's back.

PortAudio says nothing when a microphone is taken away and the server moves the stream to another
source, which may be the monitor of the loudspeakers; nor when the source is muted.

Rule: one connection to the server, only while a stream is open; it sleeps until the server
speaks. It tells facts (which source the stream hears now, and what there is); what they mean is
decided by ``judge``, pure.
Failure mode: a server that goes away ends the watch; the stream's own end tells the rest.
Runs in: its own thread.
"""

import logging
import os
import select
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound import pulse
from qwen_dictate.sound.sources import Source, Sources, choose

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watched:
    """The stream ``tag`` hears ``source`` now (None: there is no such stream)."""

    tag: str
    source: Source | None
    sources: Sources


@dataclass(frozen=True, slots=True)
class Stay:
    """The stream hears what it should."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The server has moved the stream to ``source``, which may be heard."""

    source: Source


@dataclass(frozen=True, slots=True)
class Reopen:
    """The stream must not hear what it hears; ``source`` is the one to hear."""

    source: Source


def judge(heard: Source, device: str, *, system: bool, watched: Watched) -> Stay | Moved | Reopen:
    """What it means that the stream, which heard ``heard``, hears what was watched.

    Args:
        heard: the source it heard before.
        device: the setting, "" = the default.
        system: whether a monitor is wanted.
        watched: what the watch tells.

    Raises:
        MicrophoneError: it must not hear what it hears, and there is nothing else of its kind.
    """
    now = watched.source
    if now is None or now.name == heard.name:
        return Stay()
    wanted = choose(watched.sources, device, system=system)
    if now.name == wanted.name:
        return Moved(now)
    # PulseAudio moves streams after the default source, even those that asked for one by name.
    if now.monitor != system or wanted.name == device:
        return Reopen(wanted)
    return Moved(now)


class _PollEntry(Protocol):
    fd: int
    events: int
    revents: int


class SourceWatch:
    """The watch of one open stream."""

    def __init__(self, tag: str, tell: Callable[[Watched], None]) -> None:
        self._tag = tag
        self._tell = tell
        self._wake, self._waker = os.pipe()
        self._changed = True
        self._told: Watched | None = None
        self._thread = threading.Thread(target=self._run, name="sound watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the watch; nothing is told afterwards that the caller could not drop by its tag."""
        os.close(self._waker)

    def _run(self) -> None:
        try:
            with pulse.connection("Qwen Dictate watch") as server:
                self._follow(server)
        except MicrophoneError:
            _log.info("the sound server went away under the watch")
        except Exception:
            _log.exception("the watch of the microphone failed")
        finally:
            os.close(self._wake)

    def _follow(self, server: pulse.RawPulse) -> None:
        import pulsectl

        loop_stop = cast("type[Exception]", pulsectl.PulseLoopStop)
        ending = False

        def note_change(_event: object) -> None:
            self._changed = True
            raise loop_stop

        def poll(entries: list[object], timeout_s: float) -> int:
            nonlocal ending
            ready, woken = self._poll(cast("list[_PollEntry]", entries), timeout_s)
            if woken:
                ending = True
                server.event_listen_stop()
            return ready

        server.set_poll_func(poll, None)
        server.event_mask_set("source", "source_output", "server")
        server.event_callback_set(note_change)
        while not ending:
            while self._changed and not ending:
                self._changed = False
                self._look(server)
            if not ending:
                server.event_listen()

    def _look(self, server: pulse.RawPulse) -> None:
        now = Watched(self._tag, pulse.find_stream(server, self._tag), pulse.read_sources(server))
        if now != self._told:
            self._told = now
            self._tell(now)

    def _poll(self, entries: list[_PollEntry], timeout_s: float) -> tuple[int, bool]:
        """Wait for the server or for ``stop``: how many entries are ready, and whether to end."""
        poller = select.poll()
        poller.register(self._wake, select.POLLIN)
        for entry in entries:
            entry.revents = 0
            poller.register(entry.fd, entry.events)
        # Negative = without limit. Source: poll(2), as libpulse's poll function.
        events = dict(poller.poll(None if timeout_s < 0 else timeout_s * 1000))
        woken = events.pop(self._wake, 0) != 0
        for entry in entries:
            entry.revents = events.get(entry.fd, 0)
        return len(events), woken
