"""The bundle holds whatever the program names by a string, and leaves out what it never loads."""

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
MAKER = re.compile(r"[a-z_][\w.]*\.[\w.]*:[A-Za-z_]\w*")
"""How back-ends are named: "package.module:factory"."""


@pytest.fixture(scope="module")
def contents() -> ModuleType:
    path = ROOT / "packaging" / "bundle" / "contents.py"
    spec = importlib.util.spec_from_file_location("bundle_contents", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def trees() -> Iterator[ast.AST]:
    for path in (ROOT / "qwen_dictate").rglob("*.py"):
        yield ast.parse(path.read_text(encoding="utf-8"))


def test_every_maker_that_is_named_by_a_string_is_in_the_bundle(contents: ModuleType):
    named = {
        text.partition(":")[0]
        for tree in trees()
        for text in strings(tree)
        if MAKER.fullmatch(text)
    }
    assert len(named) > 5
    bundled = {
        module
        for platform in ("linux", "win32", "darwin")
        for module in contents.hidden_imports(platform)
    }
    assert named <= bundled


def test_every_import_by_name_is_in_the_bundle_or_left_out_for_a_reason(contents: ModuleType):
    named = {
        node.args[0].value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("import_module")
        and isinstance(node.args[0], ast.Constant)
    }
    assert named
    assert named <= {*contents.hidden_imports("linux"), *contents.EXCLUDED}


def test_every_module_of_the_program_is_in_the_bundle(contents: ModuleType):
    bundled = contents.hidden_imports("linux")
    assert "qwen_dictate.cli.doctor" in bundled
    assert "qwen_dictate.delivery.x11" in bundled
    assert "qwen_dictate" in bundled
    assert all(importlib.util.find_spec(module) for module in bundled)


def test_the_files_beside_the_modules_are_in_the_bundle(contents: ModuleType):
    taken = {Path(source).name for source, _ in contents.own_data()}
    assert "qwen-dictate.svg" in taken
    assert not [name for name in taken if name.endswith((".py", ".pyc"))]


@pytest.mark.parametrize(
    ("target", "platform", "wanted"),
    [
        ("PySide6/QtWidgets.abi3.so", "linux", True),
        ("PySide6/Qt/lib/libQt6Svg.so.6", "linux", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", "linux", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "linux", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "linux", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", "linux", False),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", "linux", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", "linux", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", "linux", False),
        ("libstdc++.so.6", "linux", False),
        ("libasound.so.2", "linux", False),
        ("libxcb-cursor.so.0", "linux", True),
        ("libportaudio.so.2", "linux", True),
        (r"PySide6\plugins\platforms\qwindows.dll", "win32", True),
        (r"PySide6\Qt6Quick.dll", "win32", False),
        (r"PySide6\Qt6Core.dll", "win32", True),
        (r"PySide6\opengl32sw.dll", "win32", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", "darwin", True),
        ("PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui", "darwin", True),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", "darwin", False),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/Resources/Info.plist", "darwin", False),
        ("qwen_dictate/ui/icons/record.svg", "linux", True),
        ("keyring-25.7.0.dist-info/METADATA", "linux", True),
        ("keyring-25.7.0.dist-info/RECORD", "linux", False),
    ],
)
def test_what_is_taken_along(contents: ModuleType, target: str, platform: str, wanted: bool):
    assert contents.is_wanted(target, platform) is wanted


def test_a_library_that_only_an_orphan_needs_stays_out(contents: ModuleType):
    entries = [
        ("PySide6/plugins/xcb.so", "/xcb.so", "BINARY"),
        ("libxcb-cursor.so.0", "/cursor", "BINARY"),
        ("libgtk-3.so.0", "/gtk", "BINARY"),
        ("libgdk-3.so.0", "/gdk", "BINARY"),
        ("libportaudio.so.2", "/portaudio", "BINARY"),
        ("libjack.so.0", "/jack", "BINARY"),
        ("libpython3.11.so.1.0", "/python", "BINARY"),
    ]
    needs = {
        "/xcb.so": {"libxcb-cursor.so.0"},
        "/gtk": {"libgdk-3.so.0"},
        "/gdk": {"libgtk-3.so.0"},
        "/portaudio": {"libjack.so.0"},
    }
    kept = contents.without_orphans(entries, lambda path: needs.get(path, set()))
    assert {entry[0] for entry in entries} - {entry[0] for entry in kept} == {
        "libgtk-3.so.0",
        "libgdk-3.so.0",
    }


def test_nothing_that_is_left_out_is_loaded_by_the_service_s_sdk(contents: ModuleType):
    """In a fresh interpreter that refuses them, the SDK's realtime part still imports."""
    code = (
        "import sys\n"
        f"for name in {contents.EXCLUDED!r}: sys.modules[name] = None\n"
        "import qwen_dictate.recognition.qwen.connection, keyring, ctranslate2, soxr\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
