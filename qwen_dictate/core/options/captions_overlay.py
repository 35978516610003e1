"""The options of the captions that stand over everything. Pure."""

from dataclasses import dataclass

from qwen_dictate.core import setting_checks as check
from qwen_dictate.core.options import option as of
from qwen_dictate.core.options.option import option


@dataclass(frozen=True, slots=True)
class CaptionsOverlay:
    """What the captions look like."""

    show: bool = option(
        True,
        check.flag,
        of.CAPTIONS,
        "Show captions over all windows",
        "Off: the page of the meeting shows them alone.",
    )
    lines: int = option(
        3,
        check.Integer(1, 12),
        of.CAPTIONS,
        "Lines of the captions",
        "Hold Alt over them to move them, to make them wider, and to scroll back.",
        "lines",
    )
    size: int = option(
        100,
        check.Integer(50, 400),
        of.CAPTIONS,
        "Size of the captions",
        "200 is twice as large.",
        "percent",
    )
    font: str = option(
        "",
        check.text,
        of.CAPTIONS,
        "Font of the captions",
        "Empty: the desktop’s own.",
    )
    colours: str = option(
        "dark",
        check.Choice({"dark": "Dark", "light": "Light", "contrast": "High contrast"}),
        of.CAPTIONS,
        "Colours of the captions",
        "High contrast is yellow on black.",
    )
    opacity: int = option(
        85,
        check.Integer(20, 100),
        of.CAPTIONS,
        "Opacity of the captions",
        "What lies below shines through less and less; it takes a desktop that mixes windows.",
        "percent",
    )
    screen: str = option(
        "",
        check.text,
        of.CAPTIONS,
        "Screen of the captions",
        "Its name, as HDMI-1; empty: where you put them last.",
    )
