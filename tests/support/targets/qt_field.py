"""A Qt window with one text field; what stands in it is kept in a file.

Usage: qt_field.py FILE TITLE
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit

file = Path(sys.argv[1])
app = QApplication(sys.argv[:1])
app.setApplicationName("QtField")
field = QPlainTextEdit()
field.setWindowTitle(sys.argv[2])


def keep() -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(field.toPlainText(), encoding="utf-8")
    draft.replace(file)


field.textChanged.connect(keep)
keep()
field.resize(500, 240)
field.show()
sys.exit(app.exec())
