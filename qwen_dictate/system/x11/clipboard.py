"""Whether what is in the clipboard would stay there if another program borrowed it and ended.

A selection goes with its owner, unless a clipboard manager takes it over.
Runs in: the thread that owns the connection. Source: freedesktop.org, "Clipboard Manager".
"""

from Xlib import X
from Xlib.display import Display


def survives(display: Display) -> bool:
    """Whether it is empty, or a clipboard manager keeps it."""
    owners = [
        display.get_selection_owner(display.get_atom(name))
        for name in ("CLIPBOARD", "CLIPBOARD_MANAGER")
    ]
    return owners[0] == X.NONE or owners[1] != X.NONE
