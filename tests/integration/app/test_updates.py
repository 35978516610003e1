"""The look-up of new versions, with its lane, its files and its bar."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QFont

from qwen_dictate.app.bridge import Bridge
from qwen_dictate.app.jobs import JobDone, Jobs
from qwen_dictate.app.updates import Updates
from qwen_dictate.core import releases
from qwen_dictate.core.releases import DAY_S, Memory
from qwen_dictate.core.settings import Settings
from qwen_dictate.system import settings_file
from qwen_dictate.ui.look import make_look
from qwen_dictate.ui.state import Update, UpdateAnswer, ViewState
from qwen_dictate.ui.update_bar import UpdateBar

NOW = 2_000_000_000.0


class Host:
    """The program, as far as the look-up knows it."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings()
        self.update: Update | None = None
        self.shown = 0
        self.bridge = Bridge(self._handle)
        self.jobs = Jobs(self.bridge.post)
        self.folder = folder
        self.asked_for: list[str] = []
        self.answers: list[bytes | Exception] = []
        self.updates = Updates(
            self, folder / "updates", folder / "settings.toml", self._fetch, lambda: NOW
        )

    def _handle(self, event: object) -> None:
        assert isinstance(event, JobDone)
        self.jobs.done(event)
        self.shown += 1

    def _fetch(self, proxy: str) -> bytes:
        self.asked_for.append(proxy)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def change_facts(self, **changes: object) -> None:
        self.update = changes["update"]

    def remember(self, memory: Memory) -> None:
        (self.folder / "updates").write_bytes(releases.pack(memory))

    def remembered(self) -> Memory:
        return releases.unpack((self.folder / "updates").read_bytes())

    def want(self) -> None:
        self.settings = replace(self.settings, updates=replace(self.settings.updates, check=True))

    def think(self, qtbot) -> None:
        before = self.shown
        self.updates.think()
        qtbot.waitUntil(lambda: self.shown > before, timeout=5000)

    def answer(self, answer: UpdateAnswer, qtbot) -> None:
        before = self.shown
        self.updates.answer(answer)
        qtbot.waitUntil(lambda: self.shown > before, timeout=5000)


@pytest.fixture
def host(tmp_path: Path, qapp) -> Host:
    return Host(tmp_path)


def test_nothing_is_asked_or_looked_up_in_the_first_days(host: Host, qtbot):
    host.think(qtbot)
    assert host.update is None
    assert host.asked_for == []
    assert host.remembered().first == NOW


def test_it_asks_once_and_no_means_no(host: Host, qtbot):
    host.remember(Memory(first=NOW - 4 * DAY_S))
    host.think(qtbot)
    assert host.update == Update()
    host.answer(UpdateAnswer.NO, qtbot)
    host.think(qtbot)
    assert host.update is None
    assert host.asked_for == []
    assert not (host.folder / "settings.toml").exists()


def test_yes_is_kept_in_the_settings(host: Host, qtbot):
    host.remember(Memory(first=NOW - 4 * DAY_S))
    host.think(qtbot)
    host.answer(UpdateAnswer.YES, qtbot)
    assert settings_file.load(host.folder / "settings.toml", {}).settings.updates.check
    assert host.remembered().asked


def test_a_new_version_is_told_until_it_is_passed_over(host: Host, qtbot):
    host.want()
    host.answers = [json.dumps({"tag_name": "v99.0.0", "body": "Faster."}).encode()]
    host.think(qtbot)
    address = f"{releases.PROJECT}/releases/tag/v99.0.0"
    assert host.update == Update("99.0.0", address, "Faster.")
    host.update = None
    host.think(qtbot)  # from memory: a week has not gone
    assert host.update == Update("99.0.0", address, "Faster.")
    host.answer(UpdateAnswer.LATER, qtbot)
    host.think(qtbot)
    assert host.update is None
    assert host.asked_for == ["system"]


@pytest.mark.parametrize("answer", [OSError("no network"), b"<html>", b'{"tag_name": "v0.0.1"}'])
def test_a_look_up_that_brings_nothing_is_silent(host: Host, qtbot, answer):
    host.want()
    host.answers = [answer]
    host.think(qtbot)
    assert host.update is None


def test_without_an_answer_it_is_tried_again_at_the_next_start(host: Host, qtbot):
    host.want()
    host.answers = [TimeoutError(), json.dumps({"tag_name": "v99.0.0"}).encode()]
    host.think(qtbot)
    host.think(qtbot)
    assert host.update is not None


class Wishes:
    def __init__(self) -> None:
        self.answered: list[UpdateAnswer] = []

    def answer_update(self, answer: UpdateAnswer) -> None:
        self.answered.append(answer)


def test_the_bar_asks_and_tells_in_plain_text(qtbot, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    wishes = Wishes()
    bar = UpdateBar(wishes, make_look("zh_CN", "light", QFont()))
    qtbot.addWidget(bar)
    bar.show_state(ViewState())
    assert bar.isHidden()
    bar.show_state(ViewState(update=Update()))
    assert bar.text.text() == "每周检查一次新版本吗？"
    bar.yes.click()
    bar.no.click()
    bar.use(make_look("en", "light", QFont()))
    bar.show_state(ViewState(update=Update("9.1", "https://example.org/9.1", "<b>New</b>")))
    assert bar.text.text() == "Version 9.1 is out."
    assert bar.news.text() == "<b>New</b>"
    assert bar.news.textFormat().name == "PlainText"
    bar.yes.click()
    bar.no.click()
    assert opened == ["https://example.org/9.1"]
    assert wishes.answered == [UpdateAnswer.YES, UpdateAnswer.NO, UpdateAnswer.LATER]
    bar.show_state(ViewState())
    assert bar.isHidden()
