"""The Chinese words of the page "Check-up", and of what the doctor finds. Pure data."""

from collections.abc import Mapping
from typing import Final

DOCTOR: Final[Mapping[str, str]] = {
    "Settings": "设置",
    "History": "历史",
    "Disk": "磁盘",
    "Program": "程序",
    "API key": "API 密钥",
    "Keyring": "密钥环",
    "Service": "服务",
    "Dictation": "口述",
    "Focus": "焦点",
    "Typing": "输入文字",
    "Clipboard": "剪贴板",
    "Tray": "托盘",
    "&Try everything": "全部检查(&T)",
    "&Copy the result": "复制结果(&C)",
    "What was found": "检查结果",
    "Trying every part…": "正在逐项检查…",
    "Does everything work here?": "这里一切都正常吗？",
    "Not everything works: {count} to mend.": "有 {count} 项需要处理。",
    "All is well.": "一切正常。",
    "A recorded sentence is recognised, and a small window of our own is typed into. "
    "Nothing you said or copied is touched.": (
        "会识别一句预录的话，并在自带的小窗口里试着输入。不会动您说过或复制过的内容。"
    ),
    "works": "正常",
    "does not work": "不正常",
    "not needed": "不需要",
    "&Open the settings": "打开设置(&O)",
}

DOCTOR_SENTENCES: Final[Mapping[str, str]] = {
    "The settings are in {path}.": "设置保存在 {path}。",
    "Mend it on the settings page.": "请在设置页中改正。",
    "The history can be read.": "历史可以读取。",
    "Nothing was dictated yet.": "还没有口述过。",
    "Only {free} MB are free for recordings in {folder}.": (
        "{folder} 中只剩 {free} MB 可存放录音。"
    ),
    "Make room, or keep recordings for a shorter time (history.keep_audio).": (
        "请腾出空间，或缩短录音的保留时间（history.keep_audio）。"
    ),
    "{free} GB are free for recordings.": "还有 {free} GB 可存放录音。",
    "Qwen Dictate {version} runs.": "Qwen Dictate {version} 正在运行。",
    "Qwen Dictate does not run now; its parts were tried alone.": (
        "Qwen Dictate 没有运行，各部分是单独检查的。"
    ),
    "The microphone gave no sound within {seconds} seconds.": "麦克风 {seconds} 秒内没有声音。",
    "See the sound settings, or choose another device.": "请查看声音设置，或选择别的设备。",
    "The microphone is open; it was silent for a moment.": "麦克风已打开，刚才没有声音。",
    "The microphone hears sound ({level} dBFS).": "麦克风听得到声音（{level} dBFS）。",
    "No API key is used: the embedded engine recognises everything.": (
        "没有使用 API 密钥，全部由内置引擎识别。"
    ),
    "The custom service is called without a key.": "调用自定义服务时不带密钥。",
    "An API key was found in the environment.": "在环境变量中找到了 API 密钥。",
    "An API key was found in the keyring.": "在密钥环中找到了 API 密钥。",
    "This desktop has no keyring that could hold a key.": "此桌面没有可存放密钥的密钥环。",
    "Install one (GNOME Keyring, KWallet), or give a key in the environment as {name}.": (
        "请安装一个（GNOME Keyring、KWallet），或通过环境变量 {name} 提供密钥。"
    ),
    "The keyring answers ({name}).": "密钥环有应答（{name}）。",
    "The service is not used; no sound leaves this computer.": "没有使用服务，声音不会离开本机。",
    "{endpoint} answered after {seconds} s.": "{endpoint} 在 {seconds} 秒后应答。",
    "The embedded engine's model is not installed.": "内置引擎的模型尚未安装。",
    "Fetch it in the window, or with qwen-dictate models install whisper-base.": (
        "请在窗口中下载，或运行 qwen-dictate models install whisper-base。"
    ),
    "The embedded engine took {seconds} s for {length} s.": (
        "内置引擎识别 {length} 秒录音用了 {seconds} 秒。"
    ),
    "Recognising a recorded sentence did not end.": "识别一句预录的话没有完成。",
    "A recorded sentence was recognised as silence.": "一句预录的话被识别为无声。",
    "Choose another endpoint, or install the embedded engine's model again.": (
        "请选择别的服务，或重新安装内置引擎的模型。"
    ),
    "A recorded sentence: {heard} of {said} words as spoken.": (
        "一句预录的话：{said} 个词中识别对了 {heard} 个。"
    ),
    "{keys} is heard everywhere ({backend}).": "{keys} 在任何窗口都能响应（{backend}）。",
    "{keys} is heard only in the program's own window.": "{keys} 只在本程序的窗口里有效。",
    "Choose another key in the settings, or give a shortcut of the desktop "
    "the command “qwen-dictate toggle”.": (
        "请在设置中换一个键，或给桌面快捷键指定命令“qwen-dictate toggle”。"
    ),
    "Only the running program can tell whether there is a tray.": (
        "只有运行中的程序知道有没有托盘。"
    ),
    "The desktop has a tray.": "此桌面有托盘。",
    "This desktop has no tray; the window stays open instead.": "此桌面没有托盘，窗口会保持打开。",
    "Start qwen-dictate again to bring its window back.": "再次启动 qwen-dictate 即可找回窗口。",
    "A dictation is running, so nothing was typed for a test.": "正在口述，所以没有试着输入。",
    "Which window has the focus cannot be told here.": "这里无法得知哪个窗口处于焦点。",
    "Texts are left in the clipboard, to be pasted by hand.": "文字会放进剪贴板，请手动粘贴。",
    "The test window could not be shown.": "测试窗口无法显示。",
    "Compared before every piece of text that is typed.": "每输入一段文字之前都会核对。",
    "The window with the focus is known.": "能得知处于焦点的窗口。",
    "Another window took the focus while this was tried.": "检查时焦点被别的窗口拿走了。",
    "The desktop names another window than the one that has the focus.": (
        "桌面报告的焦点窗口与实际的不同。"
    ),
    "Set delivery.when_focus_moved to follow, and report this.": (
        "请把 delivery.when_focus_moved 设为 follow，并反馈此问题。"
    ),
    "The test window did not get the text as it is (method {method}).": (
        "测试窗口收到的文字不一致（方式 {method}）。"
    ),
    "Choose another delivery.method in the settings.": "请在设置中选择别的 delivery.method。",
    "A test window got the text as it is ({method}).": "测试窗口收到的文字完全一致（{method}）。",
    "Not tried: the clipboard holds something, and no clipboard manager would keep it meanwhile.": (
        "没有试：剪贴板里有内容，而没有剪贴板管理器可以代为保管。"
    ),
    "The parts could not be tried.": "无法进行检查。",
    "Typing does not work.": "无法输入文字。",
    "It was kept.": "文字已保留。",
    "It could not be tried ({reason}).": "无法检查（{reason}）。",
    "It gave no answer within {seconds} seconds.": "{seconds} 秒内没有应答。",
}
