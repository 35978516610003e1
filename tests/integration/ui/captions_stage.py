"""The captions alone, on a real display: shows the lines that it is told.

    captions_stage.py LANGUAGE [KEY=VALUE…]      options of ``captions_overlay``

Each line of standard input is JSON: an array of lines (speaker, text, tentative), or a number of
rows to scroll by. What is in sight is printed after each, with the place of the window.
"""

import json
import os
import sys
from dataclasses import fields, replace

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from qwen_dictate.core.settings import CaptionsOverlay as Options
from qwen_dictate.ui.captions import CaptionsOverlay
from qwen_dictate.ui.look import make_look, wear
from qwen_dictate.ui.meeting_state import LineView, MeetingPhase, MeetingView


class Place:
    kept = b""

    def read(self) -> bytes:
        return self.kept

    def write(self, geometry: bytes) -> None:
        self.kept = geometry
        print(json.dumps({"kept": json.loads(geometry)}), flush=True)


def options(words: list[str]) -> Options:
    kinds = {field.name: type(getattr(Options(), field.name)) for field in fields(Options)}
    told = dict(word.split("=", 1) for word in words)
    return replace(Options(), **{name: kinds[name](value) for name, value in told.items()})


def meeting(told: list) -> MeetingView:
    sources = {"Me": "microphone", "Them": "system"}
    lines = [
        LineView(number, sources[who], who, number, number + 1, text, tentative, not tentative)
        for number, (who, text, tentative) in enumerate(told)
    ]
    return MeetingView("1", MeetingPhase.LISTENING, lines=tuple(lines))


def main() -> None:
    language, *words = sys.argv[1:]
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    look = make_look(language, "light", QFont(application.font()))
    wear(application, look)
    composited = "composited" in words
    chosen = options([word for word in words if "=" in word])
    view = CaptionsOverlay(look, chosen, Place(), composited=composited)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def read() -> None:
        told = os.read(sys.stdin.fileno(), 65_536).decode()
        if not told:
            application.exit(0)
        for line in told.splitlines():
            value = json.loads(line)
            if isinstance(value, int):
                view.turn(value)
            else:
                view.show_meeting(meeting(value))
            box = view.geometry()
            shown = [[row.speaker, row.text] for row in view.shown]
            place = [box.x(), box.y(), box.width(), box.height()]
            print(json.dumps({"shown": shown, "place": place}), flush=True)

    notifier.activated.connect(read)
    print("ready", flush=True)
    application.exec()


if __name__ == "__main__":
    main()
