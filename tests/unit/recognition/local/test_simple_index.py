import json

import pytest

from qwen_dictate.recognition.local.simple_index import JSON, find, page_address

HTML = """<!DOCTYPE html><html><body><h1>Links</h1>
<a href="../../files/a-1.0-py3-none-any.whl#sha256=00" data-requires-python="&gt;=3.9">
a-1.0-py3-none-any.whl</a><br/>
<a href="https://files.example/a-2.0-py3-none-any.whl">a-2.0-py3-none-any.whl</a></body></html>"""
LISTED = json.dumps(
    {"files": [{"filename": "a-1.0-py3-none-any.whl", "url": "/files/a-1.0-py3-none-any.whl"}, 7]}
)
BASE = "https://index.example/simple/a/"


@pytest.mark.parametrize(
    ("page", "kind", "address"),
    [
        (HTML, "text/html", "https://index.example/files/a-1.0-py3-none-any.whl#sha256=00"),
        (LISTED, JSON, "https://index.example/files/a-1.0-py3-none-any.whl"),
    ],
)
def test_a_file_is_found_by_its_name(page: str, kind: str, address: str):
    assert find(page, kind, BASE, "a-1.0-py3-none-any.whl") == address


@pytest.mark.parametrize(
    ("page", "kind"), [("", "text/html"), ("[]", JSON), ("{", JSON), ('{"files": 1}', JSON)]
)
def test_a_page_that_is_none_has_no_files(page: str, kind: str):
    assert find(page, kind, BASE, "a-1.0-py3-none-any.whl") == ""


def test_an_index_on_the_disk_is_read_as_files():
    assert page_address("file:///srv/simple/", "a") == "file:///srv/simple/a/index.html"
    assert page_address("https://i.example/simple", "a") == "https://i.example/simple/a/"
