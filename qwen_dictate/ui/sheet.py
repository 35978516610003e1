"""The style sheet: the design sheet's colours and sizes (``ui.style``) in Qt's words.

Widgets are addressed by the role that ``ui.controls`` gives them. Pure; runs in: any thread.
"""

from string import Template

from qwen_dictate.ui.style import Colours, Style


def sheet(style: Style) -> str:
    """Write the style sheet of all widgets."""
    sizes = {
        "body": f"{style.points:.2f}pt",
        "small": f"{style.small_points:.2f}pt",
        "large": f"{style.large_points:.2f}pt",
        "tight": f"{style.tight}px",
        "near": f"{style.near}px",
        "gap": f"{style.gap}px",
        "radius": f"{style.radius}px",
        "half": f"{style.px(0.35)}px",
        "pill": f"{style.record_height // 2}px",
        "bar": f"{style.px(0.5)}px",
        "bar_radius": f"{style.px(0.5) // 2}px",
        "scroll": f"{style.px(0.6)}px",
        "scroll_radius": f"{(style.px(0.6) - 2) // 2}px",
        "handle": f"{style.px(2)}px",
        "keys": f"{style.px(9)}px",
    }
    colours = {name: getattr(style.colours, name) for name in Colours.__slots__}
    return _SHEET.substitute(sizes | colours)


