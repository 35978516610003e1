"""The lock that makes the program run once a user."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from qwen_dictate.system.lock import AlreadyLocked, lock_file

HOLD = """
import sys
from pathlib import Path
from qwen_dictate.system.lock import lock_file
lock_file(Path(sys.argv[1]))
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_lock_is_had_once_until_it_is_given_back(tmp_path: Path):
    path = tmp_path / "lock"
    unlock = lock_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(AlreadyLocked):
        lock_file(path)
    unlock()
    lock_file(path)()


def test_a_killed_program_leaves_no_lock_behind(tmp_path: Path):
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(AlreadyLocked):
            lock_file(path)
        holder.kill()
        holder.wait(10)
    lock_file(path)()


def test_a_lock_that_cannot_be_opened_is_an_error_of_the_system(tmp_path: Path):
    (tmp_path / "lock").mkdir()
    with pytest.raises(OSError, match="lock"):
        lock_file(tmp_path / "lock")
