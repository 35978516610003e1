"""Does it work here, what is wrong, how to mend it: every part is tried for real.

``examination`` asks each probe and gives one line a part; ``probes`` try what needs neither Qt nor
the SDK in this process; ``trial`` and the two children it starts try the rest: a bundled clip
through recording, recogniser and text, and a window of our own that is typed and pasted into.
Runs in: the process of the verb ``doctor``, no Qt.
"""
