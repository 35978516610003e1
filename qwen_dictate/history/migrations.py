"""The layout of the database, version by version.

``MIGRATIONS[n]`` takes a database of version n to version n + 1; what was released is never
changed, a change of the layout is a new entry.
"""

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE utterance (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        born TEXT NOT NULL,
        seconds REAL NOT NULL,
        raw TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        method TEXT NOT NULL,
        app TEXT NOT NULL,
        engine TEXT NOT NULL,
        language TEXT NOT NULL,
        kind TEXT NOT NULL,
        recording TEXT NOT NULL,
        receipt TEXT NOT NULL,
        reason TEXT NOT NULL,
        perhaps_typed INTEGER NOT NULL,
        timings TEXT NOT NULL
    );
    CREATE INDEX utterance_unfinished ON utterance (number)
        WHERE state IN ('recording', 'recognising', 'delivering');
    CREATE INDEX utterance_recorded ON utterance (number) WHERE recording <> '';
    CREATE VIRTUAL TABLE words USING fts5 (
        spaced, content='', columnsize=0, prefix='1 2 3',
        tokenize='unicode61 remove_diacritics 2'
    );
    """,
    """
    CREATE TABLE unpurged (id TEXT PRIMARY KEY NOT NULL);
    CREATE TABLE ledger (
        number INTEGER PRIMARY KEY,
        born TEXT NOT NULL,
        seconds REAL NOT NULL,
        app TEXT NOT NULL,
        microphone TEXT NOT NULL,
        engine TEXT NOT NULL,
        model TEXT NOT NULL,
        retries INTEGER NOT NULL,
        sent_s REAL NOT NULL,
        price_cny REAL NOT NULL,
        mic_ready INTEGER,
        connect INTEGER,
        first_partial INTEGER,
        committed INTEGER,
        final INTEGER,
        delivered INTEGER
    );
    CREATE INDEX ledger_born ON ledger (born);
    """,
    """
    CREATE TABLE meeting_line (
        meeting TEXT NOT NULL,
        number INTEGER NOT NULL,
        line TEXT NOT NULL,
        PRIMARY KEY (meeting, number)
    ) WITHOUT ROWID;
    CREATE INDEX utterance_meeting ON utterance (number) WHERE kind = 'meeting';
    """,
)
