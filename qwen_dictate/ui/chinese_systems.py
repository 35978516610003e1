"""The Chinese of what Windows, macOS and Wayland say differently; joined with the others. Data."""

from collections.abc import Mapping
from typing import Final

SYSTEMS: Final[Mapping[str, str]] = {
    "Another program keeps keys from being typed; what may be missing is kept.": (
        "有别的程序阻止输入按键，可能缺少的部分已经保留。"
    ),
    "Another program holds the clipboard, so nothing was pasted; the text is kept.": (
        "剪贴板被别的程序占用，没有粘贴，文字已经保留。"
    ),
    "The window belongs to a program that runs as administrator and takes no text from others; "
    "the text is kept.": "该窗口属于以管理员身份运行的程序，不接收其他程序的输入，文字已经保留。",
    "Start Qwen Dictate as administrator too, or paste the text from the clipboard.": (
        "请也以管理员身份启动 Qwen Dictate，或从剪贴板粘贴。"
    ),
    "A password field keeps the keyboard to itself, so nothing was typed; the text is kept.": (
        "密码框独占了键盘，没有输入，文字已经保留。"
    ),
    "Leave the password field and insert it from its card.": "请离开密码框，再从卡片中输入。",
    "macOS does not let Qwen Dictate type into other programs; the text is kept.": (
        "macOS 不允许 Qwen Dictate 向其他程序输入，文字已经保留。"
    ),
    "Allow it in System Settings, Privacy & Security, Accessibility.": (
        "请在“系统设置 › 隐私与安全性 › 辅助功能”中允许。"
    ),
    "macOS does not let Qwen Dictate hear keys: allow it in System Settings, Privacy & Security, "
    "{where}, and start it again.": (
        "macOS 不允许 Qwen Dictate 监听按键：请在“系统设置 › 隐私与安全性 › {where}”中允许，"
        "然后重新启动。"
    ),
    "Windows does not let Qwen Dictate hear keys here.": (
        "Windows 不允许 Qwen Dictate 在这里监听按键。"
    ),
    "Windows has no such key.": "Windows 没有这个键。",
    "The keyboard of a Mac has no such key.": "Mac 键盘没有这个键。",
    "The system does not answer, so no key can be heard.": "系统没有应答，无法监听按键。",
    "Which window has the focus is not known on this system.": "此系统上无法得知焦点窗口。",
}
