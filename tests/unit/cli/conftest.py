"""Verbs in this process, with folders of their own and no program that runs."""

import sys

import pytest

from qwen_dictate.cli.main import main


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Own folders; nothing of the user's is read."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.delenv("DASHSCOPE_API_KEY", raising=False)
    return tmp_path


@pytest.fixture
def call(folders, capsys):
    """Call a verb; gives (status, out, err)."""

    def run(*argv):
        status = main(argv)
        sys.stdout.flush()
        return (status, *capsys.readouterr())

    return run
