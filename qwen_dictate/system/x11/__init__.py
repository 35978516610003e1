"""The X display as hotkeys and delivery share it: connection, keymap, windows."""
