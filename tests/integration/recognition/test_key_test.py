"""A key is tried at the service: silence, finish, and nothing recognised."""

import pytest

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import KeyRefused, NetworkError, ServiceError, SettingsError
from qwen_dictate.recognition.qwen.key_test import try_key
from tests.integration.emulator import KEY, MODEL, Emulator, network
from tests.integration.recognition.speaking import QUICK, endpoint, no_thread_left


def tried(place: Endpoint, key: str = KEY, **more: object) -> Endpoint:
    return try_key(place, key, "none", timeouts=QUICK, **more)  # type: ignore[arg-type]


def test_a_good_key_is_good_and_nothing_is_recognised(emulator: Emulator) -> None:
    assert tried(endpoint(emulator)) == endpoint(emulator)
    assert emulator.all_left()
    [seen] = emulator.connections
    assert (seen.authorized, seen.polite, seen.segments) == (True, True, [])
    assert not any(seen.sound)
    assert no_thread_left()


def test_a_wrong_key_is_refused(emulator: Emulator) -> None:
    with pytest.raises(KeyRefused) as caught:
        tried(endpoint(emulator), "sk-wrong-0123456789")
    assert "sk-wrong" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, KeyRefused), (403, KeyRefused), (429, ServiceError), (503, ServiceError)],
)
def test_what_the_service_says_is_told(emulator: Emulator, status: int, kind: type) -> None:
    emulator.knobs.status = status
    with pytest.raises(kind):
        tried(endpoint(emulator))


def test_nobody_there_is_no_verdict_on_the_key() -> None:
    place = Endpoint("qwen", f"ws://127.0.0.1:{network.free_port()}/x", MODEL)
    with pytest.raises(NetworkError):
        tried(place)
    assert no_thread_left()


@pytest.mark.parametrize("when", ["update_error", "error_on_finish"])
def test_a_key_that_may_not_use_the_model_is_refused_after_the_handshake(
    emulator: Emulator, when: str
) -> None:
    setattr(emulator.knobs, when, "AccessDenied")
    with pytest.raises(KeyRefused):
        tried(endpoint(emulator))
    assert emulator.all_left()


def test_a_model_that_does_not_exist_is_a_setting_to_mend(emulator: Emulator) -> None:
    emulator.knobs.status, emulator.knobs.body_code = 404, "ModelNotFound"
    with pytest.raises(SettingsError):
        tried(endpoint(emulator))


def test_the_second_region_takes_what_the_first_refuses(emulator: Emulator) -> None:
    emulator.knobs.status = 403
    with Emulator() as second:
        assert tried(endpoint(emulator), second=endpoint(second)) == endpoint(second)
        assert second.connections[0].authorized


def test_a_service_that_never_ends_the_session_still_took_the_key(emulator: Emulator) -> None:
    emulator.knobs.finishes = False
    assert tried(endpoint(emulator)) == endpoint(emulator)
