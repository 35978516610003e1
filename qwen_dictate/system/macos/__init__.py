"""macOS: the calls that are made of it, and what is pure about its keys."""
