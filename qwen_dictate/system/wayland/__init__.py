"""Wayland: its wire, and the few protocols by which windows are known and typed into."""
