"""The page of settings: made from core/options, changed at once."""
