"""The page "History": everything that was said, found again."""
