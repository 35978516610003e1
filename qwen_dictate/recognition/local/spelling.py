"""How the engine's text is written down: Chinese characters and marks as a Chinese writes them.

The model gives Simplified or Traditional characters at random, half-width marks, and spaces for
pauses between Chinese characters. Here they become the wanted characters, full-width marks and
commas. Text in other languages stays as the model gives it. Pure: the converter is handed in.
"""

import re

from qwen_dictate.core.text.chinese import Converter, convert

SIMPLIFIED = "simplified"
TRADITIONAL = "traditional"

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_FULL_WIDTH = {",": "，", ".": "。", "?": "？", "!": "！", ":": "：", ";": "；"}
_ELLIPSIS = re.compile(rf"(?<={_HAN})\s*\.{{2,}}")
_MARK = re.compile(rf"(?<={_HAN})\s*([,.?!:;])\s*|([,.?!:;])\s*(?={_HAN})")
_PAUSE = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")


def spell(text: str, language: str, chinese: str, converter: Converter) -> str:
    """The text as it is to be shown.

    Args:
        text: what the model says.
        language: what it was taken for.
        chinese: the setting ``text.chinese``; all but ``traditional`` gives Simplified.
        converter: changes the characters.
    """
    text = text.strip()
    if language != "zh":
        return text
    mode = TRADITIONAL if chinese == TRADITIONAL else SIMPLIFIED
    return convert(_marked(text), mode, converter)


def _marked(text: str) -> str:
    text = _ELLIPSIS.sub("……", text)
    text = _MARK.sub(lambda match: _FULL_WIDTH[match[1] or match[2]], text)
    return _PAUSE.sub("，", text)
