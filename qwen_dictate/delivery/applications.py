"""What is known about applications: how each takes a pasted text and a newline.

Rule: the user's table (``delivery.applications``) goes before ours, by either string of
WM_CLASS, case ignored. An application that is not listed pastes with Ctrl+V.
Sources: the manuals of the programs; measured ones are in ARCHITECTURE.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qwen_dictate.core.events import Target


@dataclass(frozen=True, slots=True)
class Rule:
    """How one application wants its text.

    Attributes:
        method: ``auto``, ``type``, ``paste``, ``clipboard``, ``none``.
        paste: the chord that pastes.
        newlines: ``space``, ``enter``, ``shift_enter``.
        pastes_lines: a pasted newline neither asks a question nor runs a command.
    """

    method: str = "auto"
    paste: str = "ctrl+v"
    newlines: str = "space"
    pastes_lines: bool = True


# These paste PRIMARY with Shift+Insert and take Ctrl+V as a control character.
_BY_SHIFT_INSERT = "xterm uxterm urxvt rxvt st st-256color stterm aterm eterm putty mintty"
# Terminals with a clipboard of their own chord; several ask before they paste lines.
_BY_CTRL_SHIFT_V = (
    "xfce4-terminal gnome-terminal gnome-terminal-server mate-terminal lxterminal terminator "
    "tilix terminology konsole yakuake qterminal kitty alacritty wezterm org.wezfurlong.wezterm "
    "ghostty com.mitchellh.ghostty foot footclient guake tilda sakura roxterm deepin-terminal "
    "io.elementary.terminal org.gnome.console kgx org.gnome.ptyxis ptyxis cool-retro-term "
    "hyper tabby warp dev.warp.warp rio contour blackbox com.raggesilver.blackbox"
)
# Editors whose Ctrl+V is something else: Shift+Insert yanks in Emacs.
_EDITORS_BY_SHIFT_INSERT = "emacs"


_NOTHING: Mapping[str, str] = {}


def _known() -> dict[str, Rule]:
    terminal = Rule(paste="shift+insert", pastes_lines=False)
    modern = replace(terminal, paste="ctrl+shift+v")
    editor = Rule(paste="shift+insert")
    rules = (
        (_BY_SHIFT_INSERT, terminal),
        (_BY_CTRL_SHIFT_V, modern),
        (_EDITORS_BY_SHIFT_INSERT, editor),
    )
    return {name: rule for names, rule in rules for name in names.split()}


_KNOWN: Mapping[str, Rule] = _known()


def rule_for(
    target: Target | None,
    applications: Mapping[str, Mapping[str, str]],
    *,
    method: str,
    newlines: str,
) -> Rule:
    """The rule for a target: ours for its class, then the settings, then the user's table."""
    names = () if target is None else (target.app.lower(), target.instance.lower())
    ours = next((_KNOWN[name] for name in names if name in _KNOWN), Rule())
    theirs = {name.lower(): options for name, options in applications.items()}
    user = next((theirs[name] for name in names if name in theirs), _NOTHING)
    return replace(
        ours,
        method=user.get("method", method),
        paste=user.get("paste", ours.paste),
        newlines=user.get("newlines", newlines),
    )
