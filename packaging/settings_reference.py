"""Writes docs/settings.md from the definitions of the options: ``python packaging/…``.

A test runs it with ``--check``, which writes nothing and fails where the page is out of date.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "settings.md"
sys.path.insert(0, str(ROOT))

from qwen_dictate.core import setting_checks as check  # noqa: E402
from qwen_dictate.core.options.option import GROUPS, Option  # noqa: E402
from qwen_dictate.core.settings import DEFINITIONS, variable_of  # noqa: E402
from qwen_dictate.system.settings_file import toml_text  # noqa: E402

HEAD = """# Settings

Made from the definitions in `qwen_dictate/core/options` by `packaging/settings_reference.py`;
do not edit.

Change them on the page *Settings* of the window, with `qwen-dictate config set KEY VALUE`, or in
the file that `qwen-dictate config path` names; a running program takes a change at once. For one
start a variable of the environment wins over the file: `hotkey.push_to_talk` is
`{example}`.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD.format(example=variable_of("hotkey.push_to_talk"))]
    for group in GROUPS:
        parts.append(f"\n## {group}\n")
        parts.extend(entry(key, it) for key, it in DEFINITIONS.items() if it.group == group)
    return "".join(parts)


def entry(key: str, option: Option) -> str:
    """One option."""
    lines = [f"\n### {option.label}: `{key}`\n", f"\n{option.explanation}\n"]
    default = toml_text(option.default)
    unit = f" {option.unit}" if option.unit else ""
    lines.append(f"\nDefault: `{default}`{unit}{range_of(option)}\n")
    labels = getattr(option.test, "labels", {})
    if labels:
        lines.append("\n| value | is |\n|---|---|\n")
        lines.extend(f"| `{value}` | {label} |\n" for value, label in labels.items())
    if isinstance(option.test, check.Keep):
        lines.append("| `days:N` | N days |\n")
    return "".join(lines)


def range_of(option: Option) -> str:
    """What a number may be."""
    test = option.test
    return f"; from {test.low} to {test.high}" if isinstance(test, check.Integer) else ""


def main() -> int:
    """Write the page, or with ``--check`` compare it."""
    made = page()
    if "--check" in sys.argv[1:]:
        there = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if there != made:
            print(f"{PAGE.name} is out of date: python packaging/settings_reference.py")
            return 1
        return 0
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
