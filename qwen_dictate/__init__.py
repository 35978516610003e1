"""Qwen Dictate: hold a key, speak, and the words stand at the cursor."""

__version__ = "0.1.0"
