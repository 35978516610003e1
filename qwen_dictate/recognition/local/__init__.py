"""The embedded engine: Whisper in a child process of its own."""
