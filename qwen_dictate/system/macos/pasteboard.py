"""The clipboard of macOS: lent for one paste, with a receipt, and given back.

How a receipt comes: the text is only promised by an owner (a data provider), which is asked for it
when somebody pastes; who asks is not told. Clipboard managers look for the types of
nspasteboard.org and leave it alone. Rule: everything that was there is saved and given back unless
somebody has copied meanwhile (the change count tells). Runs in: the delivery lane.
"""

from functools import cache
from typing import Any

from qwen_dictate.system.macos.api import framework

_PRIVATE = ("org.nspasteboard.TransientType", "org.nspasteboard.ConcealedType")
_TEXT = "public.utf8-plain-text"

Saved = list[dict[str, bytes]]


class Pasteboard:
    """The calls."""

    def __init__(self) -> None:
        self._appkit = framework("AppKit")
        self._foundation = framework("Foundation")
        self._board: Any = self._appkit.NSPasteboard.generalPasteboard()
        self._provider: Any = None
        self._read = False

    def lend(self, text: str) -> tuple[Saved, int]:
        """Promise a text; what was there, and the change count from now on."""
        saved = self._save()
        self._read = False
        item = self._appkit.NSPasteboardItem.alloc().init()
        self._provider = _provider_class(self._foundation).alloc().init()
        self._provider.text, self._provider.asked = text, self._asked
        item.setDataProvider_forTypes_(self._provider, [_TEXT])
        for name in _PRIVATE:
            item.setString_forType_("", name)
        self._board.clearContents()
        self._board.writeObjects_([item])
        return saved, self.number()

    def give_back(self, saved: Saved, number: int) -> None:
        """Put back what was there, unless somebody has copied since."""
        if self.number() != number:
            return
        self._board.clearContents()
        items: list[Any] = []
        for content in saved:
            item = self._appkit.NSPasteboardItem.alloc().init()
            for kind, data in content.items():
                item.setData_forType_(self._data(data), kind)
            items.append(item)
        if items:
            self._board.writeObjects_(items)
        self._provider = None

    def was_read_by(self, process: int) -> bool:
        """Whether anybody has asked for the text: who, the system does not tell."""
        del process
        return self._read

    def number(self) -> int:
        """Changes with every copy."""
        return int(self._board.changeCount())

    def keep(self, text: str) -> None:
        """Put a text there to stay."""
        self._board.clearContents()
        self._board.setString_forType_(text, _TEXT)

    def pump(self, seconds: float) -> None:
        """Let the system ask for the text."""
        date = self._foundation.NSDate.dateWithTimeIntervalSinceNow_(seconds)
        self._foundation.NSRunLoop.currentRunLoop().runUntilDate_(date)

    def close(self) -> None:
        """Nothing is held between two pastes."""

    def _asked(self) -> None:
        self._read = True

    def _save(self) -> Saved:
        found: Saved = []
        for item in self._board.pasteboardItems() or ():
            content = {str(kind): item.dataForType_(kind) for kind in item.types()}
            found.append({kind: bytes(data) for kind, data in content.items() if data is not None})
        return found

    def _data(self, content: bytes) -> Any:
        return self._foundation.NSData.dataWithBytes_length_(content, len(content))


@cache
def _provider_class(foundation: Any) -> Any:
    """The Objective-C class of our providers; such a name can be given once a process."""

    class QwenDictateProvider(foundation.NSObject):
        """NSPasteboardItemDataProvider; ``text`` and ``asked`` are set on each."""

        def pasteboard_item_provideDataForType_(self, _board: Any, item: Any, kind: Any) -> None:  # noqa: N802
            self.asked()
            item.setString_forType_(self.text, kind)

    return QwenDictateProvider
