from importlib import import_module

import pytest

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system import foreground


@pytest.mark.parametrize("maker", foreground.MAKERS.values())
def test_every_maker_is_there(maker):
    module, _, name = maker.partition(":")
    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("platform", ["win32", "darwin", "plan9"])
def test_another_system_s_says_that_it_does_not_work_here(platform):
    with pytest.raises(Unavailable):
        foreground.connect(platform)
