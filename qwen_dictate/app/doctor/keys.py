"""The API key and the keyring it lies in. The key itself is never told.

Runs in: a thread of the doctor; blocks for the keyring's own limit of 3 s at most.
"""

from collections.abc import Mapping

from qwen_dictate import credentials
from qwen_dictate.app.doctor.check import Check, failed
from qwen_dictate.core import endpoints
from qwen_dictate.core.errors import KeyringError
from qwen_dictate.core.settings import Service
from qwen_dictate.credentials import VARIABLE, NoKeyring

_NONE = f"Install one (GNOME Keyring, KWallet), or give a key in the environment as {VARIABLE}."


def key_and_keyring(service: Service, environ: Mapping[str, str]) -> list[Check]:
    """One line for the key, one for the keyring."""
    found = credentials.find(environ)
    return [_key(service, found), _keyring(found)]


def _key(service: Service, found: credentials.Found) -> Check:
    key = endpoints.Key(found.key.scope) if found.key else None
    choice = endpoints.choose(service, key)
    wrong = choice.problem or choice.notice
    if wrong is not None:
        return failed("key", wrong)
    if choice.endpoint.kind == "local":
        return Check("key", None, "No API key is used: the embedded engine recognises everything.")
    if found.key is None:
        return Check("key", None, "The custom service is called without a key.")
    if found.where == "environment":
        return Check("key", ok=True, detail="An API key was found in the environment.")
    return Check("key", ok=True, detail="An API key was found in the keyring.")


def _keyring(found: credentials.Found) -> Check:
    if found.problem is not None:
        return failed("keyring", found.problem)
    try:
        name = credentials.name_of_keyring()
    except NoKeyring:
        return Check("keyring", None, "This desktop has no keyring that could hold a key.", _NONE)
    except KeyringError as error:
        return failed("keyring", error)
    return Check("keyring", ok=True, detail=f"The keyring answers ({name}).")
