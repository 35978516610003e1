"""The Chinese words of the page of files; joined in ``ui.chinese``. Pure data."""

from collections.abc import Mapping
from typing import Final

FILES: Final[Mapping[str, str]] = {
    "Fil&es": "文件(&E)",
    "Files": "文件",
    "Files to text": "文件转文字",
    "A&dd files…": "添加文件(&D)…",
    "Audio and video": "音频和视频",
    "All files": "所有文件",
    "Or drop audio or video files anywhere on this window. They become text while you go on "
    "working; dictation comes first.": (
        "也可以把音频或视频文件拖到本窗口的任何位置。转写在后台进行，口述始终优先。"
    ),
    "Stop": "停止",
    "Go on": "继续",
    "Export…": "导出…",
    "Export": "导出",
    "Remove": "移除",
    "Waiting": "等待中",
    "Done, {length}": "已完成，{length}",
    "{done} of {length}": "{done}，共 {length}",
    "Stopped at {place}": "已停在 {place}",
    "about {count} s left": "约剩 {count} 秒",
    "about {count} min left": "约剩 {count} 分钟",
}

FILE_SENTENCES: Final[Mapping[str, str]] = {
    "Nobody speaks in it.": "其中没有人说话。",
    "There is no file “{name}”.": "没有文件“{name}”。",
    "“{name}” is a folder.": "“{name}”是一个文件夹。",
    "Name the files in it.": "请指定其中的文件。",
    "“{name}” is not a file.": "“{name}”不是文件。",
    "“{name}” is empty.": "“{name}”是空文件。",
    "“{name}” could not be read: {why}.": "无法读取“{name}”：{why}。",
    "“{name}” is no audio or video file that can be read.": (
        "“{name}”不是可以读取的音频或视频文件。"
    ),
    "“{name}” is only a list of other files.": "“{name}”只是其他文件的列表。",
    "Transcribe those.": "请转写那些文件。",
    "There is no sound in “{name}”.": "“{name}”中没有声音。",
    "“{name}” is encrypted, or in a format that FFmpeg does not know.": (
        "“{name}”已加密，或其格式 FFmpeg 不认识。"
    ),
    "Make a copy without protection.": "请制作一份无保护的副本。",
    "“{name}” is damaged after {at}; what is before it was done.": (
        "“{name}”在 {at} 之后已损坏；之前的部分已完成。"
    ),
    "“{name}” could not be decoded: the decoder stopped.": "无法解码“{name}”：解码器已停止。",
    "This kind of file is decoded by ffmpeg, which is not installed.": (
        "这种文件由 ffmpeg 解码，而它尚未安装。"
    ),
    "Install the package ffmpeg.": "请安装 ffmpeg 软件包。",
    "It could not be recognised; the log tells more.": "无法识别；详情见日志。",
    "The file was not recognised to its end.": "文件没有识别到结尾。",
    "It was interrupted; transcribe it again to go on.": "转写被中断；再次转写即可继续。",
    "“{name}” has no ending of a format.": "“{name}”没有格式后缀。",
    "Install it (qwen-dictate models install whisper-base), or set an API key.": (
        "请安装（qwen-dictate models install whisper-base），或设置 API 密钥。"
    ),
}
