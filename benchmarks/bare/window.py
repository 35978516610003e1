"""The least window that PySide6 shows; with a URL it shows the partials of the service.

Usage: window.py [URL KEY]
"""

import base64
import json
import sys
import threading
import time
import uuid

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel


class Bridge(QObject):
    partial = Signal(str)


def listen(url: str, key: str, bridge: Bridge) -> None:
    """Send silence at the speed of speech, show what comes back."""
    import websocket

    socket = websocket.create_connection(
        f"{url}?model=qwen3-asr-flash-realtime", header=[f"Authorization: Bearer {key}"]
    )

    def send(kind: str, **body) -> None:
        socket.send(json.dumps({"event_id": uuid.uuid4().hex, "type": kind, **body}))

    def speak() -> None:
        silence = base64.b64encode(bytes(3200)).decode("ascii")
        for _ in range(90):
            send("input_audio_buffer.append", audio=silence)
            time.sleep(0.1)

    options = {"modalities": ["text"], "input_audio_format": "pcm", "turn_detection": None}
    send("session.update", session=options)
    threading.Thread(target=speak, daemon=True).start()
    while True:
        event = json.loads(socket.recv())
        if event["type"].endswith(".text"):
            bridge.partial.emit(event["text"] + event["stash"])


def main() -> None:
    application = QApplication(sys.argv[:1])
    label = QLabel("Bare")
    label.setWindowTitle("Bare")
    label.resize(600, 60)
    label.show()
    bridge = Bridge()
    bridge.partial.connect(label.setText)
    if len(sys.argv) > 1:
        arguments = (sys.argv[1], sys.argv[2], bridge)
        threading.Thread(target=listen, args=arguments, daemon=True).start()
    application.exec()


if __name__ == "__main__":
    main()
