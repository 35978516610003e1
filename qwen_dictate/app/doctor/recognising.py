"""The engines: a bundled clip goes through recording, recogniser and text, as a dictation does.

Runs in: a thread of the doctor; blocks for some seconds.
"""

from qwen_dictate.app.doctor.check import Check
from qwen_dictate.app.doctor.trial import Answer, child

_CLIP_S = 60.0
"""Loading weights from a slow disk, or every time-out of the service, and then recognising."""


def engines() -> list[Check]:
    """Lines for the dictation with the engine in use, the service, and the embedded engine."""
    used = _recognise("used")
    is_local = used.get("endpoint") == "local"
    local = used if is_local else _recognise("local")
    return [
        _service(used, is_local=is_local),
        _embedded(local, is_used=is_local),
        _dictation(used),
    ]


def _recognise(which: str) -> Answer:
    with child("dictation", which) as started:
        found = started.wait_for(lambda told: "text" in told or "error" in told, _CLIP_S)
        told = started.wait_for(lambda told: "endpoint" in told, 0.0) or {}
    if found is not None:
        return found
    return {**told, "error": "Recognising a recorded sentence did not end.", "remedy": ""}


def _service(used: Answer, *, is_local: bool) -> Check:
    if is_local:
        return Check("service", None, "The service is not used; no sound leaves this computer.")
    if "error" in used:
        return _wrong("service", used)
    return Check(
        "service", ok=True, detail=f"{used['endpoint']} answered after {_seconds(used)} s."
    )


def _embedded(local: Answer, *, is_used: bool) -> Check:
    if local.get("missing"):
        return Check(
            "engine",
            False if is_used else None,
            "The embedded engine's model is not installed.",
            "Fetch it in the window, or with qwen-dictate models install whisper-base.",
        )
    if "error" in local:
        return _wrong("engine", local)
    return Check(
        "engine",
        ok=True,
        detail=f"The embedded engine took {_seconds(local)} s for {_length(local)} s.",
    )


def _dictation(used: Answer) -> Check:
    if "error" in used:
        return _wrong("dictation", used)
    if not used.get("text"):
        return Check(
            "dictation",
            ok=False,
            detail="A recorded sentence was recognised as silence.",
            remedy="Choose another endpoint, or install the embedded engine's model again.",
        )
    heard, said = used.get("heard"), used.get("said")
    return Check(
        "dictation", ok=True, detail=f"A recorded sentence: {heard} of {said} words as spoken."
    )


def _wrong(name: str, answer: Answer) -> Check:
    return Check(name, ok=False, detail=str(answer["error"]), remedy=str(answer.get("remedy", "")))


def _seconds(answer: Answer) -> str:
    seconds = answer.get("seconds")
    return f"{seconds:.1f}" if isinstance(seconds, float | int) else "?"


def _length(answer: Answer) -> str:
    seconds = answer.get("clip_s")
    return f"{seconds:.1f}" if isinstance(seconds, float | int) else "?"
