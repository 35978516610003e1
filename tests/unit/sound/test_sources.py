import pytest

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound.devices import Device, describe
from qwen_dictate.sound.sources import SYSTEM_SOUND, Source, Sources, choose, is_system
from qwen_dictate.sound.watch import Moved, Reopen, Stay, Watched, judge

MIC = Source("mic", "Microphone")
USB = Source("usb", "Headset")
MONITOR = Source("speakers.monitor", "Monitor of Speakers", monitor=True)
HDMI = Source("hdmi.monitor", "Monitor of HDMI", monitor=True)


def sources(*found, default="mic"):
    return Sources(found, default, "speakers.monitor")


@pytest.mark.parametrize(
    ("found", "default", "device", "expected"),
    [
        ((MIC, USB, MONITOR), "usb", "", USB),
        ((MIC, USB, MONITOR), "usb", "mic", MIC),
        ((MONITOR, MIC), "speakers.monitor", "", MIC),
        ((MONITOR, MIC), "", "", MIC),
        ((MIC, USB), "usb", "gone", USB),
    ],
)
def test_the_microphone_that_a_setting_means(found, default, device, expected):
    assert choose(sources(*found, default=default), device, system=False) == expected


def test_the_loudspeakers_are_no_microphone():
    with pytest.raises(MicrophoneError):
        choose(sources(MONITOR, default="speakers.monitor"), "", system=False)


def test_system_sound_is_the_monitor_of_the_default_output():
    assert choose(sources(MIC, HDMI, MONITOR), SYSTEM_SOUND, system=True) == MONITOR
    assert choose(sources(MIC, HDMI, MONITOR), "hdmi.monitor", system=True) == HDMI
    with pytest.raises(MicrophoneError):
        choose(sources(MIC), SYSTEM_SOUND, system=True)


def test_only_a_monitor_chosen_by_name_is_system_sound():
    found = sources(MIC, MONITOR)
    wanted = [is_system(device, found) for device in ("", "mic", "speakers.monitor", SYSTEM_SOUND)]
    assert wanted == [False, False, True, True]


def test_devices_tell_the_default_of_each_kind():
    assert describe(sources(MONITOR, MIC, USB, default="speakers.monitor")) == [
        Device("speakers.monitor", "Monitor of Speakers", "system", default=True),
        Device("mic", "Microphone", "microphone", default=True),
        Device("usb", "Headset", "microphone", default=False),
    ]


@pytest.mark.parametrize(
    ("device", "now", "default", "expected"),
    [
        ("", MIC, "mic", Stay()),
        ("", None, "mic", Stay()),
        ("", USB, "usb", Moved(USB)),
        ("", USB, "mic", Moved(USB)),  # moved by the user in a mixer
        ("", MONITOR, "usb", Reopen(USB)),
        ("", MONITOR, "speakers.monitor", Reopen(MIC)),
        ("mic", USB, "usb", Reopen(MIC)),
        ("gone", USB, "usb", Moved(USB)),
    ],
)
def test_what_a_move_means(device, now, default, expected):
    watched = Watched("tag", now, sources(MIC, USB, MONITOR, default=default))
    assert judge(MIC, device, system=False, watched=watched) == expected


def test_a_move_to_the_loudspeakers_ends_it_when_there_is_no_microphone():
    watched = Watched("tag", MONITOR, sources(MONITOR, default="speakers.monitor"))
    with pytest.raises(MicrophoneError):
        judge(MIC, "", system=False, watched=watched)


def test_system_sound_never_becomes_a_microphone():
    watched = Watched("tag", MIC, sources(MIC, MONITOR))
    assert judge(HDMI, SYSTEM_SOUND, system=True, watched=watched) == Reopen(MONITOR)
