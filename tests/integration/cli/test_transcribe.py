"""``transcribe``: real files, the real engine, the emulated service."""

import json
import os
import shutil
import signal
import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pysubs2
import pytest

from tests.integration.emulator import KEY, Emulator
from tests.support.media import encode, join
from tests.support.recordings import recording
from tests.support.waiting import wait_until

COMMAND = str(Path(sys.executable).with_name("qwen-dictate"))
MODELS = Path.home() / ".local/share/qwen-dictate/models"
JFK = recording("en_jfk")


def plain(text):
    return "".join(letter for letter in text.lower() if letter.isalnum())


def alike(said, meant):
    return SequenceMatcher(None, plain(said), plain(meant)).ratio()


@pytest.fixture
def env(tmp_path):
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    hidden = ("XDG_", "QWEN_DICTATE_", "DASHSCOPE_", "DBUS_")
    known = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    return {**known, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(run)}


@pytest.fixture
def local(env, tmp_path):
    """The embedded engine, and no key."""
    models = tmp_path / ".local/share/qwen-dictate/models"
    models.parent.mkdir(parents=True)
    shutil.copytree(MODELS, models, copy_function=os.symlink)
    return env


@pytest.fixture
def qwen(env):
    with Emulator() as service:
        yield (
            service,
            env
            | {
                "DASHSCOPE_API_KEY": KEY,
                "QWEN_DICTATE_SERVICE__ENDPOINT": "custom",
                "QWEN_DICTATE_SERVICE__URL": service.url,
            },
        )
        assert service.violations == []


def call(env, *argv, **more):
    options = {"env": env, "capture_output": True, "timeout": 120, "text": True, **more}
    return subprocess.run([COMMAND, *map(str, argv)], check=False, **options)


def history(env):
    return json.loads(call(env, "history", "list", "--json").stdout)


def test_files_become_text_on_the_embedded_engine_and_bad_ones_stop_no_others(local, tmp_path):
    (tmp_path / "text.mp3").write_text("no song")
    good = encode(tmp_path / "talk.mp3", JFK.path)
    video = encode(tmp_path / "film.mp4", recording("zh_aishell_0121").path)
    done = call(local, "transcribe", tmp_path / "none.wav", good, tmp_path / "text.mp3", video)
    assert done.returncode == 1
    english, _, chinese = done.stdout.partition("\n\n")
    assert alike(english, JFK.transcript) > 0.9
    assert "广州市" in chinese
    sentences = done.stderr.splitlines()
    assert len(sentences) == 2
    assert "none.wav" in sentences[0]
    assert "text.mp3" in sentences[1]
    rows = history(local)
    assert [(row["app"], row["kind"], row["state"]) for row in rows] == [
        ("film.mp4", "file", "delivered"),
        ("talk.mp3", "file", "delivered"),
    ]
    assert rows[1]["text"] == english.strip()
    assert rows[1]["engine"] == "local"


def test_subtitles_from_the_service_have_the_times_of_the_speech(qwen, tmp_path):
    service, env = qwen
    talk = join(tmp_path / "talk.wav", ["en_jfk", "zh_aishell_0121"], pause_s=3.0)
    done = call(env, "transcribe", talk, "--format", "srt", "--output", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    cues = pysubs2.load(str(tmp_path / "out/talk.srt"))
    said = "".join(plain(cue.plaintext) for cue in cues)
    assert said == plain(JFK.transcript + recording("zh_aishell_0121").transcript)
    assert cues[0].start == pytest.approx(300, abs=200)
    last = cues[-1]
    assert last.start == pytest.approx((JFK.seconds + 3.4) * 1000, abs=300)
    assert len(service.connections) == 1
    (row,) = history(env)
    assert row["engine"] == "qwen"


def test_json_is_one_array_with_times_that_do_not_overlap(qwen, tmp_path):
    _, env = qwen
    talk = join(tmp_path / "talk.wav", ["en_jfk", "en_jfk"])
    done = call(env, "transcribe", "--format", "json", talk)
    lines = json.loads(done.stdout)
    assert list(lines[0]) == ["start", "end", "speaker", "text"]
    times = [time for line in lines for time in (line["start"], line["end"])]
    assert times == sorted(times)
    assert plain("".join(line["text"] for line in lines)) == plain(JFK.transcript * 2)


def test_what_stood_in_the_folder_stays_beside_the_new_text(qwen, tmp_path):
    _, env = qwen
    (tmp_path / "en_jfk.txt").write_text("mine")
    done = call(env, "transcribe", JFK.path, JFK.path, "--output", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "en_jfk.txt~").read_text() == "mine"
    assert plain((tmp_path / "en_jfk.txt").read_text()) == plain(JFK.transcript)


def test_an_interrupted_file_goes_on_where_it_was_left(qwen, tmp_path):
    service, env = qwen
    talk = join(tmp_path / "talk.wav", ["en_jfk"] * 4)
    service.knobs.final_delay_s = 0.5
    running = subprocess.Popen(
        [COMMAND, "transcribe", str(talk)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(
        lambda: service.connections and len(service.connections[0].segments) > 3, 60, "no commit"
    )
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, "")
    assert "talk.wav" in err
    assert "Start it again" in err
    (row,) = history(env)
    assert row["state"] == "kept"
    assert 5 < row["seconds"] < 45
    done = call(env, "transcribe", talk)
    assert (done.returncode, done.stderr) == (0, "")
    assert plain(done.stdout) == plain(JFK.transcript * 4)
    assert [entry["id"] for entry in history(env)] == [row["id"]]
    assert len(service.connections[-1].sound) / 32_000 < 50 - row["seconds"]


def test_a_service_that_drops_the_connection_loses_no_word(qwen, tmp_path):
    service, env = qwen
    talk = join(tmp_path / "talk.wav", ["en_jfk"] * 3)
    service.knobs.close_at = "input_audio_buffer.commit"
    service.knobs.close_count = 2
    done = call(env, "transcribe", talk)
    assert (done.returncode, done.stderr) == (0, "")
    assert plain(done.stdout) == plain(JFK.transcript * 3)
    assert len(service.connections) > 1


def test_nothing_of_a_file_is_written_where_no_text_may_be_kept(qwen, tmp_path):
    _, env = qwen
    env = env | {"QWEN_DICTATE_HISTORY__KEEP_TEXT": "never"}
    done = call(env, "transcribe", JFK.path)
    assert plain(done.stdout) == plain(JFK.transcript)
    assert history(env) == []


def test_without_engine_and_key_it_says_what_to_install(env):
    done = call(env, "transcribe", JFK.path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "models install" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_call_is_told(env):
    assert call(env, "transcribe").returncode == 2
    assert call(env, "transcribe", JFK.path, "--format", "docx").returncode == 2
