import pytest

from tests.integration.sound.private_sound import Dictation, PrivateSound, write_tone


@pytest.fixture(scope="module")
def sound():
    with PrivateSound() as private:
        yield private


@pytest.fixture
def dictation(sound, tmp_path):
    with Dictation(tmp_path) as one:
        yield one


@pytest.fixture
def tone(tmp_path):
    return write_tone(tmp_path / "tone.wav")
