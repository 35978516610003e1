"""Which commit an answer belongs to.

The rule: every commit gets one answer, in the order of the commits, whatever order, doubles and
missing ids the service has. Ids are bound to commits first in, first out, when an item is
announced; an answer without a known id goes to the oldest commit that has neither an id nor an
answer. What fits no commit is late or a double, and is dropped. Pure; no locks of its own.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class _Commit:
    item_id: str = ""
    text: str | None = field(default=None, repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The final of commit number ``segment``."""

    segment: int
    text: str = field(repr=False)
    language: str


class Answers:
    """The commits of one connection and what was answered to them."""

    def __init__(self) -> None:
        self._commits: list[_Commit] = []
        self._foretold: list[str] = []
        """Items announced before their commit."""
        self._told = 0

    @property
    def outstanding(self) -> int:
        """How many commits have not been told as answered."""
        return len(self._commits) - self._told

    @property
    def count(self) -> int:
        """How many commits there were."""
        return len(self._commits)

    def commit(self) -> None:
        """A commit goes out."""
        self._commits.append(_Commit(self._foretold.pop(0) if self._foretold else ""))

    def announced(self, item_id: str) -> None:
        """An item got its id."""
        if not item_id or item_id in self._foretold or self._with_id(item_id):
            return
        for commit in self._commits:
            if not commit.item_id and commit.text is None:
                commit.item_id = item_id
                return
        self._foretold.append(item_id)

    def completed(self, item_id: str, text: str, language: str) -> list[Answer]:
        """An answer came: all that can now be told, in order."""
        commit = self._answered_by(item_id)
        if commit is None or commit.text is not None:
            return []
        commit.text, commit.language = text, language
        commit.item_id = commit.item_id or item_id
        return self._release()

    def is_current(self, item_id: str) -> bool:
        """Whether a partial of this item speaks of the oldest segment without an answer."""
        commit = self._with_id(item_id)
        oldest = next((c for c in self._commits if c.text is None), None)
        if commit is not None or oldest is None:
            return commit is oldest
        return not (item_id and oldest.item_id)

    def concerns(self, item_id: str) -> bool:
        """Whether something said of this item concerns a commit without an answer."""
        commit = self._answered_by(item_id)
        return commit is not None and commit.text is None

    def _answered_by(self, item_id: str) -> _Commit | None:
        known = self._with_id(item_id)
        if known is not None:
            return known
        waiting = [commit for commit in self._commits if commit.text is None]
        nameless = [commit for commit in waiting if not commit.item_id]
        return next(iter(nameless or ([] if item_id else waiting)), None)

    def _with_id(self, item_id: str) -> _Commit | None:
        return next((c for c in self._commits if item_id and c.item_id == item_id), None)

    def _release(self) -> list[Answer]:
        ready: list[Answer] = []
        for commit in self._commits[self._told :]:
            if commit.text is None:
                break
            ready.append(Answer(self._told + len(ready), commit.text, commit.language))
        self._told += len(ready)
        return ready
