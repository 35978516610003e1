"""One line of the doctor's answer."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from qwen_dictate.core.errors import DictateError


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one part.

    Attributes:
        name: one word, the same for ever.
        ok: None = it could not be told, or is not needed here.
        detail: one sentence.
        remedy: one sentence; "" where there is nothing to mend.
    """

    name: str
    ok: bool | None
    detail: str
    remedy: str = ""


def failed(name: str, error: DictateError) -> Check:
    """A part that does not work."""
    return Check(name, ok=False, detail=error.user_text, remedy=error.remedy)


def all_well(checks: Iterable[Check]) -> bool:
    """Whether nothing is wrong."""
    return all(check.ok is not False for check in checks)


def as_json(checks: Iterable[Check]) -> dict[str, object]:
    """The object of ``doctor --json``."""
    found = list(checks)
    return {"ok": all_well(found), "checks": [asdict(check) for check in found]}
