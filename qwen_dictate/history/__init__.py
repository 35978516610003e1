"""Everything that was said: SQLite, one writer lane."""
