"""The API key in the OS keyring; the only place that imports ``keyring``.

Rule: the environment wins; a stored key lies in the OS keyring or nowhere (back-ends that keep it
in a plain file are refused), together with the scope it is bound to, in one secret. The value is
in no repr, log or exception. A Secret Service may be silent for ever, so every call runs in a
thread of its own, which is left behind when the limit is over.
Failure mode: ``KeyringError``. Runs in: the keyring lane, or a verb; never on the GUI thread.
"""

import importlib
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar, cast

from qwen_dictate.core.errors import KeyringError

_Result = TypeVar("_Result")
Where = Literal["environment", "keyring", "none"]

VARIABLE = "DASHSCOPE_API_KEY"
SERVICE = "qwen-dictate"
USER = "api-key"
LIMIT_S = 3.0
"""A keyring that is silent longer counts as having no key."""

BACKENDS: Mapping[str, tuple[str, ...]] = {
    "linux": (
        "keyring.backends.SecretService:Keyring",
        "keyring.backends.libsecret:Keyring",
        "keyring.backends.kwallet:DBusKeyring",
    ),
    "win32": ("keyring.backends.Windows:WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS:Keyring",),
}
"""Keyrings of operating systems, in the order they are tried; the bundle takes them along."""

REMEDY = f"Unlock the keyring of your desktop, or give the key in the environment as {VARIABLE}."


@dataclass(frozen=True, slots=True)
class Key:
    """An API key.

    Attributes:
        value: the key itself.
        scope: where it may be sent, as ``core.endpoints.scope_of`` gave it when it was stored;
            None = from the environment: to the endpoint in use.
    """

    value: str = field(repr=False)
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Where the key is, and why there is none where the keyring failed."""

    where: Where
    key: Key | None = None
    problem: KeyringError | None = None


class NoKeyring(KeyringError):
    """This desktop has no keyring at all, so it cannot hold a key either."""


class Keyring(Protocol):
    """What is used of a back-end of ``keyring``."""

    priority: float

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store the secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Delete the secret."""
        ...


def find(environment: Mapping[str, str], limit_s: float = LIMIT_S) -> Found:
    """Look for the key; a keyring that fails is told, never raised.

    Args:
        environment: where it is looked for first.
        limit_s: a keyring that is silent longer counts as having no key.
    """
    given = environment.get(VARIABLE, "").strip()
    if given:
        return Found("environment", Key(given))

    def work() -> Key | None:
        secret = _backend().get_password(SERVICE, USER)
        return None if secret is None else _unpack(secret)

    try:
        key = _within(limit_s, work)
    except NoKeyring:
        return Found("none")
    except KeyringError as error:
        return Found("none", problem=error)
    return Found("none") if key is None else Found("keyring", key)


def where(environment: Mapping[str, str], limit_s: float = LIMIT_S) -> Where:
    """Where the key is."""
    return find(environment, limit_s).where


def name_of_keyring(limit_s: float = LIMIT_S) -> str:
    """The keyring that is used here, for people; nothing is read from it.

    Raises:
        KeyringError: there is none, or it is silent.
    """
    return _within(limit_s, lambda: type(_backend()).__module__.rpartition(".")[2])


def store(key: str, scope: str, limit_s: float = LIMIT_S) -> None:
    """Store the key, bound to its scope, instead of the one that was there.

    Raises:
        KeyringError: it is not stored.
    """
    secret = json.dumps({"key": key, "scope": scope})

    def work() -> str | None:
        backend = _backend()
        backend.set_password(SERVICE, USER, secret)
        return backend.get_password(SERVICE, USER)

    if _within(limit_s, work) != secret:
        raise KeyringError("The keyring did not keep the API key.", REMEDY)


def delete(limit_s: float = LIMIT_S) -> bool:
    """Delete the stored key; False: there was none.

    Raises:
        KeyringError: it may still be there.
    """

    def work() -> bool:
        backend = _backend()
        if backend.get_password(SERVICE, USER) is None:
            return False
        backend.delete_password(SERVICE, USER)
        return True

    return _within(limit_s, work)


def _unpack(secret: str) -> Key:
    try:
        fields: object = json.loads(secret)
    except ValueError:
        fields = None
    if isinstance(fields, dict):
        table = cast("dict[str, object]", fields)
        key, scope = table.get("key"), table.get("scope")
        if isinstance(key, str) and key and isinstance(scope, str):
            return Key(key, scope)
    raise KeyringError(
        "The keyring's entry for Qwen Dictate is not one that it made.",
        "Store the key again: qwen-dictate key set.",
    )


def _backend() -> Keyring:
    """The first keyring of this operating system that works here.

    They are named one by one: what ``keyring`` itself would choose may be a plain file, and in a
    bundle it finds none at all (https://github.com/jaraco/keyring/issues/468).
    """
    reasons: list[str] = []
    for name in _candidates():
        module, _, kind = name.partition(":")
        try:
            backend = cast("type[Keyring]", getattr(importlib.import_module(module), kind))
            # Reading it raises where the back-end cannot work.
            _ = backend.priority
            return backend()
        except Exception as error:
            reasons.append(f"{module.rpartition('.')[2]}: {error or type(error).__name__}")
    logging.getLogger("qwen_dictate.credentials").info("no keyring: %s", "; ".join(reasons))
    raise NoKeyring("No keyring of this desktop can be reached.", REMEDY)


def _candidates() -> tuple[str, ...]:
    """Ours, or the one of them that the user asked for by ``keyring``'s own variable."""
    platform = sys.platform if sys.platform in ("win32", "darwin") else "linux"
    ours = BACKENDS[platform]
    wanted = os.environ.get("PYTHON_KEYRING_BACKEND", "")
    if not wanted:
        return ours
    chosen = tuple(name for name in ours if name.replace(":", ".") == wanted)
    if not chosen:
        raise KeyringError(
            f"PYTHON_KEYRING_BACKEND names “{wanted}”, which is not the keyring of this system; "
            "the API key is kept nowhere else.",
            "Unset it.",
        )
    return chosen


def _within(limit_s: float, work: Callable[[], _Result]) -> _Result:
    """Do it in a thread of its own, and wait for it no longer than the limit."""
    done = threading.Event()
    results: list[_Result] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:
            errors.append(error)
        done.set()

    threading.Thread(target=run, name="keyring", daemon=True).start()
    if not done.wait(limit_s):
        raise KeyringError(f"The keyring has been silent for {limit_s:g} seconds.", REMEDY)
    if results:
        return results[0]
    raise _translated(errors[0])


def _translated(error: Exception) -> KeyringError:
    """The user's words; what the library says is left out, it may repeat what it was given."""
    if isinstance(error, KeyringError):
        return error
    kind = type(error).__name__
    if kind in ("KeyringLocked", "LockedException", "PromptDismissedException"):
        return KeyringError("The keyring is locked.", REMEDY)
    if kind == "InitError":
        return KeyringError("The keyring is locked, or was never set up.", REMEDY)
    return KeyringError(f"The keyring refused ({kind}).", REMEDY)
