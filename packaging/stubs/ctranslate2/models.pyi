from ctranslate2 import StorageView

class WhisperGenerationResult:
    sequences_ids: list[list[int]]
    scores: list[float]
    no_speech_prob: float

class Whisper:
    def __init__(
        self,
        model_path: str,
        device: str = ...,
        *,
        compute_type: str = ...,
        intra_threads: int = ...,
    ) -> None: ...
    def encode(self, features: StorageView, to_cpu: bool = ...) -> StorageView: ...
    def detect_language(self, features: StorageView) -> list[list[tuple[str, float]]]: ...
    def generate(
        self,
        features: StorageView,
        prompts: list[list[int]],
        *,
        beam_size: int = ...,
        max_length: int = ...,
        return_scores: bool = ...,
        return_no_speech_prob: bool = ...,
    ) -> list[WhisperGenerationResult]: ...
