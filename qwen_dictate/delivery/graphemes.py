"""What the eye takes for one character, and a Backspace mostly for one: grapheme clusters.

Runs in: any thread. Source: Unicode UAX #29, as the library ``regex`` has it.
"""


def graphemes(text: str) -> list[str]:
    """Cut a text into its grapheme clusters."""
    import regex  # takes 20 ms to load, and few texts are taken back

    return regex.findall(r"\X", text)


def is_simple(text: str) -> bool:
    """Whether every program takes exactly one character away with each Backspace."""
    return "\n" not in text and all(len(cluster) == 1 for cluster in graphemes(text))
