"""A GTK 3 window with one text view; what stands in it is kept in a file.

Runs under the system's Python, which has the bindings. Usage: gtk_field.py FILE TITLE
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402 -- the version has to be chosen first

GLib.set_prgname("gtk-field")
file = Path(sys.argv[1])
window = Gtk.Window(title=sys.argv[2])
view = Gtk.TextView()
text = view.get_buffer()


def keep(*_: object) -> None:
    draft = file.with_suffix(".draft")
    start, end = text.get_bounds()
    draft.write_text(text.get_text(start, end, True), encoding="utf-8")
    draft.replace(file)


text.connect("changed", keep)
keep()
window.add(view)
window.set_default_size(500, 240)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
