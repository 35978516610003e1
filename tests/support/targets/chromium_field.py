"""Chromium with one text area; what stands in it is kept in a file.

The page tells this program over loopback after each change. Usage: chromium_field.py FILE TITLE
"""

import contextlib
import html
import signal
import subprocess
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>%s</title>
<textarea autofocus style="width: 95%%; height: 200px"></textarea><script>
const area = document.querySelector("textarea");
let told = Promise.resolve();
const tell = () => {
  const text = area.value;
  told = told.then(() => fetch("/", {method: "POST", body: text}));
};
area.addEventListener("input", tell);
area.focus();
tell();
</script>"""

file = Path(sys.argv[1])


class Listener(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer((PAGE % html.escape(sys.argv[2])).encode(), "text/html")

    def do_POST(self) -> None:
        draft = file.with_suffix(".draft")
        draft.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        draft.replace(file)
        self._answer(b"", "text/plain")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def end(*_: object) -> None:
    raise SystemExit(0)


signal.signal(signal.SIGTERM, end)
with (
    ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server,
    tempfile.TemporaryDirectory() as own,
):
    browser = subprocess.Popen([
        "chromium", f"--app=http://127.0.0.1:{server.server_port}/", f"--user-data-dir={own}",
        "--no-sandbox", "--test-type", "--no-first-run", "--no-default-browser-check",
        "--password-store=basic", "--disable-gpu", "--disable-dev-shm-usage",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-extensions", "--disable-features=Translate,OptimizationHints,MediaRouter",
        "--window-size=500,300",
    ])  # fmt: skip
    try:
        server.serve_forever()
    finally:
        browser.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            browser.wait(1)
        browser.kill()
        browser.wait()
