"""The package index's simple API: a project's page, JSON or HTML, to the addresses of its files.

Pure. A page that is neither gives no links.
Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/
"""

import json
import urllib.parse
from contextlib import suppress
from html.parser import HTMLParser
from typing import cast

JSON = "application/vnd.pypi.simple.v1+json"
ACCEPT = f"{JSON}, text/html;q=0.5"


def page_address(index: str, project: str) -> str:
    """Where the index has the page of a project; a folder on the disk has it as a file."""
    page = f"{index.rstrip('/')}/{project}/"
    return f"{page}index.html" if page.startswith("file:") else page


def find(page: str, media_type: str, base: str, filename: str) -> str:
    """The address of a file; "" where the page does not have it."""
    links = _json_links(page) if media_type == JSON else _html_links(page)
    address = links.get(filename, "")
    return urllib.parse.urljoin(base, address) if address else ""


class _Links(HTMLParser):
    """The links of an index page, by their text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._address and data.strip():
            self.found[data.strip()] = self._address
            self._address = ""


def _html_links(text: str) -> dict[str, str]:
    links = _Links()
    links.feed(text)
    return links.found


def _json_links(text: str) -> dict[str, str]:
    with suppress(ValueError):
        page: object = json.loads(text)
        if isinstance(page, dict):
            files = cast("dict[str, object]", page).get("files")
            if isinstance(files, list):
                return dict(_named(cast("list[object]", files)))
    return {}


def _named(files: list[object]) -> list[tuple[str, str]]:
    listed = [cast("dict[str, object]", file) for file in files if isinstance(file, dict)]
    return [(str(file.get("filename", "")), str(file.get("url", ""))) for file in listed]
