"""The human recordings of tests/support/speech, with what is said in them."""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "speech"


@dataclass(frozen=True, slots=True)
class Recording:
    """One file: 16 kHz mono 16 bit WAV.

    Attributes:
        path: the file.
        seconds: how long it is.
        language: ``en`` or ``zh``.
        transcript: what is said, lower case, without punctuation.
    """

    path: Path
    seconds: float
    language: str
    transcript: str


def recordings() -> dict[str, Recording]:
    """All of them by name (``en_jfk``)."""
    with (FOLDER / "manifest.tsv").open(encoding="utf-8", newline="") as table:
        return {
            row["file"].removesuffix(".wav"): Recording(
                FOLDER / row["file"], float(row["seconds"]), row["language"], row["transcript"]
            )
            for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def recording(name: str) -> Recording:
    return recordings()[name]
