"""Every option once: its default, what it may be, its unit, and the words that people read.

The window's page of settings, the reference in docs/settings.md and ``config`` are all made from
these definitions. The words are English; their Chinese stands in ui/chinese_settings.
"""
