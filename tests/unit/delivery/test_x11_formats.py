from qwen_dictate.delivery.x11_formats import SECRET, text_content


class Atoms:
    def __init__(self):
        self.numbers = {}

    def __call__(self, name):
        return self.numbers.setdefault(name, len(self.numbers) + 1)


def offered(text, *, secret=False):
    atoms = Atoms()
    content = text_content(text, atoms, secret=secret)
    names = {number: name for name, number in atoms.numbers.items()}
    return {names[target]: found for target, found in content.formats.items()}, content, atoms


def test_every_format_holds_the_text():
    formats, content, _ = offered("é")
    assert formats["UTF8_STRING"].data == formats["text/plain;charset=utf-8"].data == b"\xc3\xa9"
    assert formats["STRING"].data == formats["COMPOUND_TEXT"].data == b"\xe9"
    assert content.texts == set(content.formats)


def test_a_text_beyond_latin_is_not_offered_as_latin():
    formats, _, _ = offered("天")
    assert "STRING" not in formats
    assert formats["COMPOUND_TEXT"].data == b"\x1b%G" + "天".encode() + b"\x1b%@"


def test_the_target_text_is_answered_with_the_type_utf8():
    formats, _, atoms = offered("天")
    assert formats["TEXT"].kind == atoms("UTF8_STRING")


def test_the_mark_for_clipboard_managers_is_no_receipt():
    formats, content, atoms = offered("word", secret=True)
    assert formats[SECRET].data == b"secret"
    assert atoms(SECRET) not in content.texts
    assert content.bytes > 0


def test_words_are_not_shown_by_repr():
    _, content, _ = offered("hush")
    assert "hush" not in repr(content)
