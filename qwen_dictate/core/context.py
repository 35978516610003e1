"""How long the context words are, in the service's measure. Pure."""

import re
from typing import Final

CONTEXT_TOKENS: Final = 10_000
"""What the service takes. Source: Qwen-ASR-Realtime Python SDK reference, ``corpus_text``."""

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_LETTERS_A_TOKEN = 4


def tokens(text: str) -> int:
    """About how many tokens a text has: one a CJK character, one for four letters."""
    letters = (-(-len(word) // _LETTERS_A_TOKEN) for word in _WORD.findall(text))
    return len(_CJK.findall(text)) + sum(letters)
