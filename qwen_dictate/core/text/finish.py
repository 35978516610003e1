"""From the recognised text to the one that is typed: the steps, in their order."""

from collections.abc import Callable, Mapping

from qwen_dictate.core.settings import Text
from qwen_dictate.core.text.words import replace_words, sentence_case, speak_punctuation

Converter = Callable[[str, str], str]
"""(text, ``simplified`` or ``traditional``) → the text in those characters."""


def finish(raw: str, settings: Text, convert: Converter) -> str:
    """Chinese characters, spoken punctuation, replacements, sentence case: each only if set."""
    text = raw
    if settings.chinese != "as_is":
        text = convert(text, settings.chinese)
    if settings.spoken_punctuation:
        text = speak_punctuation(text)
    text = replace_words(text, _as_written(settings, convert))
    return sentence_case(text) if settings.sentence_case else text


def _as_written(settings: Text, convert: Converter) -> Mapping[str, str]:
    """The replacements; what is heard may stand there in the characters before or after."""
    table = settings.replacements
    if settings.chinese == "as_is":
        return table
    return {**{convert(heard, settings.chinese): new for heard, new in table.items()}, **table}
