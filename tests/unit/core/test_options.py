"""Every option is told in words, and the manual's page of them is the one of now."""

import subprocess
import sys
from pathlib import Path

import pytest

from qwen_dictate.core.options.option import GROUPS
from qwen_dictate.core.setting_checks import Choice, Integer
from qwen_dictate.core.settings import DEFINITIONS, Settings, get, put

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("key", DEFINITIONS)
def test_an_option_is_told_in_one_line_and_stands_in_a_group(key):
    option = DEFINITIONS[key]
    assert option.group in GROUPS
    assert option.label
    assert not option.label.endswith(".")
    assert option.explanation.endswith(".")
    assert len(option.explanation) <= 100
    assert get(Settings(), key) == option.default
    assert bool(option.unit) == isinstance(option.test, Integer)


def test_labels_are_told_apart_within_a_group():
    named = [(option.group, option.label) for option in DEFINITIONS.values()]
    assert len(named) == len(set(named))


def test_every_word_of_a_choice_can_be_chosen():
    for key, option in DEFINITIONS.items():
        if isinstance(option.test, Choice):
            for value in option.test.labels:
                assert get(put(Settings(), key, value), key) == value


def test_the_page_of_the_manual_is_up_to_date():
    script = ROOT / "packaging" / "settings_reference.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout
