"""The design sheet: every colour, size, distance and duration of the views stands here.

Rule: no other module of ``ui`` writes a literal colour or size (``ui.sheet`` only puts these
into Qt's words). Sizes are multiples of the height
of the user's own font, so that a larger font enlarges everything; Qt multiplies by the screen's
scale itself. Every pair of text and ground in ``PAIRS`` has a contrast of 4.5 or more (WCAG AA),
which a test computes. Pure values; runs in: GUI thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FADE_MS = 160
"""The overlay's way out."""

LINGER_MS = 900
"""How long the overlay shows that the text has arrived."""

MESSAGE_MS = 6000
"""How long the overlay shows a sentence."""

COPIED_MS = 1500
"""How long a button says that it has copied."""

MINIMUM_POINTS = 10.0
"""Smaller than this is not a default that somebody chose: X11 without a desktop says 9."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme."""

    window: str
    surface: str
    sunken: str
    hover: str
    line: str
    field_line: str
    thumb: str
    text: str
    soft: str
    tentative: str
    accent: str
    on_accent: str
    fill: str
    fill_hover: str
    on_fill: str
    chosen: str
    record: str
    record_hover: str
    on_record: str
    good: str
    warn: str
    warn_surface: str
    warn_line: str
    bad: str
    bad_surface: str
    bad_line: str
    overlay: str
    overlay_line: str
    overlay_text: str
    overlay_tentative: str
    overlay_record: str
    overlay_accent: str
    overlay_good: str
    overlay_warn: str


LIGHT = Colours(
    window="#f5f6f9",
    surface="#ffffff",
    sunken="#eceff4",
    hover="#e6e9f2",
    line="#dde1e9",
    field_line="#868fa1",
    thumb="#b9c0cd",
    text="#1a1e27",
    soft="#535c6d",
    tentative="#636c7e",
    accent="#4350c8",
    on_accent="#ffffff",
    fill="#4350c8",
    fill_hover="#3541ad",
    on_fill="#ffffff",
    chosen="#e3e6fa",
    record="#c42a3c",
    record_hover="#a91f30",
    on_record="#ffffff",
    good="#1a7445",
    warn="#7d5000",
    warn_surface="#fff4dc",
    warn_line="#e0c488",
    bad="#a11d2d",
    bad_surface="#fdecee",
    bad_line="#efbcc2",
    overlay="#ffffff",
    overlay_line="#c9cfdb",
    overlay_text="#1a1e27",
    overlay_tentative="#636c7e",
    overlay_record="#c42a3c",
    overlay_accent="#4350c8",
    overlay_good="#1a7445",
    overlay_warn="#7d5000",
)

DARK = Colours(
    window="#14171d",
    surface="#1c2028",
    sunken="#252a34",
    hover="#2b313d",
    line="#303643",
    field_line="#737d91",
    thumb="#4a5262",
    text="#e9ecf3",
    soft="#a9b2c2",
    tentative="#98a2b4",
    accent="#a3acff",
    on_accent="#14171d",
    fill="#5661d8",
    fill_hover="#4751c4",
    on_fill="#ffffff",
    chosen="#2c3252",
    record="#d23a4c",
    record_hover="#b92d3f",
    on_record="#ffffff",
    good="#6fd39c",
    warn="#f0c36a",
    warn_surface="#332a17",
    warn_line="#6e5826",
    bad="#ff9aa5",
    bad_surface="#36191e",
    bad_line="#6b2f38",
    overlay="#1c2028",
    overlay_line="#4a5262",
    overlay_text="#f2f4f8",
    overlay_tentative="#a3adbe",
    overlay_record="#ff7c8a",
    overlay_accent="#a3acff",
    overlay_good="#6fd39c",
    overlay_warn="#f0c36a",
)

