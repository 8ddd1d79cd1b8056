"""Duplicates: whether a draft is in the archive already, or very likely."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from mediarel.errors import Command, Hint, RefusedError
from mediarel.index import alike
from mediarel.index.rows import text_fingerprint
from mediarel.store.records import read_record
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.index.index import Index
    from mediarel.model.statement import Draft, Statement

# From this similarity on (rapidfuzz's ratio, 0 to 100), two texts of the same day
# and program count as one: with a corrected word, a missing paragraph sign.
NEARLY_THE_SAME = 90.0
# Letters that are compared: it takes the square of them, and a release has 3,000.
_COMPARED = 50_000


class LikelyDuplicateError(RefusedError):
    """A draft to be added is very likely there already."""

    def __init__(self, statement: Statement, why: str) -> None:
        super().__init__(
            f"this looks like statement {statement.id} of {statement.date}: {why}",
            Hint(
                "If it is another one, add it with --allow-duplicate. Compare: ",
                Command("show", statement.id),
            ),
        )
        self.statement = statement


def likely_duplicate(index: Index, draft: Draft) -> LikelyDuplicateError | None:
    """Return the error that says what `draft` duplicates, None if nothing."""
    if draft.text is not None:
        for statement in _statements(index, alike.of_text(index, draft.text)):
            if folded_name(statement.text or "") == folded_name(draft.text):
                return LikelyDuplicateError(statement, "the text is the same")
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - 10 ms, and rarely needed

    for statement in _statements(index, alike.of_date_and_program(index, draft)):
        if draft.text is None and statement.text is None:
            if text_fingerprint(statement.title) == text_fingerprint(draft.title):
                return LikelyDuplicateError(
                    statement, "date, program and title are the same"
                )
        elif ratio(
            (statement.text or "")[:_COMPARED],
            (draft.text or "")[:_COMPARED],
            score_cutoff=NEARLY_THE_SAME,
        ):
            return LikelyDuplicateError(
                statement, "date and program are the same and the text nearly is"
            )
    return None


class KnownDrafts:
    """The drafts that are known: by their uuid, or by all that they say.

    `conflicting` has the ids of statements whose uuid came with a draft that says
    something else.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._uuids: set[str] = set()
        self._said: set[bytes] = set()
        # Of the archive, by fingerprint of the text and day: each is read only once,
        # however many drafts are of them, as where a thousand have no text.
        self._there: dict[tuple[int, str], set[bytes]] = {}
        self.conflicting: list[int] = []

    def add(self, draft: Draft) -> None:
        """Make `draft` known."""
        if draft.uuid:
            self._uuids.add(draft.uuid)
        self._said.add(_said_by(draft))

    def __contains__(self, draft: Draft) -> bool:
        if draft.uuid in self._uuids or _said_by(draft) in self._said:
            return True
        if draft.uuid:
            ids = alike.of_uuid(self._index, draft.uuid)
            for statement in _statements(self._index, ids):
                if statement.fields() != draft.fields():
                    self.conflicting.append(statement.id)
                return True
        return _said_by(draft) in self._said_there(draft)

    def _said_there(self, draft: Draft) -> set[bytes]:
        """Return what is said by those that may have the text and day of `draft`."""
        key = (text_fingerprint(draft.text), draft.date.first)
        if key not in self._there:
            statements = _statements(
                self._index, alike.of_text_and_day(self._index, *key)
            )
            self._there[key] = set(map(_said_by, statements))
        return self._there[key]


def _statements(index: Index, ids: Sequence[int]) -> Iterator[Statement]:
    for number, record in index.records(ids):
        yield read_record(number, record)


def _said_by(draft: Draft) -> bytes:
    """Return a digest of what two drafts must share to be the same.

    That is the date, the program, the type, and the words.
    """
    said = (str(draft.date), draft.program, draft.type, draft.title, draft.text)
    return blake2b(repr(said).encode(), digest_size=16).digest()
