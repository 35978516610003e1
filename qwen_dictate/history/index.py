"""The index of words beside the rows: what goes in, comes out, is built anew.

Rule: it holds no text of its own (``content=''``), so an entry is taken out by giving what was
put in. Callers hold the transaction. Runs in: the history lane, or a verb.
"""

import sqlite3

from qwen_dictate.history.search import spaced


def put(connection: sqlite3.Connection, number: int, text: str) -> None:
    """Index the text of a row."""
    if text:
        connection.execute(
            "INSERT INTO words (rowid, spaced) VALUES (?, ?)", (number, spaced(text))
        )


def take_out(connection: sqlite3.Connection, number: int, text: str) -> None:
    """Forget a row, whose text is the one that was indexed."""
    if text:
        connection.execute(
            "INSERT INTO words (words, rowid, spaced) VALUES ('delete', ?, ?)",
            (number, spaced(text)),
        )


def build_anew(connection: sqlite3.Connection) -> None:
    """Index every row again."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    for number, text in connection.execute("SELECT number, text FROM utterance"):
        put(connection, number, text)
