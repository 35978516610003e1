"""The Simplified Chinese words of the review's card and of the tray. Pure data."""

from collections.abc import Mapping
from typing import Final

TRAY: Final[Mapping[str, str]] = {
    "Pause the hotke&y": "暂停快捷键(&Y)",
    "Recognised &by": "识别方式(&B)",
    "&Microphone": "麦克风(&M)",
    "&Language you speak": "所说的语言(&L)",
    "Paused": "已暂停",
    "Insert agai&n": "再次输入(&N)",
}

REVIEW: Final[Mapping[str, str]] = {
    "Review before typing": "输入前审阅",
    "Text to be looked at": "待审阅的文字",
    "Enter inserts it, Esc drops it. Dictate again to speak into it.": (
        "按 Enter 输入，按 Esc 放弃；再次口述可在光标处继续添加。"
    ),
    "&Insert (Enter)": "输入 (Enter)(&I)",
    "Put this text into the window that it was meant for": "把这段文字输入到原来的窗口",
    "&Drop (Esc)": "放弃 (Esc)(&D)",
    "&Close (Esc)": "关闭 (Esc)(&C)",
    "Look it over, for {app}": "请审阅，将输入到 {app}",
    "Look it over": "请审阅",
    "The text stays in the history": "文字仍在历史记录中",
    "&Edit": "编辑(&E)",
    "Change the text before it is inserted": "输入之前先修改文字",
}
