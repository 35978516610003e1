"""When to try again, when to fall back, when to keep: the recogniser failed, the words must not.

While the utterance is spoken, and until ``FALLBACK_S`` after key-up, the service is tried again
after 0.5, 1, 2, 4, 8, 8 … seconds; from key-up on, where its user waits, at once and then every
2 s, so that a network that comes back in time is used. A refusal that trying cannot mend goes to
the fallback at once. ``KEEP_S`` after key-up a text that has not come is kept, and blocks nobody.
"""

from enum import Enum, auto

FALLBACK_S = 12.0
KEEP_S = 14.0
FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 8.0
URGENT_DELAY_S = 2.0
WAIT_FIRST_S = 15.0
WAIT_LONGEST_S = 60.0


class Next(Enum):
    """What to do after a failed attempt."""

    AGAIN = auto()
    LOCAL = auto()
    WAIT = auto()
    KEEP = auto()


def delay_s(failures: int, *, urgent: bool = False) -> float:
    """How long to wait before the attempt that follows ``failures`` failed ones (≥ 1)."""
    longest = URGENT_DELAY_S if urgent else LONGEST_DELAY_S
    return min(FIRST_DELAY_S * 2 ** (failures - 1), longest)


def wait_delay_s(tries: int) -> float:
    """How long a kept recording waits for the network before it is tried again."""
    return min(WAIT_FIRST_S * 2.0**tries, WAIT_LONGEST_S)


def after_failure(
    *, retry: bool, on_fallback: bool, over: bool, fallback: str, local: bool
) -> Next:
    """Decide.

    Args:
        retry: trying again could mend it.
        on_fallback: the embedded engine was reading already.
        over: ``FALLBACK_S`` since key-up have gone.
        fallback: the setting ``service.fallback``.
        local: the embedded engine can be had and is another one than that which failed.
    """
    if retry and not over:
        return Next.AGAIN
    if on_fallback:
        return Next.KEEP
    if fallback == "local" and local:
        return Next.LOCAL
    return Next.KEEP if fallback == "none" or not retry else Next.WAIT
