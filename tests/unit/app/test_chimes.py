"""When the sounds of start and stop are due."""

from qwen_dictate.app.chimes import chime
from qwen_dictate.core import events as ev
from tests.unit.core.test_dictation import world
from tests.unit.core.walk import HERE, World


def heard(found: World, event: ev.Event) -> str:
    before = found.state
    found.tell(event)
    return chime(before, found.state)


def test_the_start_sounds_when_it_hears_and_the_stop_when_it_ends():
    found = world()
    assert heard(found, ev.KeyEdge(True, 0.0, HERE)) == ""
    assert heard(found, ev.FirstBlock(1, 0.02)) == "start"
    assert heard(found, ev.SpeechHeard(1, 0.5)) == ""
    assert heard(found, ev.KeyEdge(False, 2.0)) == "stop"


def test_what_was_dropped_before_it_heard_makes_no_sound():
    found = world()
    found.tell(ev.KeyEdge(True, 0.0, HERE))
    assert heard(found, ev.CancelWanted(0.01)) == ""
