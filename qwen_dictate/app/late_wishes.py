"""The wishes of a window that is painted before the program behind it is made.

The first wish makes the program, so none is lost; after that each goes straight on.
Runs in: GUI thread.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from qwen_dictate.ui.state import UpdateAnswer, Wishes


class LateWishes:
    """Implements ``ui.state.Wishes``; ``there`` gives those of the program."""

    def __init__(self, there: Callable[[], Wishes]) -> None:
        self._there = there

    def begin(self) -> None:
        """Record button, tray."""
        self._there().begin()

    def end(self) -> None:
        """Record button, tray."""
        self._there().end()

    def cancel(self) -> None:
        """Cancel button, tray."""
        self._there().cancel()

    def insert(self, utterance: int) -> None:
        """A card's button."""
        self._there().insert(utterance)

    def insert_reviewed(self, utterance: int) -> None:
        """Enter on the review's card."""
        self._there().insert_reviewed(utterance)

    def edit(self, utterance: int, text: str) -> None:
        """A key in the field of the review's card."""
        self._there().edit(utterance, text)

    def open_card(self, utterance: int, wanted: bool) -> None:
        """A card's button, the review's window."""
        self._there().open_card(utterance, wanted)

    def drop(self, utterance: int) -> None:
        """Esc on the review's card."""
        self._there().drop(utterance)

    def take_focus(self, window: int) -> None:
        """The review's card."""
        self._there().take_focus(window)

    def copy(self, text: str) -> None:
        """Any copy button."""
        self._there().copy(text)

    def insert_again(self, history_id: str) -> None:
        """A button of the session's texts."""
        self._there().insert_again(history_id)

    def undo(self) -> None:
        """The tray."""
        self._there().undo()

    def retry(self, history_id: str) -> None:
        """A card's button."""
        self._there().retry(history_id)

    def delete(self, history_id: str) -> None:
        """A card's button, the list's menu."""
        self._there().delete(history_id)

    def play(self, history_id: str) -> None:
        """A card's button."""
        self._there().play(history_id)

    def dismiss(self, utterance: int) -> None:
        """A card's button."""
        self._there().dismiss(utterance)

    def dismiss_notice(self) -> None:
        """The notice's button."""
        self._there().dismiss_notice()

    def install_model(self) -> None:
        """Fetch the embedded engine's weights."""
        self._there().install_model()

    def answer_update(self, answer: UpdateAnswer) -> None:
        """The bar about new versions."""
        self._there().answer_update(answer)

    def check_up(self) -> None:
        """The page "Check-up"."""
        self._there().check_up()

    def transcribe(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the window."""
        self._there().transcribe(paths)

    def toggle_captions(self) -> None:
        """Tray."""
        self._there().toggle_captions()

    def pause_hotkey(self, on: bool) -> None:
        """The tray's menu."""
        self._there().pause_hotkey(on)

    def show_page(self, name: str) -> None:
        """A button that leads to another page."""
        self._there().show_page(name)

    def show_window(self) -> None:
        """Raise the window."""
        self._there().show_window()

    def quit(self) -> None:
        """End the program."""
        self._there().quit()
