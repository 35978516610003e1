"""Looks for the API key, which may take 3 s, and tells the engines. Runs in: GUI thread."""

import os
from typing import TYPE_CHECKING

from qwen_dictate import credentials
from qwen_dictate.credentials import Found

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

WARM_S = 2.0
"""The SDK is loaded when the program has been idle so long after the key was found."""


def find_key(program: "Program") -> None:
    """Find the key in its lane; the stream of a first dictation waits for it in its own thread."""

    def found(answer: Found) -> None:
        program.engines.use_key(answer)
        if answer.problem is not None:
            program.show_error(answer.problem)
        program.refresh_engine()
        program.engines.warm_up()

    program.jobs.run("keyring", lambda: credentials.find(os.environ), found)
