"""Evidence that an entry of the history is as it was written.

An undo or a restoring brings back what entries of the history keep. The chain of
digests (`history/chain.py`) tells whether they still say what they said. Where it
can't, because there was none yet or because a repair kept an entry that did not fit,
the changes before it must lead to what it keeps.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from operator import neg
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.check.history import changes_by_statement
from mediarel.errors import Command, DamagedError, Hint, named
from mediarel.history.chain import digest_of, recorded_breaks, running_digest
from mediarel.history.ledger import (
    HistoryMismatchError,
    binding_of,
    rewind,
    since_replaced,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.archive.session import Session
    from mediarel.history.change import Change
    from mediarel.history.ledger import State
    from mediarel.store.protocol import Document


class AlteredHistoryError(DamagedError):
    """What would come back stands in an entry that is not as it was written."""

    def __init__(self, change: Change, unfit: int, ids: Sequence[int]) -> None:
        super().__init__(
            f"change {unfit}, or what is before it, is not as it was written: so what"
            f" change {change.number} keeps of {named(ids)} may be wrong",
            Hint(
                "See it: ",
                Command("check"),
                " – and have it mended: ",
                Command("repair"),
            ),
        )


class _Head(msgspec.Struct):
    """What is read here of an entry; the rest, which may be large, is passed over."""

    kind: Any = None
    notes: Any = None
    digest: Any = None


class Evidence:
    """The entries of the archive that `session` has locked.

    They are read from the newest back, as far as is needed: an early one may be that of
    an import, which is as long as it has statements.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._unread = session.entries()
        self._entries: dict[int, Document] = {}
        self._newest_first: list[int] = []
        # Of many statements most ask for the same change, which may be a large one.
        self._heads: dict[int, _Head] = {}
        self._fitting: dict[tuple[int, bool], bool] = {}

    def refuse_altered(self, changes: Iterable[Change], ids: Sequence[int]) -> None:
        """Raise AlteredHistoryError for the first of `changes` that does not fit.

        `ids` are the statements that are about to come back.
        """
        for change in changes:
            covering = self._covering(change.number)
            if covering is not None and not self._fits(change, covering):
                raise AlteredHistoryError(change, covering, ids)

    def is_proven(self, change: Change) -> bool:
        """Tell whether the digest that covers `change` was never found not to fit.

        It must fit now: see `refuse_altered`.
        """
        covering = self._covering(change.number)
        if covering is None:
            return False
        later = self._from(covering)
        return not any(
            head.kind == "repair"
            and isinstance(head.notes, dict)
            and f"change {covering}" in head.notes
            for head in map(self._head, later)
        )

    def _covering(self, number: int) -> int | None:
        """Return the change whose digest covers change `number`, None where none does.

        Each with a digest covers itself, and all before it that have none.
        """
        return next((each for each in self._from(number) if self._digest(each)), None)

    def _from(self, number: int) -> list[int]:
        """Return the numbers from `number` on, the oldest first."""
        self._read_back_to(number)
        count = bisect_right(self._newest_first, -number, key=neg)
        return self._newest_first[:count][::-1]

    def _before(self, number: int) -> int | None:
        """Return the number before `number`, None where there is none."""
        self._read_back_to(number - 1)
        count = bisect_right(self._newest_first, -number, key=neg)
        return self._newest_first[count] if count < len(self._newest_first) else None

    def _read_back_to(self, number: int) -> None:
        """Read the entries from `number` on, and the one before where it has none."""
        while not self._newest_first or self._newest_first[-1] > number:
            entry = next(self._unread, None)
            if entry is None:
                return
            self._entries[entry[0]] = entry[1]
            self._newest_first.append(entry[0])

    def _fits(self, change: Change, covering: int) -> bool:
        """Tell whether the digest of the change `covering` another one fits."""
        is_itself = covering == change.number
        asked = covering, is_itself
        if asked not in self._fitting:
            before, kept = self._digest_before(covering), self._digest(covering)
            # An early entry, which has earlier names of fields, is read once more.
            said = [change.document] if is_itself else []
            said += [partial(self._fields, covering)]
            fitting = {kept, self._recorded(covering)}
            self._fitting[asked] = any(
                digest_of(covering, each(), before) in fitting for each in said
            )
        return self._fitting[asked]

    def _recorded(self, number: int) -> str | None:
        """Return the digest that a repair recorded of a change that did not fit."""
        heads = map(self._head, self._from(number))
        recorded = (recorded_breaks(head.kind, head.notes) for head in heads)
        return next((each[number] for each in recorded if number in each), None)

    def _digest_before(self, number: int) -> str:
        last = self._before(number)
        if last is None:
            return ""
        if kept := self._digest(last):
            return kept
        self._read_back_to(0)
        earlier = sorted(each for each in self._entries if each < number)
        return running_digest((n, self._fields(n)) for n in earlier)

    def _fields(self, number: int) -> dict[str, Any]:
        return self._session.fields_of(number, self._entries[number])

    def _digest(self, number: int) -> str:
        """Return the digest that an entry keeps, "" where it has none."""
        digest = self._head(number).digest
        return digest if isinstance(digest, str) else ""

    def _head(self, number: int) -> _Head:
        if number not in self._heads:
            self._heads[number] = self._read_head(number)
        return self._heads[number]

    def _read_head(self, number: int) -> _Head:
        try:
            return msgspec.json.decode(self._entries[number], type=_Head)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            fields = self._fields(number)  # says what is wrong with it, if it must
            return _Head(*(fields.get(name) for name in ("kind", "notes", "digest")))


def contradictions(
    states: Mapping[int, State], changes: Iterable[Change]
) -> Iterator[HistoryMismatchError]:
    """Yield for each of the statements where `changes` do not lead to its state.

    `states` are what they are now, by id; the changes are all there are.
    """
    touching = changes_by_statement(since_replaced(changes)[0])
    for number, state in states.items():
        # Not even what a repair has noted is left out: that is what is in doubt here.
        binding, _ = binding_of(number, touching.get(number, []), frozenset())
        try:
            rewind(number, state, binding)
        except HistoryMismatchError as unfit:
            yield unfit
