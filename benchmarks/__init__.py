"""Measures what the project promises, beside a bare stack, on a private virtual desktop."""
