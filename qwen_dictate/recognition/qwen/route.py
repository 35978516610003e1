"""The way to the service: name, proxy, TCP, TLS. Gives a connected socket.

The rule: each stage has its own true error, all of them share one deadline, and the socket is
known to its owner (``hold``) before anything blocks on it, so that it can be shut down from
another thread. A proxy's password appears in no error. The SDK's own way reads the proxy from
the environment only, hides the cause for 5 s and leaves sockets behind.

Runs in: the connection's thread.
"""

import base64
import os
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from qwen_dictate.core.errors import NetworkError, SettingsError
from qwen_dictate.core.setting_checks import is_loopback

Hold = Callable[[socket.socket], None]

_CA_VARIABLE = "WEBSOCKET_CLIENT_CA_BUNDLE"
_PORTS = {"ws": 80, "wss": 443, "http": 80, "socks5": 1080, "socks5h": 1080}
_LONGEST_ANSWER = 16_384


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy between us and the service."""

    scheme: str
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def find_proxy(url: str, setting: str) -> Proxy | None:
    """The proxy for ``url`` by the setting ``service.proxy``; None = straight on.

    Raises:
        SettingsError: the proxy is of a kind that cannot be used.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if setting == "none":
        return None
    if setting != "system":
        return _proxy(setting)
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    found = urllib.request.getproxies().get("https" if parts.scheme == "wss" else "http", "")
    return _proxy(found if "://" in found else f"http://{found}") if found else None


def open_socket(url: str, proxy: Proxy | None, limit_s: float, hold: Hold) -> socket.socket:
    """Connect to the host of ``url``; for ``wss`` with TLS.

    Raises:
        DictateError: the proxy refused.
        OSError: name, TCP or TLS (``ssl.SSLError`` is one), or ``limit_s`` has passed.
    """
    deadline = time.monotonic() + limit_s
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    raw = _reach(proxy, deadline, hold) if proxy else _connect(host, port, deadline, hold)
    try:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if proxy:
            _through(proxy, raw, host, port)
        if parts.scheme == "ws":
            return raw
        raw.settimeout(_left(deadline))
        secure = _tls().wrap_socket(raw, server_hostname=host)
    except BaseException:
        raw.close()
        raise
    hold(secure)
    return secure


def _proxy(text: str) -> Proxy:
    parts = urlsplit(text)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise SettingsError(
            "The proxy is of a kind that cannot be used; nothing was sent.",
            "Use an http:// or socks5:// proxy, or set service.proxy to none.",
            retry=False,
        )
    return Proxy(parts.scheme, parts.hostname, _port(parts), *_credentials(parts))


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def _credentials(parts: SplitResult) -> tuple[str, str]:
    return unquote(parts.username or ""), unquote(parts.password or "")


def _reach(proxy: Proxy, deadline: float, hold: Hold) -> socket.socket:
    """Connect to the proxy: what fails here is not the service's fault."""
    try:
        return _connect(proxy.host, proxy.port, deadline, hold)
    except ConnectionAbortedError:
        raise
    except OSError:
        raise _proxy_failed(proxy, "could not be reached") from None


def _connect(host: str, port: int, deadline: float, hold: Hold) -> socket.socket:
    """As ``socket.create_connection``, but the socket is held before it blocks."""
    problem: OSError = OSError("no address")
    for family, kind, number, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        raw = socket.socket(family, kind, number)
        hold(raw)
        try:
            raw.settimeout(_left(deadline))
            raw.connect(address)
        except OSError as error:
            raw.close()
            problem = error
        else:
            return raw
    raise problem


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _tls() -> ssl.SSLContext:
    """The system's authorities (or SSL_CERT_FILE), and a private one by the environment."""
    context = ssl.create_default_context()
    bundle = os.environ.get(_CA_VARIABLE, "")
    if bundle:
        folder = Path(bundle).is_dir()
        context.load_verify_locations(**{"capath" if folder else "cafile": bundle})
    paths = ssl.get_default_verify_paths()
    if os.name == "posix" and not (paths.cafile or paths.capath):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _through(proxy: Proxy, raw: socket.socket, host: str, port: int) -> None:
    try:
        if proxy.scheme == "http":
            _http_connect(proxy, raw, host, port)
        else:
            _socks_connect(proxy, raw, host, port)
    except TimeoutError:
        raise NetworkError(
            f"The proxy {proxy.host} did not answer in time. The recording is safe.",
            "Check service.proxy.",
        ) from None
    except (OSError, ValueError):
        raise _proxy_failed(proxy, "broke the connection") from None


def _http_connect(proxy: Proxy, raw: socket.socket, host: str, port: int) -> None:
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.user:
        pair = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {pair}")
    raw.sendall("\r\n".join([*lines, "", ""]).encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        # One byte at a time: what follows the blank line belongs to the service.
        answer += _exactly(raw, 1)
        if len(answer) > _LONGEST_ANSWER:
            raise ValueError
    status = answer.split(b" ", 2)[1].decode("ascii") if answer.count(b" ") else ""
    if status == "407":
        raise _proxy_failed(proxy, "asks for a user name and a password")
    if status != "200":
        raise _proxy_failed(proxy, f"could not reach {host} ({status})")


def _socks_connect(proxy: Proxy, raw: socket.socket, host: str, port: int) -> None:
    """Source: RFC 1928, RFC 1929."""
    raw.sendall(b"\x05\x02\x00\x02" if proxy.user else b"\x05\x01\x00")
    version, method = _exactly(raw, 2)
    if version != 5:  # noqa: PLR2004 - the protocol's version
        raise ValueError
    if method == 2 and proxy.user:  # noqa: PLR2004 - user name and password
        raw.sendall(b"\x01" + _counted(proxy.user.encode()) + _counted(proxy.password.encode()))
        if _exactly(raw, 2)[1]:
            raise _proxy_failed(proxy, "refused the user name or the password")
    elif method:
        raise _proxy_failed(proxy, "asks for a user name and a password")
    raw.sendall(b"\x05\x01\x00\x03" + _counted(host.encode("idna")) + port.to_bytes(2, "big"))
    _, result, _, kind = _exactly(raw, 4)
    if result:
        raise _proxy_failed(proxy, f"could not reach {host} ({result})")
    length = _exactly(raw, 1)[0] if kind == 3 else {1: 4}.get(kind, 16)  # noqa: PLR2004 - a name
    _exactly(raw, length + 2)


def _counted(data: bytes) -> bytes:
    return bytes([len(data)]) + data


def _exactly(raw: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = raw.recv(size - len(data))
        if not more:
            raise ConnectionResetError
        data += more
    return data


def _proxy_failed(proxy: Proxy, what: str) -> NetworkError:
    return NetworkError(
        f"The proxy {proxy.host} {what}. The recording is safe.", "Check service.proxy."
    )
