"""Joins the pictures of an icon into an .ico file. Usage: icon.py FOLDER FILE.

An .ico may hold PNG files as they are, since Windows Vista; FOLDER has SIZE.png for each size.
Source: https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
"""

import struct
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)


def joined(pictures: dict[int, bytes]) -> bytes:
    """The file: a header, an entry for each picture, the pictures."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    entries, body = b"", b""
    start = len(header) + 16 * len(pictures)
    for size, png in sorted(pictures.items()):
        side = size % 256  # 0 means 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), start + len(body))
        body += png
    return header + entries + body


def main() -> None:
    """Read the pictures, write the file."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.write_bytes(joined({size: (folder / f"{size}.png").read_bytes() for size in SIZES}))


if __name__ == "__main__":
    main()
