"""The verbs' socket on a real Qt event loop."""

import gc
import threading
from pathlib import Path

from PySide6.QtNetwork import QLocalSocket

from qwen_dictate.app.command_server import CommandServer
from qwen_dictate.ipc import client
from qwen_dictate.ipc.protocol import Reply


def test_a_call_leaves_nothing_behind(qtbot, tmp_path: Path):
    server = CommandServer(lambda _request, answer: answer(Reply(0, "said\n")))
    path = tmp_path / "socket"
    assert server.listen(path)
    said: list[str] = []

    def call_often() -> None:
        said.extend(client.call(path, "status", {}, limit_s=10).out for _ in range(30))

    thread = threading.Thread(target=call_often)
    thread.start()
    qtbot.waitUntil(lambda: not thread.is_alive(), timeout=20_000)
    thread.join()
    assert said == ["said\n"] * 30
    gc.collect()
    sockets = [found for found in gc.get_objects() if isinstance(found, QLocalSocket)]
    assert len(sockets) <= 2
    server.close()
