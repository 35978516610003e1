"""The weights, and one decode: sound in, text with its certainty out.

CTranslate2's Whisper is called directly with a window only a little longer than the sound. A
decode that turns in circles is done again with Whisper's own window of 30 s, and cut if that does
not help; one that is unsure and near silence says nothing.

Failure mode: ``EngineError`` where the weights cannot be loaded. Runs in: the engine's child,
decoding thread. Source: https://opennmt.net/CTranslate2/python/ctranslate2.models.Whisper.html
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ctranslate2
import numpy as np

from qwen_dictate.core.audio import RATE_HZ
from qwen_dictate.core.errors import EngineError
from qwen_dictate.core.settings import LANGUAGES
from qwen_dictate.core.text.join import join_finals
from qwen_dictate.recognition.local import mel, vocabulary
from qwen_dictate.recognition.local.repetition import ends_again, looped, said_again, without_loop

WINDOW_S = 30.0
"""What Whisper was trained with, and the most that its positions reach."""
LONGEST_S = 28.0
"""Longer sound is decoded in pieces; segments are cut before that, so none is in use."""
UNSURE_LOGPROB = -1.0
SILENT_PROBABILITY = 0.6
"""Both passed: dropped. Measured on the base model: speech -0.07 … -0.46 and .001 … .43,
silence and noise -1.35 … -1.73 and .71 … .92."""
LEAST_TOKENS, TOKENS_A_SECOND = 24, 12
"""A decode is stopped there: nobody speaks so fast, but a loop would go on for seconds."""
SURE_OF_LANGUAGE = 0.6
"""Below that, what the stream spoke before counts."""

_OTHER_NAMES = {"yue": "zh", "fil": "tl"}
"""Languages of the settings that the model knows by another name."""


@dataclass(frozen=True, slots=True)
class Care:
    """How thorough a decode is.

    Attributes:
        pad_s: silence behind the sound.
        window_s: the window is at least so long: in shorter ones the model says it all twice.
        beam: how many guesses are followed.
    """

    pad_s: float
    window_s: float
    beam: int


FINAL = Care(pad_s=2.0, window_s=6.0, beam=5)
PARTIAL = Care(pad_s=1.0, window_s=5.0, beam=1)
"""Measured over 40 clips (clean, quiet, padded, noisy): finals 2.9 % English words wrong as with
the whole 30 s (3.2 %), at a quarter of the time; 8.1 % without ``window_s``."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one decode says."""

    text: str = field(repr=False)
    language: str


class Whisper:
    """One loaded model."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._vocabulary = vocabulary.load(folder)
        try:
            self._model = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=threads
            )
        except Exception as error:
            raise EngineError(
                f"The embedded engine's model could not be loaded ({type(error).__name__}).",
                "Install it again: qwen-dictate models install whisper-base.",
                retry=False,
            ) from error
        known = {_OTHER_NAMES.get(name, name) for name in LANGUAGES}
        self._languages = {name for name in known if self._vocabulary.has(f"<|{name}|>")}

    def hear(self, pcm: bytes, language: str, care: Care, *, spoke: str = "") -> Heard:
        """What was said.

        Args:
            pcm: the sound, of any length.
            language: one of the settings', or "" to find out.
            care: how thorough.
            spoke: the language of what came before, for when the sound does not tell.
        """
        sound = mel.samples_of(pcm)
        longest = round(LONGEST_S * RATE_HZ)
        if len(sound) <= longest:
            return self._decode(sound, language, care, spoke)
        pieces = [sound[at : at + longest] for at in range(0, len(sound), longest)]
        heard = [self._decode(piece, language, care, spoke) for piece in pieces]
        text = join_finals([one.text for one in heard], "smart")
        return Heard(text, heard[0].language)

    def _decode(self, sound: mel.Samples, language: str, care: Care, spoke: str) -> Heard:
        spoken_s = len(sound) / RATE_HZ
        encoded = self._encode(sound, max(care.pad_s, care.window_s - spoken_s))
        spoken = self._known(language) or self._detect(encoded, spoke)
        most = LEAST_TOKENS + round(TOKENS_A_SECOND * spoken_s)
        heard = self._generate(encoded, spoken, care, most)
        if heard.doubtful(most):
            whole = self._encode(sound, max(0.0, WINDOW_S - spoken_s))
            again = self._generate(whole, spoken, care, most)
            heard = again if not looped(again.tokens) else heard
        if heard.logprob < UNSURE_LOGPROB and heard.silent > SILENT_PROBABILITY:
            return Heard("", spoken)
        return Heard(self._vocabulary.text(without_loop(heard.tokens)).strip(), spoken)

    def _known(self, language: str) -> str:
        name = _OTHER_NAMES.get(language, language)
        return name if name in self._languages else ""

    def _encode(self, sound: mel.Samples, pad_s: float) -> ctranslate2.StorageView:
        columns = mel.spectrogram(sound, pad_s)
        features = ctranslate2.StorageView.from_array(np.ascontiguousarray(columns[None]))
        return self._model.encode(features)

    def _detect(self, encoded: ctranslate2.StorageView, spoke: str) -> str:
        """The likeliest of the languages that the program offers."""
        ranked = self._model.detect_language(encoded)[0]
        offered = [(name.strip("<|>"), sure) for name, sure in ranked]
        offered = [(name, sure) for name, sure in offered if name in self._languages]
        name, sure = offered[0]
        return spoke if spoke and sure < SURE_OF_LANGUAGE else name

    def _generate(
        self, encoded: ctranslate2.StorageView, language: str, care: Care, most: int
    ) -> "_Generated":
        number = self._vocabulary.number
        prompt = [
            number(vocabulary.START),
            number(f"<|{language}|>"),
            number(vocabulary.TRANSCRIBE),
            number(vocabulary.NO_TIMESTAMPS),
        ]
        result = self._model.generate(
            encoded,
            [prompt],
            beam_size=care.beam,
            max_length=len(prompt) + most,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens = self._vocabulary.words(result.sequences_ids[0])
        return _Generated(tokens, result.scores[0], result.no_speech_prob)


@dataclass(frozen=True, slots=True)
class _Generated:
    tokens: Sequence[int] = field(repr=False)
    logprob: float
    silent: float

    def doubtful(self, most: int) -> bool:
        """Whether it turns in circles, says it all or its end twice, or finds no end."""
        again = said_again(self.tokens) or ends_again(self.tokens)
        return len(self.tokens) >= most or looped(self.tokens) or again
