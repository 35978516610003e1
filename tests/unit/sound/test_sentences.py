import pytest

from qwen_dictate.core.errors import DiskError, MicrophoneError
from qwen_dictate.sound import sentences


@pytest.mark.parametrize(
    ("heard", "safe"), [(True, "What was heard is kept."), (False, "Nothing was recorded.")]
)
def test_an_end_says_what_became_of_the_sound(heard, safe):
    error = sentences.outcome(sentences.gone_quiet(), heard=heard)
    assert isinstance(error, MicrophoneError)
    assert error.user_text == f"The microphone gives no sound. {safe}"
    assert error.remedy == sentences.gone_quiet().remedy


def test_an_error_of_another_kind_speaks_for_itself():
    error = DiskError("The disk is full.")
    assert sentences.outcome(error, heard=True) is error
