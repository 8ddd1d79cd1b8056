"""Proof of a record: whether it is the statement as mediarel last wrote it.

The history proves all that a statement says but `modified`, its checksum that too.
Either may be damaged itself, or be from another moment than the record.
"""

from __future__ import annotations

from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.errors import InvalidFieldError
from mediarel.history.ledger import is_beginning
from mediarel.model.statement import is_same, renewed
from mediarel.store.records import read_record
from mediarel.store.sound import block_of, fits
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mediarel.history.ledger import Ledger
    from mediarel.store.protocol import Document


class Proof(IntEnum):
    """How well a record is proven; the highest is best."""

    CONTRADICTED = 0  # what its checksum or the history says is something else
    NONE = 1  # nothing says what it should be
    BY_ONE = 2  # its checksum fits or the history leads to it, and the other does not
    WHOLE = 3


class Judge:
    """Tells how well records are proven, by `ledger` and the checksums of a file.

    Where a block of `checksums` can be read, which `blocks` names, a statement that it
    does not have was not there. Where not all changes are known, the history alone
    does not prove that a statement is as it was last.
    """

    def __init__(
        self,
        ledger: Ledger,
        checksums: Mapping[int, str],
        blocks: Collection[str] = (),
        *,
        knows_all: bool = True,
    ) -> None:
        self.ledger = ledger
        self.checksums = checksums
        self._blocks = blocks
        self.knows_all = knows_all

    def proof(self, number: int, raw: Document) -> Proof:
        """Return how well `raw` is proven as statement `number`."""
        document = msgspec.json.decode(raw)
        by_history = self.ledger.proves(number, document)
        if by_history and not self._is_plausible(number, document):
            by_history = False
        said = {by_history, self.by_checksum(number, raw)}
        if by_history and None in said and not self.knows_all:
            return Proof.BY_ONE
        if True in said:
            return Proof.BY_ONE if False in said else Proof.WHOLE
        return Proof.CONTRADICTED if False in said else Proof.NONE

    def mended(self, number: int, raw: Document) -> bytes | None:
        """Return `raw` with what the history and the checksum tell of its fields.

        None where it is not proven then either.
        """
        document = renewed(msgspec.json.decode(raw))
        for trial in self._trials(number, document, raw):
            record = encoded(trial)
            if self.proof(number, record) is Proof.WHOLE:
                return record
        return None

    def by_checksum(self, number: int, raw: Document) -> bool | None:
        """Tell whether the checksum of a statement fits, None where it has none."""
        kept = self.checksums.get(number)
        if kept is None:
            return False if block_of(number) in self._blocks else None
        return fits(raw, kept)

    def _trials(
        self, number: int, document: dict[str, Any], raw: Document
    ) -> Iterator[dict[str, Any]]:
        with suppress(InvalidFieldError):  # the same values, written as they should be
            document = read_record(number, raw).document()
            yield document
        times = sorted(self.ledger.times(number), reverse=True)
        values = self.ledger.last_values(number)
        differing = {n: v for n, v in values.items() if not is_same(document.get(n), v)}
        if differing:
            yield {**document, **differing}
        for time in (*times[:1], document.get("created")):
            yield {**document, **differing, "modified": time}
        for name in ("created", "modified"):
            if times:
                yield {**document, **differing, name: times[-1]}

    def _is_plausible(self, number: int, document: Mapping[str, Any]) -> bool:
        """Tell whether a statement was modified when the last change says so."""
        last = self.ledger.touching(number)[0]
        if is_beginning(last, number):
            return True
        modified = document.get("modified")
        if number in last.changed:
            return modified == last.at
        if document.get("created") == last.at:
            return modified == last.at
        # It came back then, with the time that it had.
        return modified in self.ledger.times(number) or modified == document.get(
            "created"
        )
