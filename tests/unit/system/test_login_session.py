"""What the buses tell, and when it means that the user has left."""

import pytest

from qwen_dictate.core.events import UserAway
from qwen_dictate.system.login_session import Presence, meaning

OURS = "/org/freedesktop/login1/session/_31"
SESSION = "org.freedesktop.login1.Session"
PROPERTIES = "PropertiesChanged"


@pytest.mark.parametrize(
    ("member", "body", "told"),
    [
        ("ActiveChanged", (True,), [("saver", True)]),
        ("ActiveChanged", ("nonsense",), []),
        ("PrepareForSleep", (False,), [("asleep", False)]),
        ("Lock", (), [(f"locked {OURS}", True)]),
        ("Unlock", (), [(f"locked {OURS}", False), (f"hint {OURS}", False)]),
        (PROPERTIES, (SESSION, {"LockedHint": ("b", True)}, []), [(f"hint {OURS}", True)]),
        (PROPERTIES, (SESSION, {"Active": ("b", False)}, []), [(f"elsewhere {OURS}", True)]),
        (PROPERTIES, (SESSION, {"IdleHint": ("b", True)}, []), []),
        (PROPERTIES, ("another", {"LockedHint": ("b", True)}, []), []),
        ("SomethingNew", (1, 2), []),
    ],
)  # fmt: skip
def test_signals_mean_that_a_reason_comes_or_goes(member: str, body: tuple, told: list):
    assert list(meaning(member, OURS, body)) == told


def test_only_the_first_reason_and_the_end_of_the_last_one_are_told():
    presence = Presence()
    assert presence.change("asleep", on=True, at=1.0) == UserAway(on=True, at=1.0, asleep=True)
    assert presence.change("saver", on=True, at=2.0) is None
    assert presence.change("asleep", on=False, at=3.0) is None
    assert presence.change("saver", on=False, at=4.0) == UserAway(on=False, at=4.0)
    assert presence.change("saver", on=False, at=5.0) is None
