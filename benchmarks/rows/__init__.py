"""The rows of the table: one module each, with ``measure(options)`` giving its results."""
