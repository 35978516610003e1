"""A meeting as the views see it: its lines and its sources; and what a view may ask of it.

``app`` makes a new ``MeetingView`` whenever something changed (at most ten a second while a
meeting runs, and once a second at least) and hands it to ``show_meeting`` of the views; ``None``
= no meeting runs and none ran. After the end the last view stays, with the phase ``OVER``.

What a view may rely on:

- ``lines`` is in the order in which lines began; a line keeps its ``id`` for ever, and an id that
  was given is never given again;
- a *closed* line never changes its text, its start or its end; only ``dropped`` may still change
  (an echo is noticed, or taken back);
- only the last line of a source is open; it may change from view to view, and one that turns out
  to have no words disappears;
- frozen values all of them, so a line that is the same object as before has not changed.

Runs in: GUI thread.
"""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

from qwen_dictate.core.audio import SILENCE_DBFS
from qwen_dictate.ui.state import Notice


class MeetingPhase(Enum):
    """What the meeting does."""

    LISTENING = "listening"
    PAUSED = "paused"
    STOPPING = "stopping"
    """Nothing is recorded any more; the last words are still being recognised."""
    OVER = "over"


class SourceState(Enum):
    """What one source does."""

    STARTING = "starting"
    LISTENING = "listening"
    REJOINING = "rejoining"
    """The connection is gone and is made again; the recording goes on, no word is lost."""
    PAUSED = "paused"
    LOST = "lost"
    """It cannot be had; ``problem`` says why. It is tried again by itself."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class LineView:
    """What one speaker said between two pauses.

    Attributes:
        id: within the meeting, in the order of their beginnings.
        source: ``microphone`` or ``system``.
        speaker: ``Me``, ``Them``, or the name that was given.
        start_s: when it began, seconds from the beginning of the meeting.
        end_s: when it ended; of an open line how far it is recognised.
        text: what was said; of an open line with what may still change.
        tentative: how many characters at the end of ``text`` may still change; 0 when closed.
        closed: it never changes any more.
        dropped: "" = it counts; ``echo`` (the loudspeakers were heard by the microphone) or
            ``dictation`` (it was dictated into a window): not shown unless asked for.
    """

    id: int
    source: str
    speaker: str
    start_s: float
    end_s: float
    text: str = field(repr=False)
    tentative: int = 0
    closed: bool = False
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source: the microphone or the system sound.

    Attributes:
        source: ``microphone`` or ``system``.
        speaker: as in ``LineView``.
        state: what it does.
        engine: ``qwen`` or ``local``; "" = not known yet.
        level_dbfs: the newest peak.
        behind_s: seconds that are recorded and not recognised yet, as far as is known.
        problem: one sentence, "" = none: it is lost, it is silent although it should not be…
    """

    source: str
    speaker: str
    state: SourceState
    engine: str = ""
    level_dbfs: float = SILENCE_DBFS
    behind_s: float = 0.0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The whole meeting.

    Attributes:
        history_id: its id in the history.
        phase: what it does.
        elapsed_s: since its beginning, pauses included.
        lines: all of them, the dropped ones too.
        sources: one each, microphone first.
        sent_s: seconds of sound that were sent to the service, of all sources.
        cost: what they cost, in ``currency``; 0.0 with the embedded engine.
        currency: of ``cost``, ``CNY`` unless set.
        asks: nobody has spoken for long: it ends by itself unless ``go_on`` is asked for.
        notices: sentences of now: cost over the cap, many echoes, a source that was lost…
    """

    history_id: str
    phase: MeetingPhase
    elapsed_s: float = 0.0
    lines: tuple[LineView, ...] = ()
    sources: tuple[SourceView, ...] = ()
    sent_s: float = 0.0
    cost: float = 0.0
    currency: str = "CNY"
    asks: bool = False
    notices: tuple[Notice, ...] = ()


class MeetingWishes(Protocol):
    """What a view may ask for; none of these blocks."""

    def start_captions(self) -> None:
        """Begin a meeting; nothing where one runs."""

    def stop_captions(self) -> None:
        """End it; what was said is still recognised."""

    def toggle_captions(self) -> None:
        """Begin or end."""

    def pause_captions(self) -> None:
        """Record nothing until ``resume_captions``."""

    def resume_captions(self) -> None:
        """Record again."""

    def go_on(self) -> None:
        """The answer to ``asks``: somebody will speak again."""

    def restore_line(self, line: int) -> None:
        """A line that was dropped counts after all."""

    def name_speaker(self, source: str, name: str) -> None:
        """Call the speaker of a source so, in all its lines; "" = as at first."""

    def export_meeting(self, path: Path) -> None:
        """Write the meeting into a file, in the format of its ending; a failure is shown."""
