"""What of many drafts the archive has already: by uuid, by address, by words.

An address is a mark of one statement where no other of the archive, and no other of
the same file, has it: many may name the page of a list as their source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive.repeats import are_akin, entry_of, identifying
from mediarel.index import alike
from mediarel.index.fill import fingerprint_of_key
from mediarel.store.records import read_record
from mediarel.text.addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mediarel.formats.drafts import Taken
    from mediarel.index.protocol import Index
    from mediarel.model.statement import Draft, Statement


class Match(NamedTuple):
    """A statement that a draft is; it was known by uuid, address, words or title.

    By "merged" it is one that was merged into the statement.
    """

    statement: Statement
    by: str


def matches(index: Index, taken: Sequence[Taken]) -> dict[int, Match]:
    """Return the statement that each draft is, by its place in `taken`."""
    found: dict[int, Match] = {}
    if alike.is_empty(index):
        return found
    there = _There(index)
    for by in (there.by_uuid, there.by_address, there.by_words, there.by_excerpt):
        rest = [n for n in range(len(taken)) if n not in found]
        found.update(by(taken, rest))
    return found


def _day_of(draft: Draft) -> tuple[str, str]:
    return str(draft.date), draft.program


class _There:
    """The statements of the archive, each read once, however many drafts ask for it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._read: dict[int, Statement] = {}

    def by_uuid(
        self, taken: Sequence[Taken], places: Sequence[int]
    ) -> Iterator[tuple[int, Match]]:
        """Yield those that have the uuid of a statement, or of one merged into it.

        Or one that was merged into them elsewhere.
        """
        uuids = {n: uuid for n in places if (uuid := taken[n].draft.uuid)}
        merged = {n: n for n in places if taken[n].draft.merged}
        theirs = [uuid for n in merged for uuid in taken[n].draft.merged]
        ids = alike.having(self._index, "uuid", [*{*uuids.values(), *theirs}])
        yield from self._matched(uuids, ids, "uuid", lambda _n, _s: True)
        rest = {n: uuid for n, uuid in uuids.items() if uuid not in ids}
        into = alike.of_merged(self._index, [*{*rest.values()}])
        yield from self._matched(rest, into, "merged", lambda _n, _s: True)
        of_theirs = {
            n: [
                number for each in taken[n].draft.merged for number in ids.get(each, ())
            ]
            for n in merged
            if uuids.get(n) not in {*ids, *into}
        }
        merged = {n: n for n in of_theirs}
        yield from self._matched(merged, {**of_theirs}, "uuid", lambda _n, _s: True)

    def by_address(
        self, taken: Sequence[Taken], places: Sequence[int]
    ) -> Iterator[tuple[int, Match]]:
        """Yield those that have an address of one statement."""
        marks = identifying(taken)
        prints = {n: [*map(fingerprint_of_key, marks[n])] for n in places if marks[n]}
        ids = alike.of_addresses(
            self._index, [*{k for some in prints.values() for k in some}]
        )
        wanted = {n: n for n in prints}
        alone = {
            n: [ids[key][0] for key in some if len(ids.get(key, ())) == 1]
            for n, some in prints.items()
        }

        def is_same(place: int, statement: Statement) -> bool:
            there = {address_key(url) for url in statement.sources}
            is_there = not there.isdisjoint(marks[place])
            return is_there and are_akin(statement, taken[place].draft)

        yield from self._matched(wanted, alone, "address", is_same)

    def by_words(
        self, taken: Sequence[Taken], places: Sequence[int]
    ) -> Iterator[tuple[int, Match]]:
        """Yield those that have date, program and words of a statement."""

        def is_same(place: int, statement: Statement) -> bool:
            return statement.words == taken[place].draft.words

        texts = {n: d.words.text for n in places if (d := taken[n].draft).text}
        ids = alike.having(self._index, "text_fingerprint", list(set(texts.values())))
        yield from self._matched(texts, ids, "words", is_same)
        days = {n: taken[n].draft.date.first for n in places if n not in texts}
        ids = alike.without_text(self._index, list(set(days.values())))
        yield from self._matched(days, ids, "words", is_same)

    def by_excerpt(
        self, taken: Sequence[Taken], places: Sequence[int]
    ) -> Iterator[tuple[int, Match]]:
        """Yield those of which there is the excerpt or the whole, titled the same."""
        entries = {n: entry for n in places if (entry := entry_of(taken[n].draft))}
        days = {taken[n].draft.date.first for n in entries}
        there = alike.of_dates_and_programs(self._index, days)
        ids = {n: there.get(_day_of(taken[n].draft), []) for n in entries}
        wanted = {n: n for n in entries if ids[n]}

        def is_same(place: int, statement: Statement) -> bool:
            is_excerpt = statement.excerpt != taken[place].draft.excerpt
            return is_excerpt and entry_of(statement) == entries[place]

        yield from self._matched(wanted, {**ids}, "title", is_same)

    def _matched(
        self,
        wanted: dict[int, Any],
        ids: Mapping[Any, list[int]],
        by: str,
        is_same: Callable[[int, Statement], bool],
    ) -> Iterator[tuple[int, Match]]:
        """Yield the first statement of those in `ids` that a draft is."""
        numbers = {number for some in ids.values() for number in some}
        missing = sorted(numbers - self._read.keys())
        for number, record in self._index.records(missing):
            self._read[number] = read_record(number, record)
        for place, value in wanted.items():
            for number in ids.get(value, ()):
                if is_same(place, self._read[number]):
                    yield place, Match(self._read[number], by)
                    break
