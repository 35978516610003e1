"""The Chinese words of captions and the page of a meeting; joined in ``ui.chinese``. Pure data."""

from collections.abc import Mapping
from typing import Final

MEETING: Final[Mapping[str, str]] = {
    # The page
    "S&tart captions": "开始字幕(&T)",
    "S&top captions": "停止字幕(&T)",
    "Pause": "暂停",
    "Resume": "继续录制",
    "Captions are on": "字幕已开启",
    "Paused: nothing is recorded": "已暂停，不录音",
    "The last words are being recognised…": "正在识别最后的话…",
    "The meeting is over; it is in the history.": "会议已结束，已存入历史。",
    "What is said in a meeting, by you and by the others, stands on the screen.": (
        "会议中您和对方说的话都会显示在屏幕上。"
    ),
    "Headphones keep the two apart.": "使用耳机可以把两者分开。",
    "Cost so far: {price}": "目前费用：{price}",
    "The chosen lines, or all of them": "所选的行；未选则为全部",
    "It counts": "恢复",
    "Play": "播放",
    "Hear the chosen line again": "重听所选的行",
    "Search": "搜索",
    "Show what was left out": "显示被略去的行",
    "What was said": "会议内容",
    "left out: an echo": "已略去：回声",
    "left out: dictated": "已略去：口述",
    "starting": "正在启动",
    "listening": "正在聆听",
    "connecting again; nothing is lost": "正在重新连接，不会丢失",
    "paused": "已暂停",
    "lost": "不可用",
    "ended": "已结束",
    "{state}, {count} s behind": "{state}，落后 {count} 秒",
    "Name of who speaks: {source}": "说话人的名称：{source}",
    "Level: {source}": "音量：{source}",
    # The tray
    "Start ca&ptions": "开始字幕(&P)",
    "Stop ca&ptions": "停止字幕(&P)",
    # Options of captions
    "Your name": "您的名称",
    "Stands before what the microphone hears.": "显示在麦克风听到的内容之前。",
    "The others’ name": "对方的名称",
    "Stands before what the computer plays.": "显示在电脑播放的内容之前。",
    "What you dictate meanwhile": "期间口述的内容",
    "Leave it out of the captions": "不放入字幕",
    "Show it in the captions too": "也显示在字幕中",
    "Dictation works while captions go on.": "字幕进行时也可以口述。",
    "End after silence": "静默后结束",
    "When nobody has spoken for so long you are asked; 0: never.": (
        "这么久没有人说话时会询问您；0 表示从不。"
    ),
    "Price of an hour of sound": "每小时音频的价格",
    "What your service charges, in CNY; “auto” knows Alibaba Cloud’s prices.": (
        "您的服务收取的费用，以人民币计；“auto”为阿里云的价格。"
    ),
    "Warn when a meeting costs": "会议费用达到时提醒",
    "The captions go on; 0: no warning.": "字幕会继续；0 表示不提醒。",
    "CNY": "元",
    # Options of the overlay
    "Hide the captions": "隐藏字幕",
    "Takes them off the screen, and brings them back; they go on meanwhile.": (
        "把字幕移出屏幕，再按一次恢复；期间字幕继续进行。"
    ),
    "Show captions over all windows": "在所有窗口之上显示字幕",
    "Off: the page of the meeting shows them alone.": "关闭时只在会议页面上显示。",
    "Lines of the captions": "字幕行数",
    "Hold Alt over them to move them, to make them wider, and to scroll back.": (
        "在字幕上按住 Alt，可以移动、加宽或向上翻看。"
    ),
    "lines": "行",
    "percent": "百分比",
    "Size of the captions": "字幕大小",
    "200 is twice as large.": "200 即放大一倍。",
    "Font of the captions": "字幕字体",
    "Empty: the desktop’s own.": "留空则使用桌面字体。",
    "Colours of the captions": "字幕配色",
    "High contrast": "高对比度",
    "High contrast is yellow on black.": "高对比度为黑底黄字。",
    "Opacity of the captions": "字幕不透明度",
    "What lies below shines through less and less; it takes a desktop that mixes windows.": (
        "数值越大，下面的内容越不透出；需要支持窗口合成的桌面。"
    ),
    "Screen of the captions": "字幕所在屏幕",
    "Its name, as HDMI-1; empty: where you put them last.": (
        "屏幕名称，例如 HDMI-1；留空则为上次放置的位置。"
    ),
}

MEETING_SENTENCES: Final[Mapping[str, str]] = {
    "Nobody has spoken for long: the captions end in two minutes.": (
        "很久没有人说话了，字幕将在两分钟后结束。"
    ),
    "Say something, or press Go on.": "请说话，或按“继续”。",
    "The recording of this line is no longer kept.": "这一行的录音已不再保留。",
    "Your microphone gives only silence: nobody would see what you say.": (
        "您的麦克风只有静音：没有人会看到您说的话。"
    ),
    "See whether it is muted, on itself or in the sound settings.": (
        "请检查它是否被静音（麦克风上或声音设置中）。"
    ),
    "Your microphone hears the loudspeakers; what it repeated was left out.": (
        "您的麦克风听到了扬声器的声音，重复的内容已略去。"
    ),
    "Headphones would help.": "使用耳机会更好。",
    "Not all of the meeting could be recognised; the recording is kept.": (
        "会议没有全部识别，录音已保留。"
    ),
    "Its lines so far are in the history.": "已识别的内容在历史中。",
    "This meeting has cost {cap} CNY, the amount at which you wanted to know.": (
        "本次会议的费用已达 {cap} 元，即您设定的提醒金额。"
    ),
    "The captions go on; stop them in the tray.": "字幕会继续；可在托盘中停止。",
    "“{name}” has no ending that is known.": "“{name}”没有可识别的后缀。",
    "The file was not written.": "文件没有写入。",
}