_SHEET = Template("""
* { font-size: $body; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="page"] { background: $window; }
QLabel { background: transparent; }
QLabel[role="caption"], QLabel[role="soft"] { color: $soft; font-size: $small; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="value"] { font-weight: 500; }
QLabel[trouble="true"] { color: $warn; }
QLabel[role="caption"][trouble="true"] { color: $warn; }
QLabel[role="state"] { font-size: $large; font-weight: 600; }
QLabel[role="clock"] { font-size: $large; color: $soft; }
QLabel[role="bad"] { color: $bad; font-weight: 600; }
QLabel[role="warn"] { color: $warn; font-size: $small; }

QFrame[role="surface"] { background: $surface; border: 1px solid $line; border-radius: $radius; }
QFrame[role="note"] { background: $sunken; border: 1px solid $line; border-radius: $radius; }
QFrame[role="trouble"] {
    background: $bad_surface; border: 1px solid $bad_line; border-radius: $radius; }
QFrame[role="kept"] {
    background: $warn_surface; border: 1px solid $warn_line; border-radius: $radius; }
QFrame[role="rule"] { background: $line; border: none; max-width: 1px; min-width: 1px; }

QTextEdit, QPlainTextEdit, QListView {
    background: $surface; border: 1px solid $line; border-radius: $radius;
    selection-background-color: $accent; selection-color: $on_accent; }
QTextEdit[role="live"] {
    font-size: $large; padding: $tight $near; placeholder-text-color: $tentative; }
QTextEdit:focus, QPlainTextEdit:focus, QListView:focus { border: 2px solid $accent; }
QListView { outline: none; padding: $tight; }

QPushButton {
    background: $surface; border: 2px solid $line; border-radius: $radius;
    padding: $half $gap; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $chosen; }
QPushButton:disabled { color: $soft; background: transparent; border-color: transparent; }
QPushButton:focus { border-color: $accent; }
QPushButton[role="main"] {
    background: $fill; color: $on_fill; border-color: $fill; font-weight: 600; }
QPushButton[role="main"]:hover { background: $fill_hover; border-color: $fill_hover; }
QPushButton[role="main"]:focus { border-color: $text; }
QPushButton[role="record"] {
    background: $fill; color: $on_fill; border: 3px solid $fill; border-radius: $pill;
    font-size: $large; font-weight: 600; padding: 0 $gap; }
QPushButton[role="record"]:hover { background: $fill_hover; border-color: $fill_hover; }
QPushButton[role="record"][running="true"] {
    background: $record; color: $on_record; border-color: $record; }
QPushButton[role="record"][running="true"]:hover {
    background: $record_hover; border-color: $record_hover; }
QPushButton[role="record"]:focus, QPushButton[role="record"][running="true"]:focus {
    border-color: $text; }
QPushButton[role="quiet"] {
    background: transparent; border-color: transparent; padding: $half $near; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="quiet"][armed="true"] { color: $bad; border-color: $bad; }

QLineEdit {
    background: $surface; border: 1px solid $field_line; border-radius: $half; padding: $half;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus { border-color: $accent; }
QLineEdit:disabled { background: $sunken; color: $soft; }
QComboBox {
    background: $surface; border: 1px solid $field_line; border-radius: $half;
    padding: $half; }
QComboBox:focus { border-color: $accent; }
QComboBox:disabled { background: $sunken; color: $soft; }
QComboBox::drop-down { border: none; width: $gap; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { border-radius: 0; padding: 0; }
QTableView {
    background: $surface; alternate-background-color: $sunken; border: 1px solid $line;
    selection-background-color: $chosen; selection-color: $text; }
QTableView:focus { border-color: $accent; }
QTableView QLineEdit { border-radius: 0; padding: 0 $tight; }
QHeaderView::section {
    background: $window; color: $soft; border: none; border-bottom: 1px solid $line;
    padding: $tight; font-size: $small; }

QPushButton[role="link"] {
    background: transparent; border: 2px solid transparent; border-radius: $half;
    color: $accent; font-size: $small; padding: 0 $tight; }
QPushButton[role="link"]:hover { background: $hover; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="keys"] { font-weight: 500; text-align: center; min-width: $keys; }
QPushButton[role="keys"][asking="true"] { background: $chosen; border-color: $accent; }

QListWidget[role="groups"] { background: transparent; border: none; padding: 0; }
QListWidget[role="groups"]:focus { border: none; }
QListWidget[role="groups"]::item {
    border: 2px solid transparent; border-radius: $radius; padding: 0 $half; color: $soft; }
QListWidget[role="groups"]::item:hover { background: $hover; }
QListWidget[role="groups"]::item:selected { background: $chosen; color: $text; }
QListWidget[role="groups"]:focus::item:selected { border-color: $accent; }
QFrame[role="lamp"] { background: $sunken; border: 2px solid $line; border-radius: $radius; }
QFrame[role="lamp"][lit="true"] { background: $chosen; border-color: $accent; }
QPushButton[role="main"]:disabled, QPushButton[role="main"][calm="true"]:disabled {
    background: transparent; color: $soft; border-color: transparent; font-weight: 400; }
QPushButton[role="main"][calm="true"] {
    background: $surface; color: $text; border-color: $line; font-weight: 400; }
QPushButton[role="main"][calm="true"]:hover { background: $hover; }
QPushButton[role="main"][calm="true"]:focus { border-color: $accent; }
QFrame[role="option"] { border: none; }
QLabel[failed="true"] { color: $bad; }

QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $soft; padding: $half $near; margin: 0 1px;
    border: 2px solid transparent; border-radius: $radius; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { background: $chosen; color: $text; }
QTabBar:focus::tab:selected, QTabBar::tab:selected:focus { border-color: $accent; }

QProgressBar {
    background: $sunken; border: none; border-radius: $bar_radius;
    min-height: $bar; max-height: $bar; }
QProgressBar::chunk { background: $accent; border-radius: $bar_radius; }

QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: $scroll; margin: 1px; }
QScrollBar::handle:vertical {
    background: $thumb; border-radius: $scroll_radius; min-height: $handle; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $surface; border: 1px solid $line; padding: $tight; }
QMenu::item { padding: $half $gap; border-radius: $half; }
QMenu::item:selected { background: $chosen; }
QMenu::item:disabled { color: $soft; }
QMenu::separator { background: $line; height: 1px; margin: $tight; }
QToolTip { background: $surface; color: $text; border: 1px solid $field_line; padding: $tight; }
""")
