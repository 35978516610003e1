"""What can happen to a combination. Pure; runs in: any thread."""

from dataclasses import dataclass
from enum import Enum, auto

CANCEL = "cancel"
"""The role that is listened for only while it is watched."""


class Kind(Enum):
    """What happened to a combination."""

    DOWN = auto()
    UP = auto()
    USED_OTHERWISE = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """``role``'s combination went down or up, or is an ordinary modifier after all."""

    role: str
    kind: Kind
