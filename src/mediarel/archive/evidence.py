"""Evidence that an entry of the history is as it was written.

An undo or a restoring brings back what entries of the history keep. The chain of
digests (`history/chain.py`) tells whether they still say what they said. Where it
can't, because there was none yet or because a repair kept an entry that did not fit,
the changes before it must lead to what it keeps.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.check.history import changes_by_statement
from mediarel.errors import Command, DamagedError, Hint, named
from mediarel.history.chain import digest_of, running_digest
from mediarel.history.ledger import binding_of, since_replaced
from mediarel.history.rewind import HistoryMismatchError, rewind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.archive.session import Session
    from mediarel.history.change import Change
    from mediarel.history.rewind import State


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
    """The entries of the archive that `session` has locked."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._entries = dict(session.entries())
        self._numbers = sorted(self._entries)
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
        later = self._numbers[bisect_left(self._numbers, covering) :]
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
        later = self._numbers[bisect_left(self._numbers, number) :]
        return next((each for each in later if self._digest(each)), None)

    def _fits(self, change: Change, covering: int) -> bool:
        """Tell whether the digest of the change `covering` another one fits."""
        is_itself = covering == change.number
        asked = covering, is_itself
        if asked not in self._fitting:
            before, kept = self._digest_before(covering), self._digest(covering)
            # An early entry, which has earlier names of fields, is read once more.
            said = [change.document] if is_itself else []
            said += [partial(self._fields, covering)]
            self._fitting[asked] = any(
                digest_of(covering, each(), before) == kept for each in said
            )
        return self._fitting[asked]

    def _digest_before(self, number: int) -> str:
        earlier = self._numbers[: bisect_left(self._numbers, number)]
        if not earlier:
            return ""
        kept = self._digest(earlier[-1])
        return kept or running_digest((n, self._fields(n)) for n in earlier)

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
