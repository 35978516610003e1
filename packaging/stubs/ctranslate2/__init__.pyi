# ctranslate2 has no types. What recognition/local/whisper relies on is written out.
from typing import Any

from ctranslate2 import models as models
from numpy.typing import NDArray

class StorageView:
    @staticmethod
    def from_array(array: NDArray[Any]) -> StorageView: ...
