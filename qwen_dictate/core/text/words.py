"""The user's own words: replacements, spoken punctuation, sentence case.

All off by default: then the final is typed character for character.
"""

import re
from collections.abc import Mapping

from qwen_dictate.core.text.join import is_cjk

_SPOKEN_ENGLISH: Mapping[str, str] = {
    "comma": ",",
    "period": ".",
    "full stop": ".",
    "question mark": "?",
    "exclamation mark": "!",
    "exclamation point": "!",
    "colon": ":",
    "semicolon": ";",
    "open bracket": "(",
    "close bracket": ")",
    "open quote": "“",
    "close quote": "”",
    "new line": "\n",
    "new paragraph": "\n\n",
}
_SPOKEN_CHINESE: Mapping[str, str] = {
    "逗号": "，",
    "句号": "。",
    "问号": "？",
    "感叹号": "！",
    "冒号": "：",
    "分号": "；",
    "顿号": "、",
    "左括号": "（",
    "右括号": "）",
    "换行": "\n",
    "新段落": "\n\n",
}
_OPENING = "(“"


def replace_words(text: str, table: Mapping[str, str]) -> str:
    """Replace what was heard by what the user writes; whole words, case ignored, longest first.

    A word that begins or ends in a Chinese character has no word border there.
    """
    if not table:
        return text
    by_heard = {heard.casefold(): written for heard, written in table.items()}
    longest_first = sorted(table, key=len, reverse=True)
    pattern = "|".join(_whole_word(heard) for heard in longest_first)
    return re.sub(
        pattern,
        lambda match: by_heard.get(match[0].casefold(), match[0]),
        text,
        flags=re.IGNORECASE,
    )


def _whole_word(heard: str) -> str:
    before = r"(?<!\w)" if heard[0].isalnum() and not is_cjk(heard[0]) else ""
    after = r"(?!\w)" if heard[-1].isalnum() and not is_cjk(heard[-1]) else ""
    return f"{before}{re.escape(heard)}{after}"


def speak_punctuation(text: str) -> str:
    """Turn spoken marks ("comma", "逗号", "new line") into marks.

    The mark takes the place of the word and of a mark that the recogniser put around it.
    """
    for spoken, mark in _SPOKEN_CHINESE.items():
        text = re.sub(rf"[，。、]?{spoken}[，。、]?", mark, text)
    for spoken, mark in sorted(_SPOKEN_ENGLISH.items(), key=lambda item: -len(item[0])):
        if mark in _OPENING:
            pattern, written = rf"\b{spoken}\b[,.]?\s*", mark
        elif mark.isspace():
            pattern, written = rf"[,.]?\s*\b{spoken}\b[,.]?\s*", mark
        else:
            pattern, written = rf"[,.]?\s*\b{spoken}\b[,.]?", mark
        text = re.sub(pattern, written, text, flags=re.IGNORECASE)
    return text


def sentence_case(text: str) -> str:
    """A capital at the start and after the end of a sentence; the rest stays as it is."""
    return re.sub(
        r"(^|[.!?]\s+|\n\s*)([^\W\d_])",
        lambda match: match[1] + match[2].upper(),
        text,
    )
