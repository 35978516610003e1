"""Files to text in the window of the running program."""

from tests.desktop.application import Application
from tests.support.media import join
from tests.support.recordings import recording
from tests.support.waiting import wait_until


def plain(text):
    return "".join(letter for letter in text.lower() if letter.isalnum())


def test_files_are_chosen_by_keyboard_recognised_and_kept_in_the_history(
    desktop, emulator, service
):
    settings = service["settings"] | {"onboarding.done": "true"}
    app = Application(desktop, **{**service, "settings": settings}).ready()
    join(desktop.home / "talk.wav", ["en_jfk"] * 2)
    (desktop.home / "bad.mp3").write_text("no song")
    desktop.find_window("Qwen Dictate", program=app.program).focus()
    desktop.tap("alt+e")
    desktop.tap("alt+d")
    desktop.find_window("Files to text", program=app.program).focus()
    desktop.run(["xdotool", "type", '"bad.mp3" "talk.wav"'])
    desktop.tap("Return")
    wait_until(lambda: [row["state"] for row in app.history()] == ["delivered"], 60, app.log)
    (row,) = app.history()
    assert (row["app"], row["kind"]) == ("talk.wav", "file")
    assert plain(row["text"]) == plain(recording("en_jfk").transcript * 2)
    assert app.status()["last"] is None
    app.quit()


def test_a_file_that_is_interrupted_by_quitting_goes_on_with_the_verb(desktop, emulator, service):
    settings = service["settings"] | {"onboarding.done": "true"}
    app = Application(desktop, **{**service, "settings": settings}).ready()
    talk = join(desktop.home / "talk.wav", ["en_jfk"] * 4)
    emulator.knobs.final_delay_s = 0.5
    desktop.find_window("Qwen Dictate", program=app.program).focus()
    desktop.tap("alt+e")
    desktop.tap("alt+d")
    desktop.find_window("Files to text", program=app.program).focus()
    desktop.run(["xdotool", "type", "talk.wav"])
    desktop.tap("Return")
    wait_until(lambda: any(len(c.segments) > 3 for c in emulator.connections), 60, app.log)
    assert app.quit() < 3.5
    (row,) = app.history()
    assert row["state"] == "kept"
    assert 5 < row["seconds"] < 46
    done = app.call("transcribe", str(talk))
    assert plain(done.stdout) == plain(recording("en_jfk").transcript * 4)
    assert [entry["state"] for entry in app.history()] == ["delivered"]
