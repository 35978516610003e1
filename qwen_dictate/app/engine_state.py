"""What is shown of the engine that the next dictation gets, and what a better one sets going.

The rule: a problem of the settings or the key is told when it is new, and taken back when it is
mended. Runs in: GUI thread.
"""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from qwen_dictate.core import events as ev
from qwen_dictate.core.endpoints import Choice
from qwen_dictate.core.errors import EngineError

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program


def refresh(program: "Program") -> None:
    """Say which engine the next dictation gets."""
    engines = program.engines
    installed = engines.local_installed
    program.dictating.set_state(replace(program.state, local_installed=installed))
    choice = engines.choice()
    local = choice.endpoint.kind == "local"
    program.change_facts(
        engine=choice.endpoint.kind,
        endpoint=choice.endpoint.url,
        engine_ready=installed if local else choice.problem is None,
    )
    if engines.key_known:
        _tell(program, choice)
        if local and not installed:
            program.weights.install(program)


def weights_there(program: "Program") -> None:
    """The embedded engine can run: what waited for it is recognised now."""
    refresh(program)
    program.engines.warm_up()
    for utterance in program.state.utterances:
        if isinstance(utterance.reason, EngineError):
            program.handle(ev.RetryWanted(utterance.number, time.monotonic()))


def _tell(program: "Program", choice: Choice) -> None:
    problem, told = choice.problem or choice.notice, program.engines.told
    if str(problem) == str(told):
        return
    program.engines.told = problem
    if problem is not None:
        program.show_error(problem)
    elif program.facts.error is told:
        program.change_facts(error=None)
