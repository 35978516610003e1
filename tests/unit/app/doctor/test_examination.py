import threading

from qwen_dictate.app.doctor import examination
from qwen_dictate.app.doctor.check import Check
from qwen_dictate.core.errors import DiskError


def raises(error: Exception):
    def probe() -> list[Check]:
        raise error

    return probe


def test_a_probe_that_raises_is_a_line_and_the_others_go_on():
    found = examination._side_by_side(
        {
            "disk": raises(DiskError("The disk is full.", "Make room.")),
            "tray": raises(ValueError("secret")),
            "key": lambda: [Check("key", True, "Found."), Check("keyring", None, "None.")],
        }
    )
    assert [(line.name, line.ok) for line in found] == [
        ("disk", False), ("tray", False), ("key", True), ("keyring", None),
    ]  # fmt: skip
    assert found[0].remedy == "Make room."
    assert "secret" not in found[1].detail


def test_a_probe_that_hangs_is_a_line(monkeypatch):
    monkeypatch.setattr(examination, "LIMIT_S", 0.05)
    hangs = threading.Event()
    found = examination._side_by_side({"keyring": lambda: [Check("keyring", hangs.wait(), "")]})
    hangs.set()
    assert [(line.name, line.ok) for line in found] == [("keyring", False)]
