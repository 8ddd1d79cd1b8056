"""Proof of a record: whether it is the statement as mediarel last wrote it.

The history proves all that a statement says but `modified`, its checksum that too.
Either may be damaged itself, or be from another moment than the record.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.errors import InvalidFieldError
from mediarel.history.ledger import is_same
from mediarel.store.checksums import fits
from mediarel.store.records import read_record
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.history.ledger import Ledger
    from mediarel.store.protocol import Document


class Proof(IntEnum):
    """How well a record is proven; the highest is best."""

    CONTRADICTED = 0  # what its checksum or the history says is something else
    NONE = 1  # nothing says what it should be
    BY_CHECKSUM = 2  # its checksum fits, and the history contradicts it
    WHOLE = 3


class Judge:
    """Tells how well records are proven, by `ledger` and the `checksums` of a file."""

    def __init__(self, ledger: Ledger, checksums: Mapping[int, str]) -> None:
        self.ledger = ledger
        self.checksums = checksums

    def proof(self, number: int, raw: Document) -> Proof:
        """Return how well `raw` is proven as statement `number`."""
        document = msgspec.json.decode(raw)
        by_history = self._by_history(number, raw, document)
        kept = self.checksums.get(number)
        by_checksum = None if kept is None else fits(raw, kept)
        if by_history:
            is_whole = by_checksum or self._is_plausible(number, document)
            return Proof.WHOLE if is_whole else Proof.CONTRADICTED
        if by_checksum:
            return Proof.WHOLE if by_history is None else Proof.BY_CHECKSUM
        if by_history is None and by_checksum is None:
            return Proof.NONE
        return Proof.CONTRADICTED

    def mended(self, number: int, raw: Document) -> bytes | None:
        """Return `raw` with what the history and the checksum tell of its fields.

        None where it is not proven then either.
        """
        document = {**msgspec.json.decode(raw)}
        for trial in self._trials(number, document):
            record = encoded(trial)
            if self.proof(number, record) is Proof.WHOLE:
                return record
        return None

    def _trials(
        self, number: int, document: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
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

    def _by_history(
        self, number: int, raw: Document, document: Mapping[str, Any]
    ) -> bool | None:
        by_history = self.ledger.proves(number, document)
        if by_history is False:
            try:  # as the same value may be written in another way
                plain = read_record(number, raw).document()
            except InvalidFieldError:
                return False
            by_history = self.ledger.proves(number, plain)
        return by_history

    def _is_plausible(self, number: int, document: Mapping[str, Any]) -> bool:
        """Tell whether a statement was modified when it or a change says so."""
        modified = document.get("modified")
        return modified in self.ledger.times(number) or modified == document.get(
            "created"
        )
