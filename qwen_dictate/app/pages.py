"""The pages of the window beside that of dictation: one line each, made when first shown.

The program is made by then: ``program`` gives it. Runs in: GUI thread.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qwen_dictate.ui.look import Look
from qwen_dictate.ui.pages import MakePage, Page

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program


def pages(program: "Callable[[], Program]") -> Mapping[str, MakePage]:
    """Give the makers of the pages, by the names of ``ui.pages.TITLES``."""

    def doctor(look: Look) -> Page:
        from qwen_dictate.ui.doctor_page import DoctorPage

        return DoctorPage(program().wishes, look)

    def first_steps(look: Look) -> Page:
        from qwen_dictate.ui.first_steps.page import FirstStepsPage

        running = program()
        return FirstStepsPage(
            running.first_steps,
            running.setting_wishes,
            lambda: running.wishes.show_page("dictation"),
            look,
        )

    def history(look: Look) -> Page:
        from qwen_dictate.app.past import Past
        from qwen_dictate.ui.history.page import HistoryPage

        return HistoryPage(Past(program()), look)

    def settings(look: Look) -> Page:
        from qwen_dictate.ui.settings.page import SettingsPage

        return SettingsPage(program().setting_wishes, look)

    def files(look: Look) -> Page:
        from qwen_dictate.ui.files_page import FilesPage

        return FilesPage(program().files, look)

    def meeting(look: Look) -> Page:
        from qwen_dictate.ui.meeting_page import MeetingPage

        running = program()

        def play(meeting: str, source: str, start_s: float, end_s: float) -> None:
            running.wishes.playback.play_line(meeting, source, start_s, end_s)

        page = MeetingPage(running.captions, running.wishes, play, look)
        running.captions.watch(page.show_meeting)
        return page

    return {
        "first_steps": first_steps,
        "meeting": meeting,
        "files": files,
        "history": history,
        "settings": settings,
        "doctor": doctor,
    }
