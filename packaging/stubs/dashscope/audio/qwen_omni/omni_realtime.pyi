# What we use of the SDK, which has no types of its own. Source: dashscope 2.0.2.
from collections.abc import Sequence
from enum import Enum

import websocket

class OmniRealtimeCallback: ...

class MultiModality(Enum):
    TEXT = "text"
    AUDIO = "audio"

class TranscriptionParams:
    def __init__(
        self,
        language: str | None = ...,
        sample_rate: int = ...,
        input_audio_format: str = ...,
        corpus: dict[str, object] | None = ...,
        corpus_text: str | None = ...,
    ) -> None: ...

class OmniRealtimeConversation:
    url: str
    ws: websocket.WebSocketApp | None
    def __init__(
        self,
        model: str,
        callback: OmniRealtimeCallback,
        headers: dict[str, str] | None = ...,
        workspace: str | None = ...,
        url: str | None = ...,
        api_key: str | None = ...,
    ) -> None: ...
    def _get_websocket_header(self) -> dict[str, str]: ...
    def connect(self) -> None: ...
    def update_session(
        self,
        output_modalities: Sequence[MultiModality],
        *,
        enable_turn_detection: bool = ...,
        turn_detection_type: str = ...,
        prefix_padding_ms: int = ...,
        turn_detection_threshold: float = ...,
        turn_detection_silence_duration_ms: int = ...,
        transcription_params: TranscriptionParams | None = ...,
    ) -> None: ...
    def append_audio(self, audio_b64: str) -> None: ...
    def commit(self) -> None: ...
    def end_session_async(self) -> None: ...
    def close(self) -> None: ...
