"""An icon is drawn once, not at every change: Qt keeps what was drawn in a cache of 10 MB."""

from tests.integration.ui import states


def test_a_second_dictation_draws_no_new_icon_for_the_button(window):
    seen: list[int] = []
    for _ in range(2):
        for state in (states.LISTENING, states.RECOGNISING, states.READY):
            window.show_state(state)
            seen.append(window.panel.record.icon().cacheKey())
    assert seen[:3] == seen[3:]
    assert len(set(seen)) == 2
