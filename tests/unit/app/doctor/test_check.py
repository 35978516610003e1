from qwen_dictate.app.doctor.check import Check, all_well, as_json, failed
from qwen_dictate.core.errors import MicrophoneError


def test_what_cannot_be_told_is_not_wrong():
    assert all_well([Check("a", True, ""), Check("b", None, "")])
    assert not all_well([Check("a", True, ""), Check("b", False, "")])


def test_an_error_becomes_a_line_with_its_remedy():
    line = failed("microphone", MicrophoneError("It is gone.", "Plug it in."))
    assert as_json([line]) == {
        "ok": False,
        "checks": [
            {"name": "microphone", "ok": False, "detail": "It is gone.", "remedy": "Plug it in."}
        ],
    }