PAIRS = (
    ("text", "window"),
    ("text", "surface"),
    ("text", "sunken"),
    ("text", "hover"),
    ("text", "chosen"),
    ("text", "warn_surface"),
    ("text", "bad_surface"),
    ("soft", "window"),
    ("soft", "surface"),
    ("soft", "sunken"),
    ("soft", "chosen"),
    ("soft", "warn_surface"),
    ("soft", "bad_surface"),
    ("tentative", "surface"),
    ("accent", "window"),
    ("accent", "surface"),
    ("accent", "sunken"),
    ("on_accent", "accent"),
    ("on_fill", "fill"),
    ("on_fill", "fill_hover"),
    ("on_record", "record"),
    ("on_record", "record_hover"),
    ("good", "surface"),
    ("warn", "window"),
    ("warn", "surface"),
    ("warn", "warn_surface"),
    ("bad", "surface"),
    ("bad", "bad_surface"),
    ("overlay_text", "overlay"),
    ("overlay_tentative", "overlay"),
    ("overlay_record", "overlay"),
    ("overlay_accent", "overlay"),
    ("overlay_good", "overlay"),
    ("overlay_warn", "overlay"),
)
"""Every text (first) and the ground that it is written on (second)."""


@dataclass(frozen=True, slots=True)
class Style:
    """A theme and the sizes that follow from the user's font.

    Attributes:
        colours: the theme.
        points: size of running text.
        em: height of one line of it in logical pixels; every distance is a multiple of it.
    """

    colours: Colours
    points: float
    em: int

    def px(self, ems: float) -> int:
        """A distance of so many line heights, at least one pixel."""
        return max(1, round(self.em * ems))

    @property
    def tight(self) -> int:
        """Between things that belong together."""
        return self.px(0.3)

    @property
    def near(self) -> int:
        """Between the parts of one group."""
        return self.px(0.6)

    @property
    def gap(self) -> int:
        """Between groups, and inside the edges of surfaces."""
        return self.px(1.0)

    @property
    def radius(self) -> int:
        """Of surfaces."""
        return self.px(0.6)

    @property
    def small_points(self) -> float:
        """Captions, times, hints."""
        return self.points * 0.9

    @property
    def large_points(self) -> float:
        """What is being said."""
        return self.points * 1.25

    @property
    def glyph(self) -> int:
        """Edge of an icon beside text."""
        return self.px(1.0)

    @property
    def window_size(self) -> tuple[int, int]:
        """Of the window that was never shown before."""
        return self.px(35), self.px(47)

    @property
    def review_size(self) -> tuple[int, int]:
        """Of the card of a text that is looked at."""
        return self.px(32), self.px(14)

    @property
    def live_height(self) -> int:
        """Of the live view: three lines of large text."""
        return self.px(3 * 1.25 * 1.1 + 1.2)

    @property
    def card_height(self) -> int:
        """Of the part of the cards that is always in sight: one with a short text."""
        return self.px(8)

    @property
    def record_height(self) -> int:
        """Of the large button."""
        return self.px(3.2)

    def overlay_width(self, size: str) -> int:
        """Of the pill, for ``ui.overlay`` small or large."""
        return self.px(44 if size == "large" else 27)

    def overlay_points(self, size: str) -> float:
        """Of the words in the pill."""
        return self.points * (1.45 if size == "large" else 1.1)

    def overlay_lines(self, size: str) -> int:
        """How many lines of live text the pill shows."""
        return 3 if size == "large" else 2


@dataclass(frozen=True, slots=True)
class CaptionColours:
    """Of the captions that stand over all windows; ``ground`` is shown as opaque as is set."""

    ground: str
    text: str
    tentative: str
    me: str
    them: str


CAPTIONS: Final[Mapping[str, CaptionColours]] = {
    "dark": CaptionColours("#14171d", "#f4f6fa", "#b4bdcc", "#a3c4ff", "#ffd08a"),
    "light": CaptionColours("#ffffff", "#14171d", "#565f70", "#2f46b8", "#8a4b00"),
    "contrast": CaptionColours("#000000", "#ffff00", "#ffffff", "#00ffff", "#ff9cff"),
}
"""The names are those of ``captions_overlay.colours``; ``contrast`` is never transparent."""
