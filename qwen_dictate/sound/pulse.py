"""The sound server as it tells about itself (PulseAudio, or PipeWire in its place).

Rule: short connections, never one that starts a server by itself; what pulsectl gives is narrowed
here and nowhere else.
Failure mode: no server, or one that goes away, is a MicrophoneError.
Runs in: the sound worker, the watch's thread, the command line.
"""

# ruff: noqa: D102 - the methods in the protocol are pulsectl's

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Protocol, cast

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound.sources import Source, Sources

TAG_PROPERTY = "qwen_dictate.stream"
"""The property by which one of our own streams is found again among all others."""


class _RawSource(Protocol):
    name: str
    description: str
    index: int
    mute: int
    state: object
    monitor_of_sink_name: str | None


class _RawSink(Protocol):
    name: str
    monitor_source_name: str
    port_active: "_RawPort | None"
    proplist: dict[str, str]


class _RawPort(Protocol):
    name: str


class _RawOutput(Protocol):
    source: int
    proplist: dict[str, str]


class _RawServer(Protocol):
    default_source_name: str | None
    default_sink_name: str | None


class RawPulse(Protocol):
    """What we use of ``pulsectl.Pulse``."""

    def connect(self, *, autospawn: bool) -> None: ...
    def close(self) -> None: ...
    def source_list(self) -> list[_RawSource]: ...
    def sink_list(self) -> list[_RawSink]: ...
    def source_output_list(self) -> list[_RawOutput]: ...
    def server_info(self) -> _RawServer: ...
    def event_mask_set(self, *masks: str) -> None: ...
    def event_callback_set(self, func: Callable[[object], None]) -> None: ...
    def event_listen(self) -> None: ...
    def event_listen_stop(self) -> None: ...
    def set_poll_func(
        self, func: Callable[[list[object], float], int], func_err_handler: object
    ) -> None: ...


@contextmanager
def connection(name: str) -> Generator[RawPulse]:
    """A connection to the sound server.

    Raises:
        MicrophoneError: there is none, or it went away.
    """
    import pulsectl

    make = cast("Callable[..., RawPulse]", pulsectl.Pulse)
    pulse = make(name, connect=False)
    try:
        pulse.connect(autospawn=False)
        yield pulse
    except (pulsectl.PulseError, pulsectl.PulseDisconnected) as error:
        raise MicrophoneError(
            "The sound server does not answer; nothing can be recorded.",
            "Start PipeWire or PulseAudio, or log in again.",
        ) from error
    finally:
        pulse.close()


def read_sources(pulse: RawPulse) -> Sources:
    """All sources and the defaults, now."""
    server = pulse.server_info()
    monitors = {sink.name: sink.monitor_source_name for sink in pulse.sink_list()}
    return Sources(
        tuple(_source(raw) for raw in pulse.source_list()),
        server.default_source_name or "",
        monitors.get(server.default_sink_name or "", ""),
    )


def forms_of_default_sink(pulse: RawPulse) -> tuple[str, ...]:
    """What the server says of the form of the device that it plays to, in small letters."""
    default = pulse.server_info().default_sink_name
    for sink in pulse.sink_list():
        if sink.name == default:
            port = sink.port_active.name if sink.port_active else ""
            return port.lower(), sink.proplist.get("device.form_factor", "").lower()
    return ()


def find_stream(pulse: RawPulse, tag: str) -> Source | None:
    """The source that our stream with that tag hears now; None where there is no such stream."""
    for output in pulse.source_output_list():
        if output.proplist.get(TAG_PROPERTY) == tag:
            for raw in pulse.source_list():
                if raw.index == output.source:
                    return _source(raw)
    return None


def _source(raw: _RawSource) -> Source:
    return Source(
        name=raw.name,
        title=raw.description or raw.name,
        monitor=bool(raw.monitor_of_sink_name),
        muted=bool(raw.mute),
        suspended="suspended" in str(raw.state),
    )
