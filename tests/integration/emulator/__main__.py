"""Run the emulator: ``python -m tests.integration.emulator [--port N] [--key K] [--text T …]``.

Any knob may be turned: ``--knob partials=after --knob unanswered=[0]``. Prints its URL, then
what each connection did, until its standard input ends or Ctrl+C.
"""

import argparse
import ast
import sys
import threading
from dataclasses import fields

from tests.integration.emulator import KEY, Emulator, Knobs


def knobs(turned: list[str], texts: list[str]) -> Knobs:
    result = Knobs(texts=texts)
    for entry in turned:
        name, _, value = entry.partition("=")
        if name not in {field.name for field in fields(Knobs)}:
            raise SystemExit(f"there is no knob “{name}”")
        try:
            setattr(result, name, ast.literal_eval(value))
        except (ValueError, SyntaxError):
            setattr(result, name, value)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description="Emulates Qwen-ASR-Realtime on this computer.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--key", default=KEY, help="the only key let in; empty: everybody")
    parser.add_argument("--text", action="append", default=[], help="a scripted answer")
    parser.add_argument("--knob", action="append", default=[], metavar="NAME=VALUE")
    call = parser.parse_args()
    emulator = Emulator(key=call.key or None, port=call.port, knobs=knobs(call.knob, call.text))
    with emulator:
        print(f"url {emulator.url}", flush=True)
        print(f"key {call.key or '(any)'}", flush=True)
        over = threading.Event()
        threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
        told = 0
        try:
            while not over.wait(0.2):
                for seen in emulator.connections[told:]:
                    if not seen.over:
                        break
                    seconds = len(seen.sound) / 32_000
                    print(
                        f"connection {told}: {len(seen.segments)} commits, {seconds:.2f} s,"
                        f" {'polite' if seen.polite else f'ended with {seen.close_code}'}",
                        flush=True,
                    )
                    told += 1
        except KeyboardInterrupt:
            pass
        for violation in emulator.violations:
            print(f"violation: {violation}", flush=True)


if __name__ == "__main__":
    main()
