"""Chinese for what is said about taking a dictation back. Pure data."""

from collections.abc import Mapping
from typing import Final

UNDO_SENTENCES: Final[Mapping[str, str]] = {
    "The last text was taken back.": "上一段文字已撤回。",
    "It was taken back.": "已撤回。",
    "The last text was taken back already.": "上一段文字已经撤回过了。",
    "Nothing has been typed yet, so there is nothing to take back.": "还没有输入过文字，无可撤回。",
    "The last text was not typed into a window; nothing can be taken back.": (
        "上一段文字没有输入到窗口里，无法撤回。"
    ),
    "The last text was typed only in part; nothing was taken back.": (
        "上一段文字只输入了一部分，没有撤回。"
    ),
    "Another text was typed meanwhile, so nothing was taken back.": (
        "期间又输入了别的文字，所以没有撤回。"
    ),
    "Taking it back failed unexpectedly.": "撤回时出现意外错误。",
    "Texts are only copied on this desktop, so nothing can be taken back.": (
        "在此桌面上文字只会复制到剪贴板，无法撤回。"
    ),
    "The field that it was typed into is gone.": "当时输入的文本框已不存在。",
    "Keys were still held, so nothing was taken back.": "仍有按键按住，所以没有撤回。",
    "The window that it was typed into is gone, so nothing was taken back.": (
        "当时输入的窗口已不存在，所以没有撤回。"
    ),
    "Another window has the focus now, so nothing was taken back.": (
        "焦点已转到别的窗口，所以没有撤回。"
    ),
    "A locked screen, a menu or a password prompt has the keyboard; nothing was taken back.": (
        "锁屏、菜单或密码提示占用了键盘，所以没有撤回。"
    ),
    "Something else stands before the cursor now, so nothing was taken back.": (
        "光标前已是别的内容，所以没有撤回。"
    ),
    "Something is marked in that window, so nothing was taken back.": (
        "该窗口中有选中的内容，所以没有撤回。"
    ),
    "Something was typed or clicked since, or it is too long ago, and this window does not let "
    "its text be read; so nothing was taken back.": (
        "之后有过输入或点击，或者时间太久，而该窗口不允许读取文字，所以没有撤回。"
    ),
    "The text has a new line or characters made of several, and this window does not let its "
    "text be read; so nothing was taken back.": (
        "文字含有换行或组合字符，而该窗口不允许读取文字，所以没有撤回。"
    ),
    "Something was typed or clicked since, and so short a text may stand there twice; "
    "so nothing was taken back.": "之后有过输入或点击，这么短的文字可能出现两次，所以没有撤回。",
    "It was stopped: only a part of the text could be taken back.": "已中断，只撤回了一部分文字。",
    "The keyboard has no Backspace key, so nothing was taken back.": (
        "键盘上没有退格键，所以没有撤回。"
    ),
    "On this system it cannot be seen what stands before the cursor; so nothing was taken back.": (
        "在此系统上无法得知光标前的内容，所以没有撤回。"
    ),
    "Use the undo of the window itself.": "请使用该窗口自身的撤销功能。",
    "The X server did not answer, so nothing more was taken back.": (
        "X 服务器没有响应，没有继续撤回。"
    ),
}
