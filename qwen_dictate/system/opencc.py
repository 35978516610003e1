"""Simplified and Traditional Chinese by OpenCC's tables, which come with its package.

Rule: the library is loaded at the first text that needs it. Failure mode: where it cannot be
loaded (a broken installation) the text stays as it is and the log says so: words in the other
characters are better than none. Runs in: any thread; a converter belongs to one thread at a time.

Source: https://github.com/BYVoid/OpenCC (configurations; ``tw2s`` and
not ``t2s``, which leaves 享受著 as it is).
"""

import logging
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

logger = logging.getLogger(__name__)

_CONFIGURATIONS = {"simplified": "tw2s", "traditional": "s2t"}


def convert(text: str, characters: str) -> str:
    """The text in those characters, ``simplified`` or ``traditional``."""
    configuration = _CONFIGURATIONS.get(characters)
    if configuration is None:
        return text
    try:
        return _opened(configuration).convert(text)
    except Exception as error:
        logger.warning("Chinese characters cannot be converted: %s", type(error).__name__)
        return text


@cache
def _opened(configuration: str) -> "OpenCC":
    from opencc import OpenCC

    return OpenCC(configuration)
