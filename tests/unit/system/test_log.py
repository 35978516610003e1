"""system/log: no key, no library's chatter, no end for want of a disk."""

import logging
import stat
import sys
import threading

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.system import log

KEY = "a-very-secret-key"


@pytest.fixture
def opened(tmp_path):
    root = logging.getLogger()
    before = root.level
    path = tmp_path / "state" / "program.log"
    journal = log.open_log(path, secret=KEY)
    yield path, journal
    journal.close()
    root.setLevel(before)


def test_the_log_is_private(opened):
    path, _ = opened
    log.logger.info("hello")
    assert "hello" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_in_no_line_whoever_writes_it(opened):
    path, journal = opened
    journal.hide("another-key")
    journal.hide("")
    logging.getLogger("somebody").warning("it is %s", KEY)
    logging.getLogger("somebody").warning("another-key")
    log.logger.error("header: Bearer abcdef123456, key=sk-0123456789abcdef")
    try:
        raise ValueError(KEY)
    except ValueError:
        log.logger.exception("failed")
    text = path.read_text()
    for secret in (KEY, "another-key", "abcdef123456", "0123456789abcdef"):
        assert secret not in text
    assert "Traceback" in text


@pytest.mark.parametrize("library", log.TALKATIVE)
def test_libraries_that_log_what_they_send_are_silent(opened, library):
    path, _ = opened
    logging.getLogger(f"{library}.part").critical("what was said")
    logging.getLogger(library).critical("what was said")
    assert path.read_text() == ""


def test_the_log_does_not_grow_for_ever(opened, monkeypatch):
    path, _ = opened
    [handler] = [h for h in logging.getLogger().handlers if isinstance(h, log._PrivateFile)]
    monkeypatch.setattr(handler, "maxBytes", 2000)
    for number in range(200):
        log.logger.info("line %d of many", number)
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["program.log", "program.log.1", "program.log.2"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert "line 199" in path.read_text()


def test_a_log_that_cannot_be_opened_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    journal = log.open_log(tmp_path / "file" / "program.log")
    log.logger.info("into nothing")
    journal.close()


def test_a_disk_that_is_full_stops_nothing(capsys):
    handler = log._PrivateFile("/dev/full")
    handler.handle(logging.LogRecord("x", logging.INFO, "", 0, "lost", None, None))
    with pytest.raises(OSError):
        handler.close()
    assert capsys.readouterr() == ("", "")


def test_what_nobody_caught_is_logged_and_told_in_one_sentence(opened, monkeypatch):
    path, _ = opened
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    told = []
    log.report_crashes(told.append)

    def fail():
        raise ZeroDivisionError

    thread = threading.Thread(target=fail, name="worker-7")
    thread.start()
    thread.join()
    sys.excepthook(DiskError, DiskError("The disk is full."), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert len(told) == 2
    assert "ZeroDivisionError" in told[0]
    assert told[1] == "The disk is full."
    text = path.read_text()
    assert "worker-7" in text
    assert "in fail" in text
