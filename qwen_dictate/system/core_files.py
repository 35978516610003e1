"""No core file with the API key or spoken words in it.

The rule: a crash leaves a report without secrets (system/log) and no image of the memory. Where
the system hands core files to a collector all the same, whatever the size limit says, they come
without the memory that the program has written to. Runs in: main thread, at the start; a child
process inherits both.
"""

import contextlib
import sys
from pathlib import Path

_FILTER = Path("/proc/self/coredump_filter")
"""Source: core(5): a bit for each kind of memory; without any, only what files hold anyway."""


def forbid_core_files() -> None:
    """From now on; where it cannot be set, nothing is changed."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            _FILTER.write_text("0", encoding="ascii")
