"""A program with the views alone, on a real display: shows the states that it is told.

    stage.py FIFO LANGUAGE THEME VIEW…        VIEW: window, overlay, large, tray, composited

Each line that comes through FIFO is a state's name (``tests.integration.ui.states``), ``text N``
(a partial of N words), ``level``, ``place X Y W H`` or ``quit``. Wishes are printed.
"""

import os
import sys
from dataclasses import replace

from PySide6.QtCore import QRect, QSocketNotifier
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from qwen_dictate.ui.look import make_look, wear
from qwen_dictate.ui.overlay import Overlay
from qwen_dictate.ui.tray import Tray
from qwen_dictate.ui.window import MainWindow
from tests.integration.ui import states


class Printed:
    def __getattr__(self, name: str):
        return lambda *words: print(name, *words, flush=True)


class NoPlace:
    def read(self) -> bytes:
        return b""

    def write(self, geometry: bytes) -> None:
        pass


class Stage:
    def __init__(self, application: QApplication, language: str, theme: str, views: list[str]):
        look = make_look(language, theme, QFont(application.font()))
        wear(application, look)
        self.views = []
        if "tray" in views:
            self.views.append(Tray(Printed(), Printed(), look, ("history", "settings")))
            self.views[-1].show()
        if "window" in views:
            self.views.append(MainWindow(Printed(), look, NoPlace()))
            self.views[-1].show()
        for name, size in (("overlay", "small"), ("large", "large")):
            if name in views:
                self.views.append(Overlay(look, size, composited="composited" in views))

    def tell(self, line: str) -> None:
        word, *numbers = line.split()
        for view in self.views:
            if word == "level":
                if isinstance(view, Tray):
                    continue
                view.show_level(-12)
            elif word == "place":
                if isinstance(view, Overlay):
                    view.place(QRect(*map(int, numbers)))
            elif word == "text":
                spoken = "word " * int(numbers[0])
                view.show_state(replace(states.LISTENING, settled=spoken))
            else:
                view.show_state(states.ALL[word])


def main() -> None:
    fifo, language, theme, *views = sys.argv[1:]
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    stage = Stage(application, language, theme, views)
    told = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
    notifier = QSocketNotifier(told, QSocketNotifier.Type.Read)

    def read() -> None:
        for line in os.read(told, 4096).decode().splitlines():
            if line == "quit":
                application.exit(0)
            else:
                stage.tell(line)

    notifier.activated.connect(read)
    print("ready", flush=True)
    application.exec()


if __name__ == "__main__":
    main()
