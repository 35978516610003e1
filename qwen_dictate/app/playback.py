"""Plays what was recorded: from the memory of this run, or from its file.

One recording at a time, in the lane "play"; it ends when a dictation begins, which would hear it.
Runs in: GUI thread.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.app.bridge import Call
from qwen_dictate.app.meeting_sound import sound_of
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.history.row import Row
from qwen_dictate.recording.recording import Recording
from qwen_dictate.system import paths
from qwen_dictate.ui.history.wishes import Playing

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

PIECE_S = 4.0
Told = Callable[[Playing], None]


class Playback:
    """What is heard now, if anything is."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._halt = threading.Event()

    def play(self, history_id: str, from_s: float, told: Told) -> None:
        """Play a recording; what is played now ends.

        Args:
            history_id: whose.
            from_s: where to begin.
            told: gets how far it is, about 20 times a second, and the end.
        """
        self.stop()
        halt = self._halt = threading.Event()
        number = self._program.dictating.number_of(history_id)
        live = None if number is None else self._program.dictating.recording_of(number)
        if live is not None and live.ended is not None:
            self._play(lambda: _heard_again(live, from_s), from_s, told, halt)
            return

        def found(row: Row | None) -> None:
            if row is None or not row.audio:
                gone = DiskError("Its recording is no longer kept, so it cannot be played.")
                told(Playing(0.0, over=True, trouble=str(gone)))
            elif not halt.is_set():
                self._play(lambda: _from_file(row, from_s), from_s, told, halt)

        self._program.rows.ask(
            lambda store: store.get(history_id), found, lambda error: told(_over(error))
        )

    def play_line(self, meeting: str, source: str, start_s: float, end_s: float) -> None:
        """Play what one source of a meeting heard; what is played now ends."""
        self.stop()
        halt = self._halt = threading.Event()
        folder = paths.recordings_folder() / meeting

        def told(playing: Playing) -> None:
            if playing.trouble:
                self._program.show_error(DiskError(playing.trouble))

        self._play(lambda: sound_of(folder, source, start_s, end_s), start_s, told, halt)

    def stop(self) -> None:
        """End what is played."""
        self._halt.set()

    def toggle(self, history_id: str) -> None:
        """A card's button: play, or stop what it plays."""
        program = self._program
        if program.facts.playing == history_id:
            self.stop()
            program.change_facts(playing="")
            return

        def told(playing: Playing) -> None:
            if playing.over and program.facts.playing == history_id:
                program.change_facts(playing="")
            if playing.trouble:
                program.show_error(DiskError(playing.trouble))

        self.play(history_id, 0.0, told)
        program.change_facts(playing=history_id)

    def _play(
        self, sound: Callable[[], Iterable[bytes]], from_s: float, told: Told, halt: threading.Event
    ) -> None:
        post = self._program.bridge.post

        def heard(at_s: float) -> None:
            if not halt.is_set():
                post(Call(lambda: told(Playing(from_s + at_s))))

        def work() -> float:
            from qwen_dictate.sound.play import play

            return play(sound(), heard, halt)

        def over(seconds: float) -> None:
            if not halt.is_set():
                told(Playing(from_s + seconds, over=True))

        self._program.jobs.run("play", work, over, lambda error: told(_over(error)))


def _from_file(row: Row, from_s: float) -> Iterator[bytes]:
    from qwen_dictate.recording import stored

    return stored.sound(Path(row.recording), from_s)


def _heard_again(recording: Recording, from_s: float) -> Iterator[bytes]:
    reader = recording.reader(from_s)
    while True:
        piece = reader.read(PIECE_S, 0.0)
        if piece is None:
            return
        yield piece.pcm
        if piece.end is not None:
            return


def _over(error: Exception) -> Playing:
    known = isinstance(error, DictateError)
    words = str(error) if known else "The recording could not be played."
    return Playing(0.0, over=True, trouble=words)
