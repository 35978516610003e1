"""Proxies and TLS between the real SDK and the emulator."""

import base64
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from qwen_dictate.core.errors import NetworkError, SettingsError
from tests.integration.emulator import Emulator, network
from tests.integration.recognition.speaking import Deaf, at, recognizer, refusal
from tests.support.certificate import make_certificate, serving

# Proxies


def test_a_proxy_by_setting_is_used(emulator: Emulator) -> None:
    proxy = network.HttpProxy()
    with network.listening(proxy) as port:
        made = recognizer(emulator, proxy=f"http://127.0.0.1:{port}")
        made.open(Deaf())
        made.close(1.0)
    assert proxy.asked == [f"127.0.0.1:{emulator.port}"]
    assert len(emulator.connections) == 1


def test_a_socks_proxy_is_used(emulator: Emulator) -> None:
    proxy = network.SocksProxy()
    with network.listening(proxy) as port:
        made = recognizer(emulator, proxy=f"socks5://127.0.0.1:{port}")
        made.open(Deaf())
        made.close(1.0)
    assert proxy.asked == [f"127.0.0.1:{emulator.port}"]


def test_a_proxy_gets_its_password_and_no_error_shows_it(emulator: Emulator) -> None:
    right = base64.b64encode(b"me:s3cret").decode()
    with network.listening(network.HttpProxy(authorization=right)) as port:
        made = recognizer(emulator, proxy=f"http://me:s3cret@127.0.0.1:{port}")
        made.open(Deaf())
        made.close(1.0)
        error = refusal(recognizer(emulator, proxy=f"http://me:wr0ng@127.0.0.1:{port}"))
    assert isinstance(error, NetworkError)
    assert "password" in error.user_text
    assert "wr0ng" not in str(error)


@pytest.mark.parametrize(
    "proxy", [network.HttpProxy(status="502 Bad Gateway"), network.hang_up, network.gibberish]
)
def test_a_proxy_that_fails_is_named(emulator: Emulator, proxy: Callable[..., None]) -> None:
    with network.listening(proxy) as port:
        error = refusal(recognizer(emulator, proxy=f"http://127.0.0.1:{port}"))
    assert isinstance(error, NetworkError)
    assert "proxy" in error.user_text


@pytest.mark.parametrize("proxy", [network.SocksProxy(result=5), network.web_page])
def test_a_socks_proxy_that_fails_is_named(emulator: Emulator, proxy: Callable[..., None]) -> None:
    with network.listening(proxy) as port:
        error = refusal(recognizer(emulator, proxy=f"socks5://127.0.0.1:{port}"))
    assert isinstance(error, NetworkError)
    assert "proxy" in error.user_text


def test_a_proxy_that_says_nothing_ends_at_the_limit(emulator: Emulator) -> None:
    with network.listening(network.swallow) as port:
        proxy = f"http://127.0.0.1:{port}"
        assert isinstance(refusal(recognizer(emulator, proxy=proxy), 3.5), NetworkError)


def test_a_proxy_of_the_wrong_kind_is_a_setting_to_mend(emulator: Emulator) -> None:
    error = refusal(recognizer(emulator, proxy="https://127.0.0.1:1"))
    assert isinstance(error, SettingsError)


def test_the_systems_proxy_is_not_used_for_this_computer(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    made = recognizer(emulator)
    made.open(Deaf())
    made.close(1.0)


@pytest.mark.parametrize("setting", ["system", "none"])
def test_the_systems_proxy_is_used_only_by_the_setting_system(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = network.HttpProxy(status="502 Bad Gateway")
    with network.listening(proxy) as port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        error = refusal(at("wss://no-such-host.invalid/x", proxy=setting), within_s=3.5)
    assert ("proxy" in error.user_text) is (setting == "system")
    assert proxy.asked == (["no-such-host.invalid:443"] if setting == "system" else [])


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def secure(certificate: Path) -> ssl.SSLContext:
    return serving(certificate)


def test_an_unknown_certificate_is_refused(secure: ssl.SSLContext) -> None:
    with Emulator(tls=secure) as service:
        error = refusal(recognizer(service))
        assert isinstance(error, NetworkError)
        assert "certificate" in error.user_text
        assert service.connections == []


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "WEBSOCKET_CLIENT_CA_BUNDLE"])
def test_a_private_authority_is_trusted_by_the_environment(
    secure: ssl.SSLContext, certificate: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(certificate))
    with Emulator(tls=secure) as service:
        made = recognizer(service)
        made.open(Deaf())
        made.close(1.0)
        assert service.all_left()
        assert service.connections[0].polite


def test_plain_text_behind_a_secure_address_is_no_secure_connection(
    emulator: Emulator,
) -> None:
    error = refusal(at(f"wss://127.0.0.1:{emulator.port}/x"))
    assert isinstance(error, NetworkError)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_proxy_that_is_not_there_is_named_and_not_the_service(
    emulator: Emulator, scheme: str
) -> None:
    proxy = f"{scheme}://127.0.0.1:{network.free_port()}"
    error = refusal(recognizer(emulator, proxy=proxy))
    assert isinstance(error, NetworkError)
    assert error.user_text.startswith("The proxy 127.0.0.1 could not be reached.")
