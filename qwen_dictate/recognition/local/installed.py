"""Where the embedded engine's models lie, and whether one is there.

Apart from ``models``, which installs them: the program asks at every start, and what fetches over
the network takes 50 ms and several MB to load. Runs in: any thread.
"""

from collections.abc import Sequence
from pathlib import Path

from qwen_dictate.recognition.local.model_table import MODELS, Model, ModelFile


def model_folder(name: str, folder: Path) -> Path:
    """Where that model's files lie when it is installed."""
    return folder / name


def installed(name: str, folder: Path, table: Sequence[Model] = MODELS) -> bool:
    """Whether it is there; looks at the sizes only, its hashes were checked when it came."""
    at = model_folder(name, folder)
    model = next((model for model in table if model.name == name), None)
    return model is not None and any(_has(at, source.files) for source in model.sources)


def _has(at: Path, files: Sequence[ModelFile]) -> bool:
    try:
        return all((at / file.name).stat().st_size == file.size for file in files)
    except OSError:
        return False
