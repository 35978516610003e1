"""The first steps: from a fresh start to a sentence in a window of one's own."""
