"""The Chinese words of the page of the history; joined in ``ui.chinese``. Pure data."""

from collections.abc import Mapping
from typing import Final

HISTORY: Final[Mapping[str, str]] = {
    "Search what you said": "搜索您说过的话",
    "What you said, the newest first": "您说过的话，最新的在前",
    "What you dictate will be found here.": "您口述的内容可以在这里找到。",
    "Nothing has these words in this order.": "没有找到按此顺序包含这些词的内容。",
    "E&xport…": "导出(&X)…",
    "The selected rows, or all where one is chosen": "选中多条时导出选中的，否则导出全部",
    "Export the history": "导出历史记录",
    "Exporting…": "正在导出…",
    "Written: {path}": "已写入：{path}",
    "Text": "文字",
    "Markdown": "Markdown 文档",
    "Table (CSV)": "表格（CSV）",
    "JSON": "JSON 数据",
    "Subtitles (SRT)": "字幕（SRT）",
    "Subtitles (WebVTT)": "字幕（WebVTT）",
    "Texts and recordings (ZIP)": "文字和录音（ZIP）",
    "Sound (FLAC)": "声音（FLAC）",
    "Sound (WAV)": "声音（WAV）",
    # The chosen text
    "&Insert again": "再次输入(&I)",
    "&Copy": "复制(&C)",
    "&Retry": "重试(&R)",
    "Recognise &otherwise…": "换种方式识别(&O)…",
    "&Delete for good": "彻底删除(&D)",
    "Really &delete for good?": "确定彻底删除？(&D)",
    "Really &delete {count}?": "确定删除 {count} 条？(&D)",
    "Text, recording and every trace of them; there is no undo": (
        "删除文字、录音及其一切痕迹，无法恢复"
    ),
    "Deleting…": "正在删除…",
    "Deleted: no word of it is in any file.": "已删除：任何文件中都不再有它的内容。",
    "microphone {ms} ms": "麦克风 {ms} 毫秒",
    "first words {ms} ms": "首批文字 {ms} 毫秒",
    "end told {ms} ms": "结束信号 {ms} 毫秒",
    "text {ms} ms": "文字 {ms} 毫秒",
    "delivered {ms} ms": "送达 {ms} 毫秒",
    "recognised as: {raw}": "识别结果：{raw}",
    # Playing and recognising again
    "Pla&y": "播放(&Y)",
    "Stop pla&ying": "停止播放(&Y)",
    "Hear the recording": "听这段录音",
    "Place in the recording": "录音中的位置",
    "As in the settings": "按设置",
    "Language": "语言",
    "Words to expect": "可能出现的词",
    "Recognise &now": "现在识别(&N)",
    "Lea&ve it": "算了(&V)",
    # Times and costs
    "&Times and costs": "用时与费用(&T)",
    "Times and costs": "用时与费用",
    "Back to the &texts": "返回文字(&T)",
    "Half of all dictations were as fast as the first number, 95 of 100 as the "
    "second. No words are kept here; the figures stay when a text is deleted.": (
        "一半的口述不超过第一个数字，百分之九十五不超过第二个。这里不保存任何文字；"
        "删除文字后这些数字仍会保留。"
    ),
    "Dictations": "次数",
    "Spoken": "时长",
    "Microphone, ms": "麦克风（毫秒）",
    "Connected, ms": "连接（毫秒）",
    "First words, ms": "首批文字（毫秒）",
    "Text, ms": "文字（毫秒）",
    "Delivered, ms": "送达（毫秒）",
    "Retries": "重试",
    "Sent, s": "发送（秒）",
    "Price, CNY": "费用（元）",
    "All": "全部",
    "Week {name}": "{name} 周",
    "Microphone: {name}": "麦克风：{name}",
    "Window: {name}": "窗口：{name}",
    "unknown": "未知",
}

HISTORY_SENTENCES: Final[Mapping[str, str]] = {
    "The history was damaged; it is kept as “{name}”, and a new one was built from its journal, "
    "with {count} texts.": (
        "历史记录已损坏；原文件保存为“{name}”，并已从日志重建，共 {count} 条文字。"
    ),
    "The journal of texts could not be written; the history goes on.": (
        "无法写入文字日志；历史记录照常保存。"
    ),
    "Some of the journal of texts could not be read.": "文字日志有一部分无法读取。",
    "It is deleted, but its words may still stand in a file of the history.": (
        "已删除，但历史记录的文件中可能还留有它的文字。"
    ),
    "They are removed by the next deletion, or the next start.": ("下次删除或下次启动时会清除。"),
    "Its recording is no longer kept, so it cannot be played.": "它的录音已不再保留，无法播放。",
    "The recording could not be played.": "无法播放这段录音。",
    "The sound could not be played to its end.": "声音没有播放完。",
    "The sound could not be played ({why}).": "无法播放声音（{why}）。",
    "No recording is kept of what was to be exported.": "要导出的内容没有保留录音。",
    "“{name}” says no format that there is.": "无法从“{name}”的扩展名得知格式。",
    "There are {known}.": "可用的有：{known}。",
    "It could not be done; the log tells more.": "没有做成；详情见日志。",
}
