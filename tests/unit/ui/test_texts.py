import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from qwen_dictate.core.options.option import GROUPS
from qwen_dictate.core.setting_checks import METHODS, NEWLINES
from qwen_dictate.core.settings import DEFINITIONS
from qwen_dictate.ui import texts
from qwen_dictate.ui.chinese import WORDS
from qwen_dictate.ui.chinese_sentences import SENTENCES, patterns
from qwen_dictate.ui.texts import Texts, choose_language

UI = Path(texts.__file__).parent
ENGLISH_IN_CHINESE = {"Qwen", "Ctrl", "Alt", "Shift", "Super", "Esc", "X11"}


def said_in(path: Path) -> Iterator[str]:
    """Every literal that is given to ``say(…)`` or ``source(…)``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in ("say", "source") and isinstance(node.args[0].value, str):
                yield node.args[0].value


def words_of_options() -> set[str]:
    """What core/options says of every option; the page of settings hands it on."""
    words = set(GROUPS)
    for option in DEFINITIONS.values():
        labels = getattr(option.test, "labels", {})
        words |= {option.label, option.explanation, option.unit, *labels.values()}
    return words - {""}


def all_said() -> set[str]:
    said = {text for path in UI.rglob("*.py") for text in said_in(path)}
    return said | words_of_options() | {*METHODS.labels.values(), *NEWLINES.labels.values()}


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_has_a_chinese_one_and_none_is_left_over():
    assert len(all_said()) > 60
    assert all_said() - set(WORDS) == set()
    assert set(WORDS) - all_said() == set()


def test_chinese_texts_are_chinese():
    chinese = re.compile(r"[\u4e00-\u9fff]")
    foreign = {english for english, said in WORDS.items() if not chinese.search(said)}
    assert foreign == ENGLISH_IN_CHINESE
    assert [english for english, said in SENTENCES.items() if not chinese.search(said)] == []


@pytest.mark.parametrize("table", [WORDS, SENTENCES], ids=["words", "sentences"])
def test_both_languages_fill_in_the_same_names(table):
    assert [english for english, said in table.items() if names(english) != names(said)] == []


def test_a_button_has_a_key_in_both_languages():
    for english, said in WORDS.items():
        assert ("&" in english) == ("&" in said), english
        if "&" in english:
            key = english[english.index("&") + 1].upper()
            assert f"(&{key})" in said, said


def test_views_hand_only_literals_to_be_said():
    """Else the test above could not see them; words from a table are marked by ``source``."""
    allowed = {
        "_NAMES[part]",
        "DROPPED[line.dropped]",
        "_KINDS[self._kind]",
        "_PHASES[meeting.phase]",
        "_STATES[found.state]",
        "_STATES[entry.state]",
        "_METHODS[entry.method]",
        "TITLES[name]",
        "_NAMES[check.name]",
        "_FORMATS[ending]",
        "_ENGINES[value]",
        "_ENGINES[row.engine]",
        "_COLUMNS[at]",
        "_GROUPS[kind]",
        "_STEPS[step]",
        "LANGUAGE_NAMES[code]",
        "LANGUAGE_NAMES[row.language]",
        "_AS_ELSEWHERE",
        "_COLUMNS[column]",
        "title",
        "made.title",
        "option.label",
        "option.unit",
        "self.option.label",
        "self.option.explanation",
        "label",
        "self._title",
        "_PAGES[name]",
        "labels[name]",
        "labels[value]",
        "name",
    }
    found = {
        ast.unparse(node.args[0])
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] == "say"
        and node.args
        and not isinstance(node.args[0], ast.Constant)
    }
    assert found == allowed


@pytest.mark.parametrize(
    ("setting", "preferred", "language"),
    [
        ("auto", ["zh-Hans-CN", "en-US"], "zh_CN"),
        ("auto", ["zh_TW"], "zh_CN"),
        ("auto", ["en-GB", "zh-CN"], "en"),
        ("auto", ["de-DE", "zh-CN", "en"], "zh_CN"),
        ("auto", ["fr-FR"], "en"),
        ("auto", ["C"], "en"),
        ("en", ["zh-CN"], "en"),
        ("zh_CN", ["en-US"], "zh_CN"),
    ],
)
def test_the_language_follows_the_setting_then_the_desktop(setting, preferred, language):
    assert choose_language(setting, preferred) == language


def test_english_says_what_is_written():
    say = Texts("en")
    assert say("Listening") == "Listening"
    assert say("Hold {keys}", keys="F9") == "Hold F9"
    assert say.sentence("The download failed. Try again.") == "The download failed. Try again."


def test_chinese_says_sentences_one_by_one_and_fills_names_in():
    say = Texts("zh_CN")
    assert say("Hold {keys}", keys="F9") == "按住 F9"
    english = "The connection to 127.0.0.1 broke. The recording is safe."
    assert say.sentence(english) == "与 127.0.0.1 的连接中断了。录音已妥善保存。"
    assert say.sentence("Desk mic is muted: nothing is heard.") == "Desk mic 已静音，听不到声音。"


def test_an_unknown_sentence_stays_as_it_is_beside_a_known_one():
    say = Texts("zh_CN")
    assert say.sentence("Something new happened. Try again.") == "Something new happened. 请重试。"
    assert say.sentence("Try again. Something new happened.") == "请重试。Something new happened."
    assert say.sentence("") == ""


def test_braces_in_a_filled_in_name_do_no_harm():
    assert "{x}" in Texts("zh_CN").sentence("{x} is muted: nothing is heard.")
    assert patterns()
