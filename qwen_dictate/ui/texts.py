"""Every word that the views show: English is written in the views, the tables stand beside.

``say("Record")`` gives the words of the language; ``source("Typed")`` only marks a string that is
said later. A plain table instead of Qt's ``.qm`` files: nothing to compile, nothing that a wheel
or a bundle can lack, and a test can hold every marked string against the table. Unknown sentences
(a new error of another part) are shown in English. Pure; runs in: any thread.
"""

import re
from collections.abc import Iterable, Mapping

from qwen_dictate.ui.chinese import WORDS
from qwen_dictate.ui.chinese_sentences import SENTENCES, patterns

_TABLES: Mapping[str, Mapping[str, str]] = {"en": {}, "zh_CN": WORDS}

_END = re.compile(r"(?<=[.!?]) +")
"""Where one sentence ends and the next begins."""


def source(text: str) -> str:
    """Mark an English text that is translated where it is said."""
    return text


def choose_language(setting: str, preferred: Iterable[str]) -> str:
    """Choose the table for ``ui.language``; ``preferred`` are the user's languages, best first."""
    if setting in _TABLES:
        return setting
    for name in preferred:
        language = name.replace("-", "_").split("_", 1)[0].lower()
        if language == "zh":  # readers of Traditional read Simplified sooner than English
            return "zh_CN"
        if language == "en":
            return "en"
    return "en"


class Texts:
    """The words of one language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._table = _TABLES[language]

    def __call__(self, text: str, /, **values: object) -> str:
        """Say a marked text; ``{names}`` in it are filled with ``values``."""
        said = self._table.get(text, text)
        return said.format(**values) if values else said

    def sentence(self, text: str) -> str:
        """Say a sentence that another part wrote in English, as far as the tables know it."""
        if self.language == "en" or not text:
            return text
        whole = self._known(text)
        if whole is not None:
            return whole
        parts = _END.split(text)
        said: list[str] = []
        while parts:
            count, words = self._longest(parts)
            said.append(words)
            parts = parts[count:]
        return "".join(part if _is_chinese(part) else f"{part} " for part in said).strip()

    def _longest(self, parts: list[str]) -> tuple[int, str]:
        """Find the longest run of sentences that is known, else give one as it is."""
        for count in range(len(parts), 0, -1):
            known = self._known(" ".join(parts[:count]))
            if known is not None:
                return count, known
        return 1, parts[0]

    def _known(self, text: str) -> str | None:
        if text in SENTENCES:
            return SENTENCES[text]
        for pattern, said in patterns():
            found = pattern.fullmatch(text)
            if found is not None:
                return said.format(**found.groupdict())
        return None


def _is_chinese(text: str) -> bool:
    return text.endswith(("。", "！", "？"))
