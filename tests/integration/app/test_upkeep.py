"""app/upkeep: expiry, purging and FLAC by the settings, through real lanes and a real store."""

import os
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qwen_dictate.app.bridge import Bridge
from qwen_dictate.app.jobs import Jobs
from qwen_dictate.app.upkeep import Upkeep
from qwen_dictate.core.events import EndKind
from qwen_dictate.core.settings import History
from qwen_dictate.history.ids import iso
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.recording.recording import Recording
from qwen_dictate.system import paths

NOW = datetime.now(UTC)


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "data_folder", lambda make=False: tmp_path)
    (tmp_path / "recordings").mkdir()
    return tmp_path


class House:
    """Lanes, a store, and what keeps them tidy."""

    def __init__(self, data, qtbot, **settings) -> None:
        self.bridge = Bridge(lambda event: self.jobs.done(event))  # noqa: PLW0108 - made below
        self.jobs = Jobs(self.bridge.post)
        self.store = Store(data / "history.sqlite")
        self.history = replace(History(), **settings)
        self.data, self.qtbot = data, qtbot
        self.upkeep = Upkeep(self.jobs, self.ask, lambda: self.history)

    def ask(self, question, then, failed):
        self.jobs.run("history", lambda: question(self.store), then, failed)

    def said(self, name, days, state="delivered", text="xylophonic"):
        at = NOW - timedelta(days=days)
        recording = Recording.create(self.data / "recordings" / f"{name}.rec")
        recording.append(bytes(32_000))
        recording.end(EndKind.COMPLETE)
        os.utime(recording.path, (at.timestamp(), at.timestamp()))
        row = Row(name, iso(at), 1.0, text, text, state, recording=str(recording.path))
        self.ask(lambda store: store.born(row), None, None)

    def files(self):
        return sorted(path.name for path in (self.data / "recordings").iterdir())

    def settle(self, *files):
        self.qtbot.waitUntil(lambda: self.files() == sorted(files), timeout=20_000)

    def words(self):
        return [
            path.name
            for path in self.data.rglob("*")
            if path.is_file() and b"xylophonic" in path.read_bytes()
        ]


@pytest.fixture
def house(data, qtbot):
    houses = []

    def build(**settings):
        houses.append(House(data, qtbot, **settings))
        return houses[-1]

    yield build
    for built in houses:
        built.jobs.flush("history", 10)
        with closing(built.store):
            pass


def test_sound_goes_when_its_time_is_over_and_what_stays_becomes_flac(house):
    made = house(keep_audio="days:7")
    made.said("old", 8)
    made.said("new", 1)
    made.said("kept", 1, state="kept")
    made.upkeep.sweep()
    made.settle("kept.rec", "new.flac")
    made.said("later", 9)
    made.upkeep.sweep()  # within the hour: nothing
    made.upkeep.archive(made.data / "recordings" / "later.rec")
    made.settle("kept.rec", "later.flac", "new.flac")


def test_words_go_when_their_time_is_over_and_from_every_file(house, qtbot):
    made = house(keep_audio="days:1", keep_text="days:2")
    made.said("old", 3)
    made.said("new", 0, text="fresh")
    made.upkeep.sweep()
    made.settle("new.flac")
    qtbot.waitUntil(lambda: made.words() == [], timeout=20_000)
    found = []
    made.ask(lambda store: store.list(9), found.append, None)
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    assert [row.text for row in found[0]] == ["fresh"]


def test_a_delivered_recording_that_is_deleted_meanwhile_stays_away(house, qtbot):
    made = house(keep_audio="always")
    made.said("one", 0)
    made.upkeep.archive(made.data / "recordings" / "one.rec")
    done = []
    made.ask(lambda store: store.hide("one"), lambda _there: done.append("hidden"), None)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    made.upkeep.purge(lambda: done.append("purged"), done.append)
    qtbot.waitUntil(lambda: done == ["hidden", "purged"], timeout=20_000)
    made.jobs.flush("archive", 10)
    made.settle()
    assert made.words() == []
