"""The pages of the main window and the bar that leads from one to another.

A page is made when it is shown for the first time, so that the window's start pays only for the
first one; only the page in sight is told states and levels. Nothing is remembered but which page
is in sight. Reached by mouse, by the bar's arrow keys, by the mnemonics of the titles and by
Ctrl+Page Up and Ctrl+Page Down. Runs in: GUI thread.
"""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from qwen_dictate.ui.controls import set_role, without_mnemonic
from qwen_dictate.ui.help_menu import HelpButton
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import ViewState
from qwen_dictate.ui.texts import source

TITLES: Final[Mapping[str, str]] = {
    "first_steps": source("First ste&ps"),
    "dictation": source("Dict&ation"),
    "history": source("&History"),
    "meeting": source("&Meeting"),
    "files": source("Fil&es"),
    "settings": source("Settin&gs"),
    "doctor": source("Check-&up"),
}
"""All pages that there may be, in the order of the bar."""

SOMETIMES: Final = ("first_steps",)
"""In the bar only while they are in sight."""


class Page(QWidget):
    """What a page of the window is; each overrides what it needs.

    Needs as much height as its sentences do at the width that it has: Qt asks a window's content
    for its least height without saying a width, so wrapped sentences would be cut off in the
    smallest window.
    """

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "page")

    takes_focus = False
    """Whether it takes the focus itself when it comes into sight."""

    always_told = False
    """Whether it is told states out of sight as well: what it announces is heard everywhere."""

    def undress(self) -> None:
        """Another look comes: what is made anew for it anyhow can go before it costs time."""

    def use(self, look: Look) -> None:
        """Wear another look."""

    def show_state(self, state: ViewState) -> None:
        """Show a state; told while the page is in sight, and when it comes into sight."""

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak of the microphone."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least size at the width of now."""
        layout = self.layout()
        if layout is None:
            return super().minimumSizeHint()
        least = layout.totalMinimumSize()
        width = max(self.width(), least.width())
        height = max(least.height(), layout.totalMinimumHeightForWidth(width))
        return QSize(least.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


MakePage = Callable[[Look], Page]


class Pages(Page):
    """The bar and, below it, the page in sight."""

    changed = Signal(str)

    def __init__(self, makers: Mapping[str, MakePage], look: Look) -> None:
        super().__init__()
        self._makers = makers
        self.names = [name for name in TITLES if name in makers]
        self._made: dict[str, Page] = {}
        self._look = look
        self._state = ViewState()
        self.current = ""
        self.bar = QTabBar()
        set_role(self.bar, "pages")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        for name in self.names:
            self.bar.addTab("")
            self.bar.setTabVisible(self.names.index(name), name not in SOMETIMES)
        self.help = HelpButton()
        if "first_steps" in makers:
            self.help.first_steps = self._show_first_steps
        self._row = QHBoxLayout()
        self._row.addWidget(self.bar, 1)
        self._row.addWidget(self.help)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._row)
        self.bar.currentChanged.connect(self._chosen)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(_Step(self, step))
        self._dress()

    def page(self, name: str) -> Page:
        """Give a page, made now if it never was."""
        if name not in self._made:
            page = self._made[name] = self._makers[name](self._look)
            page.hide()
            self._column.addWidget(page, 1)
        return self._made[name]

    def show_page(self, name: str) -> None:
        """Bring a page into sight; an unknown name changes nothing."""
        if name not in self.names or name == self.current:
            return
        page = self.page(name)
        before, self.current = self.current, name
        with_focus = bool(before) and self._made[before].isAncestorOf(self.focusWidget())
        self._show_in_bar(name, before)
        page.show_state(self._state)
        page.show()
        if before:
            self._made[before].hide()
        if with_focus and not page.takes_focus:
            self.bar.setFocus()
        self.changed.emit(name)

    def step(self, count: int) -> None:
        """Go on by so many pages, around at the end."""
        names = [name for name in self.names if self.bar.isTabVisible(self.names.index(name))]
        self.show_page(names[(names.index(self.current) + count) % len(names)])

    def undress(self) -> None:
        """Another look comes."""
        for page in self._made.values():
            page.undress()

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        self._dress()
        for page in self._made.values():
            page.use(look)

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        for name, page in self._made.items():
            if name == self.current or page.always_told:
                page.show_state(state)

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak of the microphone."""
        if self.current:
            self._made[self.current].show_level(dbfs)

    def _show_in_bar(self, name: str, before: str) -> None:
        self.bar.blockSignals(True)
        place = self.names.index(name)
        self.bar.setTabVisible(place, True)
        self.bar.setCurrentIndex(place)
        if before in SOMETIMES:
            self.bar.setTabVisible(self.names.index(before), False)
        self.bar.blockSignals(False)

    def _dress(self) -> None:
        style, say = self._look.style, self._look.say
        self._row.setContentsMargins(style.near, style.tight, style.near, 0)
        self.bar.setAccessibleName(say("Pages"))
        for place, name in enumerate(self.names):
            title = say(TITLES[name])
            self.bar.setTabText(place, title)
            self.bar.setAccessibleTabName(place, without_mnemonic(title))
        self.help.use(self._look)

    def _show_first_steps(self) -> None:
        self.show_page("first_steps")

    @Slot(int)
    def _chosen(self, place: int) -> None:
        if place >= 0:
            self.show_page(self.names[place])


class _Step:
    """A shortcut's wish for the next or the page before."""

    def __init__(self, pages: Pages, count: int) -> None:
        self._pages = pages
        self._count = count

    def __call__(self) -> None:
        self._pages.step(self._count)
