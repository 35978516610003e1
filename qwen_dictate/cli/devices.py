"""``devices``: the microphones and the system sound that can be recorded."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from qwen_dictate.cli import output

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("devices", help="list microphones and system sound")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace) -> int:
    """Print what can be recorded; the default of each kind has a star."""
    from qwen_dictate.core.errors import DictateError
    from qwen_dictate.sound.devices import list_devices

    try:
        devices = list_devices()
    except DictateError as error:
        output.sorry(str(error))
        return output.FAILED
    if args.json:
        output.say_json([asdict(device) for device in devices])
        return output.DONE
    for device in devices:
        star = "*" if device.default else " "
        output.say(f"{star} {device.kind:<10}  {device.name}  [{device.id}]")
    return output.DONE
