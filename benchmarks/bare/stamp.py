"""Runs in a terminal: notes when which bytes arrived. Usage: stamp.py FILE"""

import os
import sys
import time


def main() -> None:
    with open(sys.argv[1], "a", encoding="ascii") as file:  # noqa: PTH123
        while data := os.read(0, 65536):
            at = time.monotonic()
            file.write(f"{at} {data.hex()}\n")
            file.flush()
            os.write(1, data)


if __name__ == "__main__":
    main()
