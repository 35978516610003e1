"""Runs first in the frozen program: makes it a citizen of its system.

On Linux ``ctypes`` asks ldconfig and a compiler for libraries, neither of which knows the bundle;
those that lie in it are found there. What the program starts (a browser, a file manager) must
load its own libraries, so the loader's variable goes back to what it was. On Windows a program
without a console has no standard streams; they lead nowhere instead. Where the certificates of
the authorities lie is another thing that differs from the system that the bundle was built on.
"""

import os
import sys


def _use_libraries_of_the_bundle() -> None:
    import ctypes.util
    from pathlib import Path

    bundle = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # noqa: SLF001 (PyInstaller's)
    system_find = ctypes.util.find_library

    def find_library(name: str) -> str | None:
        found = next(iter(sorted(bundle.glob(f"lib{name}.so*"))), None)
        return str(found) if found else system_find(name)

    ctypes.util.find_library = find_library


def _give_back_the_environment() -> None:
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
    # With these a child of ours (the engine, the doctor's window) would believe that the
    # variable above still is as PyInstaller set it, and miss the bundle's libraries.
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]


def _know_the_authorities() -> None:
    """The bundle's OpenSSL looks for certificates where the system that built it has them."""
    given = {"SSL_CERT_FILE", "SSL_CERT_DIR"} & os.environ.keys()
    if given or os.path.exists(_BUILT_WITH):  # noqa: PTH110  # pathlib costs 5 ms here
        return
    own = os.path.join(sys._MEIPASS, "certifi", "cacert.pem")  # type: ignore[attr-defined]  # noqa: SLF001, PTH118
    found = filter(os.path.exists, (*_CERTIFICATES, own))
    os.environ["SSL_CERT_FILE"] = next(found, own)


_BUILT_WITH = "/usr/lib/ssl/certs/ca-certificates.crt"  # Debian, Ubuntu
_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Arch, Gentoo, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # macOS
)


def _have_streams() -> None:
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


if sys.platform == "linux":
    _use_libraries_of_the_bundle()
    _know_the_authorities()
    _give_back_the_environment()
elif sys.platform == "darwin":
    _know_the_authorities()
elif sys.platform == "win32":
    _have_streams()
