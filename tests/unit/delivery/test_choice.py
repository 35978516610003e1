import pytest

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.delivery import choice
from qwen_dictate.delivery.deliverer import Surroundings

SURROUNDINGS = Surroundings(own_pid=1, copy=lambda text: None)


def refuse(_surroundings):
    raise Unavailable("Not here.", "Elsewhere.")


def test_the_last_candidate_works_on_every_platform():
    for platform in ("win32", "darwin", "an unknown one"):
        found = choice.choose(SURROUNDINGS, platform)
        assert found.deliverer.name == "clipboard"


def test_reasons_of_candidates_that_do_not_work_are_kept(monkeypatch):
    here = f"{__name__}:refuse"
    monkeypatch.setattr(choice, "_load", lambda factory: refuse if factory == here else None)
    monkeypatch.setattr(choice, "CANDIDATES", {"linux": (("x", here),)})
    with pytest.raises(AssertionError):
        choice.choose(SURROUNDINGS, "linux")
    monkeypatch.undo()
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    found = choice.choose(SURROUNDINGS, "linux")
    assert found.deliverer.name == "clipboard"
    assert "DISPLAY" in found.reasons["x11"].user_text


def test_wayland_says_so(monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert "Wayland" in choice.choose(SURROUNDINGS, "linux").reasons["x11"].user_text


def test_every_candidate_can_be_loaded():
    for candidates in choice.CANDIDATES.values():
        for _name, factory in candidates:
            assert callable(choice._load(factory))
