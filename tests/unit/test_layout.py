"""The rules about where things stand, checked over the whole tree."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "qwen_dictate"
UNIT = ROOT / "tests" / "unit"
LINES_ALLOWED = 400
TOGETHER = {"tests/unit/core/test_walk.py"}  # the machines of a whole folder, in all orders
OURS = ("qwen_dictate", "tests", "benchmarks", "packaging", "docs", "resources", ".github", ".ci")
TEXT = {".py", ".pyi", ".md", ".toml", ".sh", ".ps1", ".yml", ".yaml", ".spec", ".sql", ".ts", ""}
VAGUE = {"manager", "managers", "helper", "helpers", "util", "utils", "common", "misc", "handler"}
HEAVY = {"PySide6", "dashscope", "numpy", "sounddevice", "keyring", "ctranslate2", "tomlkit"}


def files(*suffixes: str) -> Iterator[Path]:
    """Every file of the project that a person wrote."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in suffixes)
    for folder in OURS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_source_file_is_longer_than_allowed():
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(".py", ".pyi", ".sh", ".ps1")
    }
    assert lengths
    assert {path: count for path, count in lengths.items() if count > LINES_ALLOWED} == {}


def test_no_module_has_a_name_that_says_nothing():
    vague = [
        name(path) for path in PACKAGE.rglob("*.py") if VAGUE & set(re.split(r"[_.]", path.name))
    ]
    assert vague == []


def test_the_unit_tests_mirror_the_package():
    """tests/unit/A/test_B….py tests a module, package or group of modules B… in qwen_dictate/A."""
    strangers: list[str] = []
    for path in UNIT.rglob("test_*.py"):
        if path == Path(__file__) or name(path) in TOGETHER:
            continue
        folder = PACKAGE / path.parent.relative_to(UNIT)
        known = {entry.stem for entry in folder.rglob("*")}
        told = path.stem.removeprefix("test_")
        if not any(told == entry or told.startswith(f"{entry}_") for entry in known):
            strangers.append(name(path))
    assert strangers == []


def test_nothing_unfinished_and_no_path_of_one_computer_is_left_in_the_files():
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
    unfinished = re.compile(rf"\b({'|'.join(words)})\b")
    paths = re.compile(r"/wo" + r"rk/|(?<![\w./-])sha" + r"red/|/home/\w+/|/Us" + r"ers/\w+/")
    found = [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in files(*TEXT)
        for number, line in enumerate(_lines(path), 1)
        if unfinished.search(line) or paths.search(line)
    ]
    assert found == []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def test_no_test_is_skipped_or_expected_to_fail():
    calls = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")
    found = [
        name(path)
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__) and calls.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def loaded_by(code: str, folder: Path) -> set[str]:
    """The top-level modules that are loaded when ``code`` has run in a fresh interpreter."""
    ask = f"import json, sys\n{code}\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={
            **{key: value for key, value in os.environ.items() if not key.startswith("XDG_")},
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "DASHSCOPE_API_KEY": "sk-test",
            "PYTHONPATH": str(ROOT),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules = json.loads(done.stdout.splitlines()[-1])
    assert "qwen_dictate" in modules
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize(
    "verb",
    ["--version", "status", "start", "stop", "undo", "config list", "history list", "key where"],
)
def test_a_verb_loads_nothing_heavy(verb, tmp_path):
    tmp_path.chmod(0o700)
    code = (
        "from qwen_dictate.cli.main import main\n"
        f"try: main({verb.split()!r})\n"
        "except SystemExit: pass"
    )
    assert loaded_by(code, tmp_path) & HEAVY == set()


def test_no_module_of_the_command_line_imports_qt_or_the_sdk(tmp_path):
    modules = [f"qwen_dictate.cli.{path.stem}" for path in (PACKAGE / "cli").glob("*.py")]
    assert "qwen_dictate.cli.main" in modules
    code = "\n".join(f"import {module.removesuffix('.__init__')}" for module in modules)
    assert loaded_by(code, tmp_path) & HEAVY == set()


def test_every_method_that_receives_a_queued_signal_is_a_slot():
    """Since PySide6 6.8 a receiver in another thread that is not declared may crash."""
    missing: list[str] = []
    receivers = 0
    for folder in ("app", "ui"):
        for path in (PACKAGE / folder).rglob("*.py"):
            for line, method, declared in _connections(path):
                receivers += 1
                if not declared:
                    missing.append(f"{name(path)}:{line}: {method} is connected without @Slot")
    assert receivers
    assert missing == []


def _connections(path: Path) -> Iterator[tuple[int, str, bool]]:
    """For each ``….connect(self.method, …QueuedConnection)``: line, method, has it @Slot."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
        for call in ast.walk(node):
            receiver = _queued_receiver(call)
            if receiver in methods:
                decorators = map(ast.unparse, methods[receiver].decorator_list)
                yield call.lineno, receiver, any("Slot" in decorator for decorator in decorators)


def _queued_receiver(call: ast.AST) -> str:
    """``method`` of ``signal.connect(self.method, …QueuedConnection)``; "" for anything else."""
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
        return ""
    if call.func.attr != "connect" or not call.args:
        return ""
    if not any("QueuedConnection" in ast.unparse(word) for word in (*call.args, *call.keywords)):
        return ""
    receiver = call.args[0]
    if isinstance(receiver, ast.Attribute) and ast.unparse(receiver.value) == "self":
        return receiver.attr
    return ""
