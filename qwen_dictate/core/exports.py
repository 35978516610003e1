"""Lines of speech as text in a format: plain, Markdown, JSON, and the subtitles SRT and WebVTT.

The speaker stands before the line (``Me: …``, in WebVTT ``<v Me>``) where there is one. Written
here and not by a library: pysubs2, which reads every format in the tests, takes ``{…}`` in a
text for a style and drops it, and does not escape what WebVTT takes for a tag. Pure.

Source: https://www.w3.org/TR/webvtt1/ ; SubRip as VLC and Subtitle Edit read it.
"""

import json
from collections.abc import Callable, Mapping, Sequence

from qwen_dictate.core.subtitles import Cue, Line, cues
from qwen_dictate.core.text.join import seam

PARAGRAPH_S = 2.0
"""After a pause of so long a plain text goes on in a new line."""


def plain(lines: Sequence[Line]) -> str:
    """The text; one line each where there are speakers, else a new one after a long pause."""
    joined = _joined(lines)
    return "".join(f"{line.speaker}: {line.text}\n".removeprefix(": ") for line in joined)


def markdown(lines: Sequence[Line]) -> str:
    """Paragraphs, with the times at which they begin."""
    parts: list[str] = []
    for line in _joined(lines):
        who = f" {literal(line.speaker)}" if line.speaker else ""
        parts.append(f"**{clock(line.start_s)}{who}** {literal(line.text)}\n")
    return "\n".join(parts)


def as_json(lines: Sequence[Line]) -> str:
    """An array of start, end (seconds), speaker and text."""
    entries = [
        {
            "start": round(line.start_s, 3),
            "end": round(line.end_s, 3),
            "speaker": line.speaker,
            "text": line.text,
        }
        for line in lines
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def srt(lines: Sequence[Line]) -> str:
    """SubRip."""
    parts: list[str] = []
    for number, cue in enumerate(cues(lines), 1):
        rows = "\n".join(cue.rows)
        who = f"{cue.speaker}: " if cue.speaker else ""
        parts.append(f"{number}\n{_times(cue, ',')}\n{who}{rows}\n")
    return "\n".join(parts)


def vtt(lines: Sequence[Line]) -> str:
    """WebVTT."""
    parts = ["WEBVTT\n"]
    for cue in cues(lines):
        rows = "\n".join(map(_escaped, cue.rows))
        who = f"<v {_escaped(' '.join(cue.speaker.split()))}>" if cue.speaker else ""
        parts.append(f"{_times(cue, '.')}\n{who}{rows}\n")
    return "\n".join(parts)


FORMATS: Mapping[str, Callable[[Sequence[Line]], str]] = {
    "txt": plain,
    "srt": srt,
    "vtt": vtt,
    "json": as_json,
    "md": markdown,
}
"""The ending of a file → what goes into it."""


def clock(seconds: float) -> str:
    """A time for people: ``1:02:03``, or ``2:03`` within the first hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Where nobody is named, lines without a long pause between them are one."""
    groups: list[list[Line]] = []
    for line in lines:
        if not line.text.strip():
            continue
        last = groups[-1][-1] if groups else None
        near = last is not None and line.start_s - last.end_s < PARAGRAPH_S
        if last is not None and near and not last.speaker and not line.speaker:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Line(group[0].start_s, group[-1].end_s, _text(group), group[0].speaker) for group in groups
    ]


def _text(group: Sequence[Line]) -> str:
    parts: list[str] = []
    for line in group:
        text = " ".join(line.text.split())
        parts += [seam(parts[-1], text) if parts else "", text]
    return "".join(parts)


def _times(cue: Cue, point: str) -> str:
    return f"{_stamp(cue.start_s, point)} --> {_stamp(cue.end_s, point)}"


def _stamp(seconds: float, point: str) -> str:
    whole, thousandths = divmod(max(0, round(seconds * 1000)), 1000)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}{point}{thousandths:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """What Markdown would take for its own marks, as it was said."""
    return "".join(f"\\{mark}" if mark in r"\`*_{}[]<>#|" else mark for mark in text)
