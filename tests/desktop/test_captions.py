"""A meeting as its user has it: two sources, lines, the verbs, the history, faults."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pysubs2
import pytest

from tests.desktop.application import Application
from tests.desktop.dictating import Stage
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import wait_until

MINE = ("en_goforward", "en_cards_005", "en_sense_0880")
THEIRS = ("en_sense_0870", "zh_aishell_0121")


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        yield stage
        stage.turn()


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)


def export(app: Application, ending: str = "json") -> str:
    """The meeting, as the verb writes it."""
    path = app.desktop.folder / f"export-{time.monotonic_ns()}.{ending}"
    done = app.call("captions", "export", str(path))
    assert done.returncode == 0, done.stderr
    return path.read_text(encoding="utf-8")


def lines(app: Application) -> list[tuple[str, str]]:
    return [(line["speaker"], line["text"]) for line in json.loads(export(app))]


def said(name: str) -> str:
    return recording(name).transcript


def start(app: Application) -> None:
    done = app.call("captions", "start")
    assert (done.returncode, done.stderr) == (0, "")
    assert app.status()["captions"] is True


def stop(app: Application) -> None:
    assert app.call("captions", "stop").returncode == 0
    app.wait_status(captions=False, limit_s=40)


def test_a_meeting_is_captioned_kept_and_exported(stage: Stage):
    app, desktop = stage.app, stage.desktop
    start(app)
    assert app.call("captions", "start").returncode == 0, "again is no second one"
    desktop.speakers.play(recording(THEIRS[0]).path, wait=False)
    desktop.microphone.say(recording(MINE[0]).path)  # both at once
    pause(1.0)
    desktop.microphone.say(recording(MINE[1]).path)
    first = ("Them", said(THEIRS[0]))
    wait_until(lambda: first in lines(app), 20, lambda: str(lines(app)))
    pause(1.5)  # an open line counts as well: what follows at once would belong to it
    desktop.speakers.play(recording(THEIRS[1]).path)
    stop(app)
    wanted = {("Me", said(MINE[0])), ("Me", said(MINE[1]))} | {("Them", said(n)) for n in THEIRS}
    assert set(lines(app)) == wanted
    assert len(lines(app)) == len(wanted)
    row = app.history()[0]
    assert (row["kind"], row["state"], row["method"]) == ("meeting", "delivered", "none")
    assert said(THEIRS[1]) in row["text"]
    found = app.call("history", "search", "--json", "seven of hearts").stdout
    assert [entry["id"] for entry in json.loads(found)] == [row["id"]]
    assert app.status()["error"] == ""
    assert app.status()["last"] is None, "a meeting is no dictation"
    assert stage.emulator.all_left()
    assert stage.emulator.violations == []
    assert all(seen.polite for seen in stage.emulator.connections)
    _read_back(app)
    app.quit()
    assert set(lines(app)) == wanted, "exports work without the program"
    app.env.pop("DASHSCOPE_API_KEY", None)


def _read_back(app: Application) -> None:
    """Every format, by parsers that are not ours."""
    for ending in ("srt", "vtt"):
        text = export(app, ending)
        subtitles = pysubs2.SSAFile.from_string(text, format_=ending)
        assert len(subtitles) >= 4
        for event in subtitles:
            rows = event.plaintext.removeprefix("Me: ").removeprefix("Them: ").split("\n")
            assert len(rows) <= 2
            assert all(len(row) <= 42 for row in rows)
            assert 0.1 <= (event.end - event.start) / 1000 <= 7.0
    assert f"Me: {said(MINE[0])}\n" in export(app, "txt")
    assert "<v Me>" in export(app, "vtt")
    assert "**" in export(app, "md")
    wrong = app.call("captions", "export", "meeting.doc")
    assert wrong.returncode == 2
    assert ".srt" in wrong.stderr


def test_a_dropped_connection_loses_no_line_and_doubles_none(stage: Stage):
    app, desktop = stage.app, stage.desktop
    stage.set({"fallback": "wait"})  # else the embedded engine would take over
    start(app)
    desktop.microphone.say(recording(MINE[0]).path)
    pause(1.0)
    stage.turn(close_at="input_audio_buffer.append", close_code=1006, status=503)
    desktop.microphone.say(recording(MINE[1]).path)
    pause(1.0)
    desktop.speakers.play(recording(THEIRS[0]).path)
    wait_until(lambda: app.status()["error_kind"], 15, app.log)
    stage.turn()
    desktop.microphone.say(recording(MINE[2]).path)
    stop(app)
    assert sorted(lines(app)) == sorted(
        [("Me", said(name)) for name in MINE] + [("Them", said(THEIRS[0]))]
    )


@pytest.mark.matrix
def test_dictation_works_meanwhile_and_is_no_line(stage: Stage):
    app, desktop = stage.app, stage.desktop
    start(app)
    desktop.microphone.say(recording(MINE[0]).path)
    pause(1.5)
    stage.terminal.focus()
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(recording(MINE[1]).path)
    stage.terminal.wait_typed(said(MINE[1]))
    app.wait_status(state="idle", pending=0)
    pause(1.5)
    stop(app)
    assert lines(app) == [("Me", said(MINE[0]))]
    assert app.status()["last"]["text"] == said(MINE[1])


def test_a_crash_takes_no_line_that_was_said(stage: Stage):
    app, desktop = stage.app, stage.desktop
    start(app)
    desktop.microphone.say(recording(MINE[0]).path)
    wait_until(lambda: len(lines(app)) == 1, 15, app.log)
    pause(0.5)
    app.program.kill()
    assert lines(app) == [("Me", said(MINE[0]))]
    again = Application(desktop, env=app.env, minimized=True).ready()
    row = again.history()[0]
    assert (row["kind"], row["state"]) == ("meeting", "kept")
    assert said(MINE[0]) in row["text"]
    assert lines(again) == [("Me", said(MINE[0]))]
    again.quit()


@pytest.mark.matrix
def test_a_microphone_that_goes_away_is_told_and_the_other_source_goes_on(stage: Stage):
    app, desktop = stage.app, stage.desktop
    start(app)
    desktop.microphone.unplug()
    app.wait_status(error_kind="microphone")
    desktop.speakers.play(recording(THEIRS[0]).path)
    desktop.microphone.plug()
    wait_until(desktop.microphone.readers, 20, app.log)
    pause(0.5)
    desktop.microphone.say(recording(MINE[0]).path)
    stop(app)
    assert ("Them", said(THEIRS[0])) in lines(app)
    assert ("Me", said(MINE[0])) in lines(app)


def test_with_no_key_the_embedded_engine_captions_both():
    with PrivateDesktop() as desktop:
        app = Application(desktop, weights=True, minimized=True).ready()
        app.wait_status(engine="local")
        done = app.call("captions", "toggle")
        assert (done.returncode, done.stderr) == (0, "")
        desktop.speakers.play(recording("en_sense_0870").path, wait=False)
        desktop.microphone.say(recording("en_jfk").path)
        stop(app)
        heard = lines(app)
        mine = " ".join(text for who, text in heard if who == "Me").lower()
        theirs = " ".join(text for who, text in heard if who == "Them").lower()
        assert "what you can do for your country" in mine
        assert "dashwood" in theirs or "leisure to consider" in theirs
        assert app.history()[0]["engine"] == "local"
        app.quit()


def test_without_a_program_there_is_one_sentence(tmp_path: Path):
    with PrivateDesktop(sound=False, manager=None) as desktop:
        command = [str(Application.command), "captions"]
        done = desktop.call([*command, "start"])
        assert done.returncode == 3
        done = desktop.call([*command, "export", str(tmp_path / "x.srt")])
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
