"""The Chinese words of the bar of pages and the help menu; joined in ``ui.chinese``. Pure data."""

from collections.abc import Mapping
from typing import Final

PAGES: Final[Mapping[str, str]] = {
    "Pages": "页面",
    "First ste&ps": "入门(&P)",
    "Dict&ation": "口述(&A)",
    "&History": "历史(&H)",
    "&Meeting": "会议(&M)",
    "Settin&gs": "设置(&G)",
    "Check-&up": "检查(&U)",
    "Help": "帮助",
    "&First steps": "入门向导(&F)",
    "&About Qwen Dictate": "关于 Qwen Dictate(&A)",
    "Version {version} is out.": "新版本 {version} 已发布。",
    "What is &new": "有什么新内容(&N)",
    "Not no&w": "以后再说(&W)",
    "Look for new versions once a week?": "每周检查一次新版本吗？",
    "GitHub is asked, and told nothing about you. Nothing is installed by itself.": (
        "只向 GitHub 询问，不会发送您的任何信息，也不会自动安装。"
    ),
    "Look for new versions": "检查新版本",
    "Once a week GitHub is asked, and told nothing about you; nothing is installed by itself.": (
        "每周向 GitHub 询问一次，不发送您的任何信息；不会自动安装。"
    ),
    "&Yes": "是(&Y)",
    "&No": "否(&N)",
    "About Qwen Dictate": "关于 Qwen Dictate",
    "Live dictation for the desktop with Qwen-ASR, and with an engine of its own that "
    "works without key and network. MIT licence.": (
        "桌面实时语音输入：使用 Qwen-ASR，也自带无需密钥和网络的引擎。MIT 许可证。"
    ),
}
