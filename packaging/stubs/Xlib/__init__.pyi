# python-xlib has no types. What we rely on is written out; the rest is Any and is narrowed
# where it enters the program: qwen_dictate/system/x11 and the x11 files of hotkeys and delivery.
