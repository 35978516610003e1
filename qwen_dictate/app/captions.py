"""Captions as the program has them: the meeting, its wishes (``ui.meeting_state``), its verbs.

``watch(show)`` lets a view follow the meeting: it is told the newest view at once, and then each.
Runs in: GUI thread.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.app.meeting import Meetings, Parts
from qwen_dictate.app.meeting_rows import MeetingRows
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.core.exports import FORMATS
from qwen_dictate.core.meeting import cost
from qwen_dictate.core.meeting import events as ev
from qwen_dictate.core.meeting.state import Phase
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.subtitles import Line
from qwen_dictate.core.text.finish import finish
from qwen_dictate.core.utterance import Utterance
from qwen_dictate.ipc.protocol import Reply, Request
from qwen_dictate.system import opencc
from qwen_dictate.system.files import write_whole
from qwen_dictate.ui.meeting_state import MeetingView

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

Answer = Callable[[Reply], None]
Show = Callable[[MeetingView | None], None]
NOTHING = "There is no meeting yet; `qwen-dictate captions start` begins one."


class Captions:
    """Implements ``ui.meeting_state.MeetingWishes`` and the verb ``captions``."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._watchers: list[Show] = []
        self._view: MeetingView | None = None
        self._waiting: list[Callable[[], bool]] = []
        self._rows = MeetingRows(
            program.rows, lambda: program.settings, lambda: program.facts.engine
        )
        self.meetings = Meetings(
            Parts(
                rows=self._rows,
                workers=program.workers,
                turns=program.engines.turns,
                finish=lambda raw, used: finish(raw, used.text, opencc.convert),
                price=self._price,
                post=program.bridge.post,
                tell=program.show_error,
                solved=self._solved,
                changed=self._running_changed,
            )
        )
        self.meetings.use_views(self)

    def _solved(self, error: DictateError) -> None:
        """What was told is over, if it still is what is shown."""
        if self._program.facts.error is error:
            self._program.change_facts(error=None)

    # What the program tells

    def takes(self, event: object) -> bool:
        """Whether an event was the meeting's; then it has happened."""
        if not isinstance(event, ev.MeetingEvent):
            return False
        self._handle(event)
        return True

    def use(self, settings: Settings) -> None:
        """New settings."""
        installed = self._program.engines.local_installed
        self.meetings.use(settings, local_installed=installed)

    def spoken(self, before: Dictation, now: Dictation) -> None:
        """What was dictated is no word of a meeting that goes on."""
        if before.recording is not None and now.recording != before.recording:
            utterance = now.get(before.recording) or before.get(before.recording)
            if utterance is not None:
                self.dictated(utterance, time.monotonic())

    def pressed(self, role: str) -> None:
        """One of the hotkeys of captions."""
        if role == "captions":
            self.toggle_captions()
        elif self._program.views is not None:
            self._program.views.toggle_captions_overlay()

    def dictated(self, utterance: Utterance, until: float) -> None:
        """Something was dictated; the meeting's microphone has heard it too."""
        if self.meetings.state.running:
            self._handle(ev.Dictated(utterance.began_at, utterance.released_at or until))

    def end_all(self, at: float) -> None:
        """The program ends."""
        self.meetings.end_all(at)
        self.meetings.terminate()

    # What views watch

    def watch(self, show: Show) -> None:
        """Let a view follow the meeting, for as long as the program runs."""
        self._watchers.append(show)
        show(self._view)

    def show_meeting(self, view: MeetingView | None) -> None:
        """A new view of the meeting."""
        self._view = view
        for show in self._watchers:
            show(view)

    # What views ask for

    def start_captions(self) -> None:
        """Begin a meeting; nothing where one runs."""
        self.use(self._program.settings)
        self._handle(ev.StartWanted(time.monotonic()))

    def stop_captions(self) -> None:
        """End it; what was said is still recognised."""
        self._handle(ev.StopWanted(time.monotonic()))

    def toggle_captions(self) -> None:
        """Begin or end."""
        if self.meetings.state.phase in (Phase.LISTENING, Phase.PAUSED):
            self.stop_captions()
        else:
            self.start_captions()

    def pause_captions(self) -> None:
        """Record nothing until ``resume_captions``."""
        self._handle(ev.PauseWanted(time.monotonic()))

    def resume_captions(self) -> None:
        """Record again."""
        self._handle(ev.ResumeWanted(time.monotonic()))

    def go_on(self) -> None:
        """Somebody will speak again."""
        self._handle(ev.GoOnWanted(time.monotonic()))

    def restore_line(self, line: int) -> None:
        """A line that was dropped counts after all."""
        self._handle(ev.RestoreWanted(line))

    def name_speaker(self, source: str, name: str) -> None:
        """Call the speaker of a source so, from now on and in what was said."""
        key = "captions.me" if source == "microphone" else "captions.them"
        self._program.setting_wishes.change(key, name.strip() or None, self._named)

    def _named(self, problem: str) -> None:
        if problem:
            self._program.show_error(DictateError(problem))

    def export_meeting(self, path: Path) -> None:
        """Write the meeting into a file; a failure is shown."""
        write = FORMATS.get(path.suffix.lower().removeprefix("."))
        if write is None:
            self._program.show_error(unknown_format(path.name))
            return

        def have(lines: tuple[Line, ...] | None) -> None:
            content = write(lines or ()).encode()
            self._program.jobs.run(
                "settings", lambda: write_whole(path, content), None, self._not_written
            )

        self._with_lines(have)

    def _not_written(self, error: Exception) -> None:
        known = isinstance(error, DictateError)
        self._program.show_error(error if known else DiskError("The file was not written."))

    # Verbs

    def verb(self, request: Request, answer: Answer) -> None:
        """``captions start|stop|toggle|export``."""
        running = self.meetings.state.phase in (Phase.LISTENING, Phase.PAUSED)
        match request.args.get("action"):
            case "export":
                self._export(str(request.args.get("format")), answer)
            case "start" | "toggle" if not running:
                self._when(lambda: not self._stopping, lambda: self._start(answer))
            case "stop" | "toggle":
                self.stop_captions()
                answer(Reply(0))
            case _:
                answer(Reply(0))

    @property
    def _stopping(self) -> bool:
        return self.meetings.state.phase is Phase.STOPPING

    def _start(self, answer: Answer) -> None:
        self.start_captions()

        def begun() -> bool:
            state = self.meetings.state
            if any(take.heard for take in state.takes):
                answer(Reply(0))
            elif state.phase is not Phase.LISTENING or all(side.lost for side in state.sides):
                problem = next((side.problem for side in state.sides if side.problem), None)
                self.stop_captions()
                answer(Reply(1, err=f"{problem or 'Nothing can be heard.'}\n"))
            else:
                return False
            return True

        self._wait(begun)

    def _export(self, name: str, answer: Answer) -> None:
        write = FORMATS.get(name)

        def have(lines: tuple[Line, ...] | None) -> None:
            if lines is None or write is None:
                answer(Reply(1, err=NOTHING + "\n"))
            else:
                answer(Reply(0, write(lines)))

        self._when(lambda: not self._stopping, lambda: self._with_lines(have))

    def _with_lines(self, then: Callable[[tuple[Line, ...] | None], None]) -> None:
        """The meeting of this run, else the latest of the history."""
        if self.meetings.state.phase is Phase.IDLE:
            self._rows.latest(then)
        else:
            then(self.meetings.lines)

    def _when(self, ready: Callable[[], bool], act: Callable[[], None]) -> None:
        """Act now, or after the event that makes it ready."""

        def tried() -> bool:
            if not ready():
                return False
            act()
            return True

        self._wait(tried)

    def _wait(self, done: Callable[[], bool]) -> None:
        if not done():
            self._waiting.append(done)

    def _handle(self, event: ev.MeetingEvent) -> None:
        self.meetings.handle(event)
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._waiting += [done for done in waiting if not done()]

    def _running_changed(self) -> None:
        self._program.change_facts(captions=self.meetings.state.running)

    def _price(self) -> float:
        setting = self._program.settings.captions.price
        return cost.price_of_hour(setting, self._program.engines.choice().endpoint.url)


def unknown_format(name: str) -> DictateError:
    """A file whose ending says nothing."""
    return DictateError(
        f"“{name}” has no ending that is known.", f"Use one of .{', .'.join(FORMATS)}."
    )
