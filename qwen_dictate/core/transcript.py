"""The text of one utterance while it comes: finals in order, and the open segment's partial.

A *row* of finals is unbroken from the start of the recording. When an attempt fails, the next one
reads from the end of that row; a final behind a gap is recognised again.
"""

from dataclasses import dataclass, field, replace

from qwen_dictate.core.text.join import join_finals


@dataclass(frozen=True, slots=True)
class Segment:
    """A committed segment; ``text`` is None until its final has come.

    ``heard`` is its last partial, when it has its final.
    """

    upto_s: float
    text: str | None = field(default=None, repr=False)
    preview: str = field(default="", repr=False)
    heard: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Transcript:
    """Finals of earlier attempts, segments of this one, and the partial of the open segment."""

    row: tuple[Segment, ...] = ()
    segments: tuple[Segment, ...] = ()
    settled: str = field(default="", repr=False)
    tentative: str = field(default="", repr=False)

    @property
    def complete(self) -> bool:
        """Every commit of this attempt is answered."""
        return all(segment.text is not None for segment in self.segments)

    @property
    def upto_s(self) -> float:
        """Where the unbroken row of finals ends in the recording."""
        row = self._unbroken()
        return row[-1].upto_s if row else 0.0

    def partial(self, settled: str, tentative: str) -> "Transcript":
        """A partial came; behind an unanswered commit it still speaks of that segment."""
        if self.segments and self.segments[-1].text is None:
            last = replace(self.segments[-1], preview=settled + tentative)
            return replace(self, segments=(*self.segments[:-1], last))
        return replace(self, settled=settled, tentative=tentative)

    def committed(self, segment: int, upto_s: float) -> "Transcript":
        """A segment was committed; what was shown of it stays until its final comes."""
        if segment != len(self.segments):
            return self
        commit = Segment(upto_s, preview=self.settled + self.tentative)
        return replace(self, segments=(*self.segments, commit), settled="", tentative="")

    def final(self, segment: int, text: str) -> "Transcript":
        """A commit was answered; only the first answer counts."""
        if not 0 <= segment < len(self.segments) or self.segments[segment].text is not None:
            return self
        segments = list(self.segments)
        one = segments[segment]
        segments[segment] = replace(one, text=text, preview="", heard=one.preview)
        return replace(self, segments=tuple(segments))

    def restarted(self) -> "Transcript":
        """The attempt failed: keep the unbroken row, and what is shown, for the next one."""
        row = self._unbroken()
        rest = self.segments[len(row) - len(self.row) :]
        shown = "".join(segment.preview for segment in rest) + self.settled + self.tentative
        return Transcript(row=row, tentative=shown)

    def text(self, join: str) -> str:
        """The finals joined."""
        return join_finals((s.text for s in (*self.row, *self.segments) if s.text), join)

    def shown(self, join: str) -> tuple[str, str]:
        """(settled, tentative) of the whole utterance, ready to be concatenated."""
        parts = [s.text or s.preview for s in (*self.row, *self.segments)]
        settled = join_finals((part for part in parts if part), join)
        both = join_finals(
            (part for part in (settled, self.settled + self.tentative) if part), join
        )
        tentative = both[len(both) - len(self.tentative) :] if self.tentative else ""
        return both[: len(both) - len(tentative)], tentative

    def _unbroken(self) -> tuple[Segment, ...]:
        row = list(self.row)
        for segment in self.segments:
            if segment.text is None:
                break
            row.append(segment)
        return tuple(row)
