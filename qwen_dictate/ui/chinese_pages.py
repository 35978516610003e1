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
    "He&lp": "帮助(&L)",
    "Help": "帮助",
    "&First steps": "入门向导(&F)",
    "&About Qwen Dictate": "关于 Qwen Dictate(&A)",
    "About Qwen Dictate": "关于 Qwen Dictate",
    "Live dictation for the desktop with Qwen-ASR, and with an engine of its own that "
    "works without key and network. MIT licence.": (
        "桌面实时语音输入：使用 Qwen-ASR，也自带无需密钥和网络的引擎。MIT 许可证。"
    ),
}
