"""Lines as they are stored: one JSON object each, and back to lines that exports take. Pure.

The ``raw`` of a meeting in the history is its lines, one JSON object a line of text: start, end,
speaker, text, and ``dropped`` where it does not count. Its ``text`` is what exports show.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from qwen_dictate.core import exports, subtitles
from qwen_dictate.core.meeting.state import SPEAKERS, Line, Meeting, Side
from qwen_dictate.core.settings import Captions

Names = Mapping[Side, str]


def names(captions: Captions) -> Names:
    """What the sides are called; an empty name is the first one."""
    given = {Side.ME: captions.me.strip(), Side.THEM: captions.them.strip()}
    return {side: given[side] or SPEAKERS[side] for side in Side}


def encode(line: Line, speakers: Names) -> str:
    """One line as a JSON object."""
    fields: dict[str, object] = {
        "start": round(line.start_s, 3),
        "end": round(line.end_s, 3),
        "speaker": speakers[line.side],
        "text": line.text,
    }
    if line.dropped:
        fields["dropped"] = line.dropped
    return json.dumps(fields, ensure_ascii=False)


def decode(raw: str) -> tuple[subtitles.Line, ...]:
    """The lines that count of a stored meeting, by their beginnings; what is none is left out."""
    found: list[subtitles.Line] = []
    parse: Callable[[str], object] = json.loads
    for entry in raw.splitlines():
        try:
            fields = parse(entry)
        except (ValueError, RecursionError):
            continue
        if isinstance(fields, dict):
            line = _line(cast("Mapping[str, object]", fields))
            found += [line] if line is not None else []
    return tuple(sorted(found, key=lambda line: line.start_s))


def shown(meeting: Meeting, speakers: Names) -> tuple[subtitles.Line, ...]:
    """The lines of a meeting that runs, open ones as they stand."""
    lines = [
        subtitles.Line(line.start_s, line.end_s, line.text.strip(), speakers[line.side])
        for line in (*meeting.closed, *meeting.open)
        if line.text.strip() and not line.dropped
    ]
    return tuple(sorted(lines, key=lambda line: line.start_s))


def text_of(lines: Iterable[subtitles.Line]) -> str:
    """The text of a meeting's row."""
    return exports.plain(list(lines)).strip()


def _line(fields: Mapping[str, object]) -> subtitles.Line | None:
    start, end = fields.get("start"), fields.get("end")
    text, speaker = fields.get("text"), fields.get("speaker")
    if not isinstance(start, int | float) or not isinstance(end, int | float):
        return None
    if not isinstance(text, str) or not isinstance(speaker, str) or fields.get("dropped"):
        return None
    return subtitles.Line(float(start), float(end), text, speaker)
