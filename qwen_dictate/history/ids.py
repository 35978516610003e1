"""Names of utterances: made at key-down, sortable by time, safe as file names."""

from datetime import UTC, datetime


def new_id(now: datetime, number: int) -> str:
    """The id of the utterance that begins now.

    Args:
        now: the time of key-down, with its time zone.
        number: the utterance's number within this run, so that two of one millisecond differ.
    """
    utc = now.astimezone(UTC)
    return f"{utc:%Y%m%d-%H%M%S}-{utc.microsecond // 1000:03d}-{number:04d}"


def iso(moment: datetime) -> str:
    """A moment as the history stores and shows it: ISO 8601, UTC, whole milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
