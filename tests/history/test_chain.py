"""The chain of digests over the history.

- each change gets its digest; the first covers the entries from before there were any
- what does not fit is found: the entry, and where its digest was changed the next
- how an entry is written, and what is empty in it, does not count
- a digest that the next entry proves; a break that a repair recorded
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from archives import content, draft, opened
from mediarel.history.chain import (
    breaks,
    digest_of,
    misfits,
    notes_on_breaks,
    running_digest,
    with_proven_digests,
)
from tampering import tamper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tampering import Tables

    History = list[tuple[int, dict[str, Any]]]


def chain(*numbers: int) -> History:
    """Return entries of these numbers that fit."""
    entries: History = []
    for number in numbers:
        entry = {"by": "sok", "last_id": number, "undoes": None}
        before = running_digest(entries)
        entries.append((number, {**entry, "digest": digest_of(number, entry, before)}))
    return entries


def entries_of(path: Path) -> History:
    """Return the entries in the file at `path`, oldest first."""
    return [(int(key), entry) for key, entry in content(path)["history"].items()]


def test_the_first_digest_covers_what_has_none(store: Path) -> None:
    """Of an archive from before, whose history is not written anew."""

    def change(tables: Tables) -> None:
        tables["history"]["1"]["by"] = "sak"

    with opened(store) as archive:
        archive.add(draft("One."))
        tamper(store, change)

        assert misfits(entries_of(store)) == [2]


def test_a_change_goes_on_from_the_newest_digest(store: Path) -> None:
    """Even where that does not fit: each is judged by what is before it."""

    def change(tables: Tables) -> None:
        tables["history"]["2"]["digest"] = "0" * 16

    with opened(store) as archive:
        archive.add(draft("One."))
        tamper(store, change)
        archive.add(draft("Two."))

    assert misfits(entries_of(store)) == [2]


@pytest.mark.parametrize(
    ("change", "unfit"),
    [
        (lambda entry: entry.update(by="sak"), [2]),
        (lambda entry: entry.update(undoes=1), [2]),
        (lambda entry: entry.update(undoes=0), [2]),
        (lambda entry: entry.update(digest="0" * 16), [2, 3]),
        (lambda entry: entry.update(digest=""), [2]),
        (lambda entry: entry.pop("digest"), [2]),
        (lambda entry: entry.update(why=None), []),
        (lambda entry: entry.update(why={}), []),
        (lambda entry: entry.pop("undoes"), []),
    ],
)
def test_what_does_not_fit(
    change: Callable[[dict[str, Any]], object], unfit: list[int]
) -> None:
    """Nothing but what the entry says counts; empty fields say nothing."""
    entries = chain(1, 2, 3, 4)
    change(entries[1][1])

    assert misfits(entries) == unfit


def test_the_number_counts() -> None:
    """An entry can't be put in the place of another."""
    ((_, entry),) = chain(1)

    assert misfits([(2, entry)]) == [2]


def test_an_entry_that_is_missing() -> None:
    """The next does not fit to what is there; one after a gap of old does."""
    one, _, three, four = chain(1, 2, 3, 4)

    assert misfits([one, three, four]) == [3]
    assert misfits(chain(1, 5, 9)) == []


def test_after_an_entry_that_cannot_be_read() -> None:
    """The next can't be judged, the one after it can."""
    one, two, three, four = chain(1, 2, 3, 4)
    four[1]["by"] = "sak"

    assert misfits([one, (2, None), three, four]) == [4]
    assert misfits([(1, None), two, three]) == []


@pytest.mark.parametrize("digest", ["0" * 16, ""])
def test_a_digest_that_the_next_entry_proves(digest: str) -> None:
    """The entry itself is as it was."""
    entries = chain(1, 2, 3, 4)
    was = entries[1][1]["digest"]
    entries[1][1]["digest"] = digest

    assert with_proven_digests(entries) == {2: was}


def test_an_entry_that_was_altered_keeps_its_digest() -> None:
    """And one from before there were digests has none."""
    entries = chain(1, 2, 3, 4)
    del entries[0][1]["digest"]
    entries[2][1]["by"] = "sak"

    assert with_proven_digests(entries) == {}


def test_a_break_that_a_repair_recorded() -> None:
    """It counts again where the entry has changed since."""
    entries = chain(1, 2, 3, 4)
    entries[1][1]["by"] = "sak"
    del entries[2]
    notes = notes_on_breaks(breaks(entries))
    entries += [(5, {"kind": "repair", "notes": notes})]
    before = running_digest(entries[:-1])
    entries[-1][1]["digest"] = digest_of(5, entries[-1][1], before)

    assert misfits(entries) == []
    assert [*breaks(entries, with_recorded=True)] == [2, 4]

    entries[1][1]["by"] = "sek"

    assert misfits(entries) == [2]
