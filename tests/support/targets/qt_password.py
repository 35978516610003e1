"""A Qt window with a field for passwords. Usage: qt_password.py FILE TITLE."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit

file = Path(sys.argv[1])
app = QApplication(sys.argv[:1])
app.setApplicationName("QtPassword")
field = QLineEdit()
field.setEchoMode(QLineEdit.EchoMode.Password)
field.setWindowTitle(sys.argv[2])
field.textChanged.connect(lambda text: file.write_text(text, encoding="utf-8"))
file.touch()
field.resize(500, 60)
field.show()
sys.exit(app.exec())
