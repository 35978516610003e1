"""How the program starts itself again."""

import sys

import pytest

from qwen_dictate.system import itself


def test_from_source_python_runs_the_package():
    assert itself.command("engine") == (sys.executable, "-m", "qwen_dictate", "engine")


def test_a_bundle_runs_itself(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/qwen-dictate/qwen-dictate")
    monkeypatch.setattr(sys, "platform", "linux")
    assert itself.command("engine") == ("/opt/qwen-dictate/qwen-dictate", "engine")


def test_on_windows_a_bundle_runs_its_program_with_standard_streams(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "C:/Programs/Qwen Dictate/Qwen Dictate.exe")
    monkeypatch.setattr(sys, "platform", "win32")
    program, verb = itself.command("engine")
    assert program.replace("\\", "/") == "C:/Programs/Qwen Dictate/qwen-dictate.exe"
    assert verb == "engine"
