"""Puts one delivered dictation into this user's history, for paste-last. Usage: seed.py TEXT."""

import sys
from datetime import UTC, datetime

from qwen_dictate.history.ids import iso, new_id
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.system import paths


def main() -> None:
    """Write the row."""
    now = datetime.now(UTC)
    store = Store(paths.history_file(make=True))
    row = Row(new_id(now, 1), iso(now), 1.0, sys.argv[1], sys.argv[1], "delivered", "type")
    store.born(row)
    store.close()


if __name__ == "__main__":
    main()
