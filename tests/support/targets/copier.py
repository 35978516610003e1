"""A program that has copied something: owns the clipboard with several formats until it ends.

Usage: copier.py FOLDER; each file in it is a format, its name the MIME type with "!" for "/".
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

app = QApplication(sys.argv[:1])
copied = QMimeData()
for file in sorted(Path(sys.argv[1]).iterdir()):
    copied.setData(file.name.replace("!", "/"), file.read_bytes())
app.clipboard().setMimeData(copied)
sys.exit(app.exec())
