"""How the verbs talk with the running program: one JSON line a call."""
