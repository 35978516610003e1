"""What goes into the bundle and what stays out; read by ``qwen-dictate.spec`` and by tests.

Rule: whatever the program names by a string is taken from where the program itself names it, so
that a new back-end is in the bundle without anybody thinking of it (tests compare). Whatever stays
out is named here with its reason.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from pathlib import Path

from qwen_dictate import credentials
from qwen_dictate.delivery import choice as delivery
from qwen_dictate.hotkeys import choice as hotkeys

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "qwen_dictate"

NAMED_IN_CODE = ("sounddevice", "qwen_dictate.recognition.qwen.connection")
"""Arguments of ``import_module`` that are no candidates of a back-end."""

EXCLUDED = (
    # Left out of the standard library: never used, and some are large.
    *("tkinter", "unittest", "pydoc", "doctest", "idlelib", "lib2to3", "turtle", "xmlrpc"),
    # The SDK's commands, servers and token counting; its realtime part imports without them.
    *("tiktoken", "fastapi", "starlette", "uvicorn", "typer", "shellingham"),
    *("dashscope.acli", "dashscope.examples", "dashscope.resources"),
    # Writing CTranslate2 models and reading sound for it: only its C++ part is used.
    *("ctranslate2.converters", "transformers", "torch"),
    # FFmpeg for "transcribe": 36 MB, and with encoders under the GPL; bundles use the system's.
    "av",
    # Tools of developers that something imports where it finds them.
    *("pytest", "hypothesis", "IPython", "setuptools", "pkg_resources", "pip", "numpy.f2py"),
    *("numpy.testing", "pygments.lexers", "pygments.styles", "pulsectl.tests"),
)

_QT_KEPT = (
    r"Qt6?(Core|Gui|Widgets|Svg|Network|DBus|XcbQpa|WaylandClient|WlShellIntegration)\b",
    r"Qt6?WaylandEglClientHwIntegration\b",
)
_QT_PLUGINS_KEPT = (
    r"networkinformation/",  # tells that the network is back
    r"platforms/.*(xcb|wayland|offscreen|windows|cocoa)",
    r"platforminputcontexts/.*(compose|ibus)",
    r"(iconengines|imageformats)/.*svg",
    r"imageformats/.*(ico|icns|gif)",
    r"styles/",
    r"xcbglintegrations/",  # without one, Qt prints a warning at each start
    r"wayland-(shell-integration|decoration-client)/",
    r"platformthemes/.*xdgdesktopportal",
)
_QT_TRANSLATIONS_KEPT = r"translations/qtbase_(en|zh_CN|zh_TW)\.qm"

OF_THE_SYSTEM = (
    # Libraries that must be those of the system: they read its configuration, load its plug-ins
    # or drivers, or speak with a server of the same version. Every desktop has them.
    r"libstdc\+\+\.so|libgcc_s\.so",  # graphics drivers need one that is not older than they are
    r"libX11\.so|libX11-xcb\.so|libxcb\.so|libXau\.so|libXdmcp\.so|libXext\.so",
    r"libfontconfig\.so|libfreetype\.so|libexpat\.so|libpng16\.so|libuuid\.so",
    r"libasound\.so|libpulse\.so|libpulsecommon",
    r"libwayland-\w+\.so",
    r"libdbus-1\.so|libsystemd\.so|libglib-2\.0\.so|libgthread|libgobject|libgio|libgmodule",
    r"libz\.so|libselinux|libmount|libblkid|libcap\.so|libgcrypt|libgpg-error|libkeyutils",
)


_UNUSED_FILES = re.compile(
    r"\.dist-info/(?!METADATA|entry_points)"  # lists of files; licences go elsewhere
    r"|^opencc/clib/(bin|include|lib(64)?)/"
    r"|^ctranslate2/.*\.(cmake|h)$"
)


def hidden_imports(platform: str) -> list[str]:
    """Everything that no import statement names.

    All modules of our own, and what the candidates of this platform name.
    """
    candidates = [
        *(maker for _, maker in hotkeys.CANDIDATES.get(platform, ())),
        *(maker for _, maker in delivery.CANDIDATES.get(platform, ())),
        *credentials.BACKENDS.get(platform, ()),
    ]
    named = {name.partition(":")[0] for name in candidates} | set(NAMED_IN_CODE)
    return sorted(named | set(own_modules()))


def own_modules() -> Iterator[str]:
    """The name of every module of the program."""
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def own_data() -> list[tuple[str, str]]:
    """Every file of the package that is no Python: pictures, tables, SQL."""
    return sorted(
        (str(path), str(path.parent.relative_to(ROOT)))
        for path in PACKAGE.rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc", ".pyi"}
        and path.name != "py.typed"
        and "__pycache__" not in path.parts
    )


def licences() -> list[tuple[str, str]]:
    """The licences of the libraries, as their packages give them, each in a folder of its name."""
    return sorted(
        (str(distribution.locate_file(file)), f"licences/{distribution.name}")
        for distribution in metadata.distributions()
        if distribution.name.lower() not in _BUILD_TOOLS
        for file in distribution.files or ()
        if ".dist-info" in str(file) and re.match(r"(?i)licen[cs]e|copying|notice", file.name)
    )


_BUILD_TOOLS = {"pip", "setuptools", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph"}

Entry = tuple[str, str, str]
"""PyInstaller's: where it goes, where it comes from, its kind."""


def trimmed(entries: Iterable[Entry], platform: str) -> list[Entry]:
    """Without what is not used."""
    return [entry for entry in entries if is_wanted(entry[0], platform)]


def without_orphans(entries: list[Entry], needs: Callable[[str], set[str]]) -> list[Entry]:
    """Without shared libraries at the top of the bundle that nothing in it needs.

    Args:
        entries: what would go into the bundle.
        needs: the names of the libraries that a file needs, those of its libraries included.
    """
    roots = [entry for entry in entries if not _LIBRARY.match(entry[0])]
    loaded = [entry for entry in entries if _LOADED_BY_NAME.match(entry[0])]
    needed = {name for entry in roots + loaded for name in needs(entry[1])}
    return roots + [
        entry
        for entry in entries
        if _LIBRARY.match(entry[0]) and (entry[0] in needed or entry in loaded)
    ]


_LIBRARY = re.compile(r"lib[^/]+\.so[^/]*$")
_LOADED_BY_NAME = re.compile(r"lib(python|portaudio)[^/]*$")


def is_wanted(target: str, platform: str) -> bool:
    """Whether a file is taken along, by its place in the bundle."""
    target = target.replace("\\", "/")
    name = target.rpartition("/")[2]
    if platform == "linux" and any(re.match(pattern, name) for pattern in OF_THE_SYSTEM):
        return False
    if "PySide6/" in target or name.startswith(("libQt6", "Qt6")):
        return _is_qt_wanted(target, name)
    return not _UNUSED_FILES.search(target)


def _is_qt_wanted(target: str, name: str) -> bool:
    plugin = re.search(r"plugins/(.+)$", target)
    if plugin:
        return any(re.match(pattern, plugin[1]) for pattern in _QT_PLUGINS_KEPT)
    if "translations/" in target:
        return bool(re.search(_QT_TRANSLATIONS_KEPT, target))
    if "/qml/" in target:
        return False
    framework = re.search(r"(Qt\w+)\.framework/", target)
    name = framework[1] if framework else name
    if re.match(r"(lib)?Qt\w*", name):
        return any(re.match(rf"(lib)?{pattern}", name) for pattern in _QT_KEPT)
    return name not in {"opengl32sw.dll", "d3dcompiler_47.dll"}
