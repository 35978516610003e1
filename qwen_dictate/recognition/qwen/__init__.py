"""Qwen-ASR-Realtime through the official SDK, in manual-commit mode."""
