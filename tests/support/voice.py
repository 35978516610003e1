"""The mouth in front of the private microphone: writes sound into its pipe in real time.

Runs as a process of its own (standard library only), so that a busy test does not make it
stutter. 10 ms of sound every 10 ms, silence when there is nothing to say. Orders come as JSON
lines on standard input, answers go as JSON lines to standard output; times are of the
monotonic clock, which all processes share. Ends with its standard input.

Usage: voice.py PIPE RATE_HZ
"""

import json
import os
import queue
import sys
import threading
import time
from pathlib import Path

TICK_S = 0.01
SLIP_S = 0.5  # a stall longer than this is not made up for


class Voice:
    """What is being said, and what is to be said after it."""

    def __init__(self, rate_hz: int) -> None:
        self._tick_bytes = int(rate_hz * TICK_S) * 2
        self._waiting: list[dict] = []
        self._number: int | None = None
        self._sound = b""
        self._position = 0

    def take(self, order: dict) -> None:
        if "hush" not in order:
            self._waiting.append(order)
            return
        if self._number is not None:
            answer(self._number, "ended")
            self._number = None
        for dropped in self._waiting:
            answer(dropped["id"], "began")
            answer(dropped["id"], "ended")
        self._waiting.clear()

    def next_tick(self) -> bytes:
        """The next 10 ms."""
        if self._number is None and self._waiting:
            order = self._waiting.pop(0)
            self._sound = Path(order["path"]).read_bytes()
            self._number, self._position = order["id"], 0
            answer(order["id"], "began")
        if self._number is None:
            return bytes(self._tick_bytes)
        piece = self._sound[self._position : self._position + self._tick_bytes]
        self._position += self._tick_bytes
        return piece.ljust(self._tick_bytes, b"\0")

    def tick_is_over(self) -> None:
        if self._number is not None and self._position >= len(self._sound):
            answer(self._number, "ended")
            self._number = None


def main() -> None:
    pipe = os.open(sys.argv[1], os.O_WRONLY)
    voice = Voice(int(sys.argv[2]))
    orders: queue.SimpleQueue[dict | None] = queue.SimpleQueue()
    threading.Thread(target=read_orders, args=(orders,), daemon=True).start()
    clock = time.monotonic()
    while True:
        while not orders.empty():
            order = orders.get()
            if order is None:
                return
            voice.take(order)
        try:
            os.write(pipe, voice.next_tick())
        except BrokenPipeError:
            return  # the microphone was taken away
        clock += TICK_S
        late = time.monotonic() - clock
        if late < 0:
            time.sleep(-late)
        elif late > SLIP_S:
            clock += late
        voice.tick_is_over()


def read_orders(orders: "queue.SimpleQueue[dict | None]") -> None:
    for line in sys.stdin:
        orders.put(json.loads(line))
    orders.put(None)


def answer(number: int, what: str) -> None:
    print(json.dumps({"id": number, "what": what, "at": time.monotonic()}), flush=True)


if __name__ == "__main__":
    main()
