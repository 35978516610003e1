"""A decode that turns in circles: found, and cut.

Whisper sometimes repeats a few tokens until its limit. A loop is the same run of tokens at least
``TIMES`` times in a row that covers at least ``COVERED`` tokens; people do say "no no no", so a
short one is left alone. In a short window it also says everything twice. Pure.
"""

from collections.abc import Sequence

TIMES = 4
COVERED = 16
LONGEST_RUN = 24
LEAST_SAID = 4
LEAST_ENDING = 3


def looped(tokens: Sequence[int]) -> bool:
    """Whether the tokens hold a loop."""
    return _first_loop(tokens) is not None


def said_again(tokens: Sequence[int]) -> bool:
    """Whether all of it is one run of tokens, two or three times: perhaps said, perhaps not."""
    for times in (2, 3):
        run, rest = divmod(len(tokens), times)
        if not rest and run >= LEAST_SAID and _repeats(tokens, 0, run, len(tokens)):
            return True
    return False


def ends_again(tokens: Sequence[int]) -> bool:
    """Whether it ends in the same run of tokens twice ("Fail better. Fail better.")."""
    longest = min(LONGEST_RUN, len(tokens) // 2)
    return any(
        list(tokens[-run:]) == list(tokens[-2 * run : -run])
        for run in range(LEAST_ENDING, longest + 1)
    )


def without_loop(tokens: Sequence[int]) -> list[int]:
    """The tokens up to the end of the loop's first round; all of them where there is none."""
    found = _first_loop(tokens)
    if found is None:
        return list(tokens)
    start, run = found
    return list(tokens[: start + run])


def _first_loop(tokens: Sequence[int]) -> tuple[int, int] | None:
    """Where the first loop begins, and how long its run is."""
    for start in range(len(tokens) - COVERED + 1):
        for run in range(1, min(LONGEST_RUN, (len(tokens) - start) // TIMES) + 1):
            covered = max(TIMES * run, COVERED)
            if _repeats(tokens, start, run, covered):
                return start, run
    return None


def _repeats(tokens: Sequence[int], start: int, run: int, covered: int) -> bool:
    end = start + covered
    if end > len(tokens):
        return False
    return all(tokens[at] == tokens[at - run] for at in range(start + run, end))
