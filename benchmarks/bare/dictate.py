"""The least that dictates to the service: a raw WebSocket and PortAudio, no program around it.

Usage: dictate.py URL KEY. ``down`` on standard input connects and records, ``up`` waits for the
block that was being heard at that moment, commits, waits for the final and leaves; each is
answered by one line.
"""

import base64
import json
import sys
import threading
import time
import uuid

import sounddevice
import websocket

RATE_HZ = 16_000


class Dictation:
    def __init__(self, url: str, key: str) -> None:
        address = f"{url}?model=qwen3-asr-flash-realtime"
        self._socket = websocket.create_connection(
            address, header=[f"Authorization: Bearer {key}"], timeout=10
        )
        self._heard_until = 0.0
        self._block = threading.Condition()
        self._send("session.update", session={
            "modalities": ["text"], "input_audio_format": "pcm", "sample_rate": RATE_HZ,
            "input_audio_transcription": {}, "turn_detection": None,
        })  # fmt: skip
        self._stream = sounddevice.RawInputStream(
            samplerate=RATE_HZ, channels=1, dtype="int16", latency="low", blocksize=320,
            callback=self._heard,
        )  # fmt: skip
        self._stream.start()

    def end(self) -> str:
        at = time.monotonic()
        with self._block:
            self._block.wait_for(lambda: self._heard_until >= at, 2)
        self._send("input_audio_buffer.commit")
        self._stream.abort()
        self._stream.close()
        while True:
            event = json.loads(self._socket.recv())
            if event["type"].endswith(".completed"):
                break
        self._send("session.finish")
        while json.loads(self._socket.recv())["type"] != "session.finished":
            pass
        self._socket.close()
        return event["transcript"]

    def _heard(self, data, frames, when, _status) -> None:
        with self._block:
            self._send(
                "input_audio_buffer.append", audio=base64.b64encode(bytes(data)).decode("ascii")
            )
            age = when.currentTime - when.inputBufferAdcTime
            self._heard_until = time.monotonic() - age + frames / RATE_HZ
            self._block.notify_all()

    def _send(self, kind: str, **body) -> None:
        event = {"event_id": uuid.uuid4().hex, "type": kind, **body}
        self._socket.send(json.dumps(event))


def main() -> None:
    print("ready", flush=True)
    while sys.stdin.readline():
        dictation = Dictation(sys.argv[1], sys.argv[2])
        print("recording", flush=True)
        if not sys.stdin.readline():
            return
        print(dictation.end(), flush=True)


if __name__ == "__main__":
    main()
