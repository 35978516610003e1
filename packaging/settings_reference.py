"""Writes docs/settings.md and its Chinese twin from the definitions of the options.

A test runs it with ``--check``, which writes nothing and fails where a page is out of date.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs" / "settings.md", "zh_CN": ROOT / "docs" / "settings.zh_CN.md"}
sys.path.insert(0, str(ROOT))

from qwen_dictate.core import setting_checks as check  # noqa: E402
from qwen_dictate.core.options.option import GROUPS, Option  # noqa: E402
from qwen_dictate.core.settings import DEFINITIONS, variable_of  # noqa: E402
from qwen_dictate.system.settings_file import toml_text  # noqa: E402
from qwen_dictate.ui.texts import Texts  # noqa: E402

HEADS = {
    "en": """# Settings

Made from the definitions in `qwen_dictate/core/options` by `packaging/settings_reference.py`;
do not edit.

Change them on the page *Settings* of the window, with `qwen-dictate config set KEY VALUE`, or in
the file that `qwen-dictate config path` names; a running program takes a change at once. For one
start a variable of the environment wins over the file: `hotkey.push_to_talk` is
`{example}`.
""",
    "zh_CN": """# 设置

本页由 `packaging/settings_reference.py` 根据 `qwen_dictate/core/options` 中的定义生成，
请勿手工修改。

可以在窗口的*设置*页修改，也可以用 `qwen-dictate config set 键 值`，或直接编辑
`qwen-dictate config path` 所指的文件；正在运行的程序会立即采用。只想改变这一次启动时，可以用
环境变量，它优先于文件：`hotkey.push_to_talk` 对应 `{example}`。
""",
}
WORDS = {
    "en": ("Default: ", "; from {low} to {high}", "value", "is", "N days"),
    "zh_CN": ("默认值：", "；范围 {low} 到 {high}", "值", "含义", "N 天"),
}


def page(language: str) -> str:
    """The whole page."""
    say = Texts(language)
    parts = [HEADS[language].format(example=variable_of("hotkey.push_to_talk"))]
    for group in GROUPS:
        parts.append(f"\n## {say(group)}\n")
        parts.extend(entry(key, it, say) for key, it in DEFINITIONS.items() if it.group == group)
    return "".join(parts)


def entry(key: str, option: Option, say: Texts) -> str:
    """One option."""
    words, span, value, meaning, days = WORDS[say.language]
    lines = [f"\n### {say(option.label)}: `{key}`\n", f"\n{say(option.explanation)}\n"]
    unit = f" {say(option.unit)}" if option.unit else ""
    test = option.test
    limits = span.format(low=test.low, high=test.high) if isinstance(test, check.Integer) else ""
    lines.append(f"\n{words}`{toml_text(option.default)}`{unit}{limits}\n")
    labels = getattr(test, "labels", {})
    if labels:
        lines.append(f"\n| {value} | {meaning} |\n|---|---|\n")
        lines.extend(f"| `{name}` | {say(label)} |\n" for name, label in labels.items())
    if isinstance(test, check.Keep):
        lines.append(f"| `days:N` | {days} |\n")
    return "".join(lines)


def main() -> int:
    """Write the pages, or with ``--check`` compare them."""
    status = 0
    for language, file in PAGES.items():
        made = page(language)
        if "--check" not in sys.argv[1:]:
            file.write_text(made, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != made:
            print(f"{file.name} is out of date: python packaging/settings_reference.py")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
