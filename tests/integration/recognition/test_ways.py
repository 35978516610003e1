"""Proxies and TLS between the real SDK and the emulator."""

import base64
import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from qwen_dictate.core.errors import NetworkError, SettingsError
from tests.integration.emulator import Emulator, network
from tests.integration.recognition.speaking import Deaf, at, recognizer, refusal

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
    """A self-signed certificate for localhost, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


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
