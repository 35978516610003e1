"""The Simplified Chinese words (zh_CN). Keys are the English texts as the views write them.

A test holds both sides against each other: no text without Chinese, no Chinese without a text.
Pure data.
"""

from collections.abc import Mapping
from typing import Final

from qwen_dictate.ui.chinese_doctor import DOCTOR
from qwen_dictate.ui.chinese_files import FILES
from qwen_dictate.ui.chinese_first_steps import FIRST_STEPS
from qwen_dictate.ui.chinese_history import HISTORY
from qwen_dictate.ui.chinese_live import REVIEW, TRAY
from qwen_dictate.ui.chinese_meeting import MEETING
from qwen_dictate.ui.chinese_pages import PAGES
from qwen_dictate.ui.chinese_settings import SETTINGS

WORDS: Final[Mapping[str, str]] = {
    **PAGES,
    **REVIEW,
    **TRAY,
    **DOCTOR,
    **SETTINGS,
    **FIRST_STEPS,
    **FILES,
    **HISTORY,
    **MEETING,
    # The recorder
    "&Record": "录音(&R)",
    "&Stop": "停止(&S)",
    "&Cancel": "取消(&C)",
    "Drop what is being spoken: it is not typed ({keys})": "放弃这段话，不会输入（{keys}）",
    "Shortcut: {keys}": "快捷键：{keys}",
    "Ready": "就绪",
    "Opening the microphone…": "正在打开麦克风…",
    "Listening": "正在聆听",
    "Recognising…": "正在识别…",
    "Inserting…": "正在输入…",
    "Waiting for the network – {seconds} s kept": "等待网络，已保存 {seconds} 秒录音",
    "Level of the microphone": "麦克风音量",
    "What is being said": "正在说的内容",
    "Hold {keys} in any window, speak, and let go.": "在任意窗口按住 {keys} 说话，说完松开。",
    "Press {keys} in any window, speak, and press it again.": (
        "在任意窗口按一下 {keys} 开始说话，再按一下结束。"
    ),
    "Press Record or Ctrl+R in this window, and speak.": "在本窗口点“录音”或按 Ctrl+R，然后说话。",
    # The header
    "Engine": "引擎",
    "Hotkey": "快捷键",
    "Microphone": "麦克风",
    "Qwen": "Qwen",
    "Embedded engine": "内置引擎",
    "None yet": "尚未选定",
    "Engine: not ready": "引擎（未就绪）",
    "None": "无",
    "Hold {keys}": "按住 {keys}",
    "Press {keys}": "按 {keys}",
    "Hotkey: does not work": "快捷键（无法使用）",
    "Not known yet": "尚不清楚",
    # The engine's weights
    "The embedded engine is not on this computer yet. "
    "It works without a key and without the network.": (
        "这台电脑上还没有内置引擎。它不需要密钥，也不需要网络。"
    ),
    "&Fetch it": "下载(&F)",
    "Progress of the download": "下载进度",
    "Fetching the embedded engine: {done} MB": "正在下载内置引擎：{done} MB",
    "Fetching the embedded engine: {done} of {total} MB": ("正在下载内置引擎：{done} / {total} MB"),
    # Notices and cards
    "Copy": "复制",
    "Copied": "已复制",
    "Copy this message": "复制这条消息",
    "Close this message": "关闭这条消息",
    "Kept texts": "保留的文字",
    "Kept text: {reason}": "保留的文字：{reason}",
    "Kept: {reason}": "已保留：{reason}",
    "Kept: nothing is lost": "已保留，没有丢失",
    "For {app}: {reason}": "原本发往 {app}：{reason}",
    "&Insert here": "输入到这里(&I)",
    "C&opy": "复制(&O)",
    "Re&try": "重试(&T)",
    "&Keep": "保留(&K)",
    "Put this text into the window that you used last": "把这段文字输入到您刚才使用的窗口",
    "Recognise the recording again": "重新识别这段录音",
    "The card goes; text and sound stay": "收起卡片，文字和录音仍然保留",
    "Not recognised yet. The recording is safe.": "尚未识别，录音已妥善保存。",
    "Perhaps it was typed already: look before you insert it.": (
        "可能已经输入过了，请先核对再输入。"
    ),
    # The texts of this session
    "This session": "本次记录",
    "Texts of this session": "本次记录的文字",
    "What you dictate is listed here until you quit.": "您口述的内容会列在这里，直到退出程序。",
    "No text yet": "还没有文字",
    "Co&py": "复制(&P)",
    "Retr&y": "重试(&Y)",
    "D&elete": "删除(&E)",
    "Really d&elete?": "确定删除？(&E)",
    "Delete the text and its recording": "删除文字及其录音",
    "Recording": "录音中",
    "Kept": "已保留",
    "Cancelled": "已取消",
    "Typed": "已输入",
    "Pasted": "已粘贴",
    "Copied to the clipboard": "已复制到剪贴板",
    "Kept in the list only": "仅保留在列表中",
    "Filled in": "已填入",
    "Delivered": "已送达",
    # Overlay and tray
    "Dictation": "语音输入",
    "&Start dictation": "开始口述(&S)",
    "&Stop dictation": "停止口述(&S)",
    "C&opy last text": "复制上一段文字(&O)",
    "&Undo last dictation": "撤回上一段口述(&U)",
    "Open &window": "打开窗口(&W)",
    "&Quit": "退出(&Q)",
    # Unexpected errors
    "Unexpected error": "意外错误",
    "Something unexpected went wrong. What you said is kept.": (
        "出现了意外错误。您说的内容已经保留。"
    ),
    "The program goes on. This report helps to mend it; it holds no spoken words.": (
        "程序会继续运行。这份报告有助于修复问题，其中不含您说过的话。"
    ),
    "Report": "报告",
    "&Copy report": "复制报告(&C)",
    "C&lose": "关闭(&L)",
    # Keys
    "Ctrl": "Ctrl",
    "Alt": "Alt",
    "Shift": "Shift",
    "Super": "Super",
    "Left Ctrl": "左 Ctrl",
    "Right Ctrl": "右 Ctrl",
    "Left Alt": "左 Alt",
    "Right Alt": "右 Alt",
    "Left Shift": "左 Shift",
    "Right Shift": "右 Shift",
    "Left Super": "左 Super",
    "Right Super": "右 Super",
    "Space": "空格",
    "Esc": "Esc",
    "Middle mouse button": "鼠标中键",
    "Back mouse button": "鼠标后退键",
    "Forward mouse button": "鼠标前进键",
}
