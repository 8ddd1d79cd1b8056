"""What can be done with an archive.

- adding: ids, times, identity, order; a likely duplicate, by words and nearly
- taking in: what is there already, by its words and by its uuid
- editing: one, many, nothing, no such; what may not be set; changed meanwhile
- removing: some, none, no such
- reading: pages, counts, values, statements
- two archives open at once; an archive that is changed while open
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import EVERYTHING, content, draft, opened, shown
from mediarel.duplicates import LikelyDuplicateError
from mediarel.errors import (
    ChangedMeanwhileError,
    InvalidFieldError,
    NoSuchStatementError,
)
from mediarel.locked import NoIdLeftError
from mediarel.partial_date import PartialDate
from mediarel.query.parser import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mediarel.archive import Archive
    from mediarel.query.tree import Query
    from mediarel.statement import Statement

UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"
LONG = "We, the undersigned, call for the release of Mam Sonando. He is innocent."


@pytest.fixture
def archive(store: Path) -> Iterator[Archive]:
    """Give the archive of the nine statements."""
    with opened(store) as archive:
        yield archive


def query(text: str) -> Query:
    """Give the query that `text` is, with dates as they are kept."""
    return parse(text, read_date=PartialDate.from_edtf)


def unchanged(store: Path, act: Callable[[], object]) -> None:
    """Assert that `act` leaves the very same file."""
    before = store.read_bytes(), store.stat()
    act()
    after = store.read_bytes(), store.stat()

    assert before == after


def refused(
    store: Path, error: type[Exception], words: str, act: Callable[[], object]
) -> None:
    """Assert that `act` raises `error` with `words` and leaves the very same file."""

    def refuse() -> None:
        with pytest.raises(error, match=words):
            act()

    unchanged(store, refuse)


def test_adding_gives_what_was_kept(store: Path, archive: Archive) -> None:
    """With the next id, a uuid, and the time as both of its times."""
    given = draft(LONG, title="T", tags=["x"])

    added = archive.add(given)

    assert added.id == 10
    assert added.fields() == given.fields()
    assert added.created == added.modified
    assert archive.get([10]) == [added]
    assert content(store)["statements"]["10"] == added.document()


def test_uuid_that_is_given_is_kept(archive: Archive) -> None:
    """What comes from elsewhere stays what it is; all others differ."""
    one = archive.add(draft("a", uuid=UUID))
    two, three = archive.take_in([draft("b"), draft("c")]).added

    assert one.uuid == UUID
    assert len({one.uuid, two.uuid, three.uuid}) == 3


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.replace(" ", "\t ", 3).replace(" of", "\n\nof"),
        LONG.upper(),
        LONG.replace("signed", "\u200bsigned"),
    ],
)
def test_same_words_are_a_likely_duplicate(
    store: Path, archive: Archive, text: str
) -> None:
    """Whatever the date and the program, the white space and the case."""
    archive.add(draft(LONG))
    other = draft(text, date="2020", program="STT")

    refused(
        store,
        LikelyDuplicateError,
        "this looks like statement 10 of 2012-07-16: the text is the same",
        lambda: archive.add(other),
    )
    assert archive.add(other, allow_duplicate=True).id == 11


def test_nearly_the_same_is_a_likely_duplicate(store: Path, archive: Archive) -> None:
    """Of one day and program, with a word mended."""
    archive.add(draft(LONG))
    near = LONG.replace("innocent", "inocent")

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*the text nearly is",
        lambda: archive.add(draft(near)),
    )
    assert archive.add(draft(near), allow_duplicate=True).id == 11


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (LONG.replace("innocent", "inocent"), {"date": "2012-07-17"}),
        (LONG.replace("innocent", "inocent"), {"date": "2012-07"}),
        (LONG.replace("innocent", "inocent"), {"program": "STT"}),
        ("We, the undersigned, condemn the eviction at Boeung Kak.", {}),
        (None, {"title": LONG}),
    ],
)
def test_another_day_program_or_text_is_no_duplicate(
    archive: Archive, text: str | None, fields: Mapping[str, object]
) -> None:
    """It is added without a question."""
    archive.add(draft(LONG))

    assert archive.add(draft(text, **fields)).id == 11


def test_title_without_text_is_a_duplicate_of_its_like(
    store: Path, archive: Archive
) -> None:
    """Of one day and program, in the same words."""
    archive.add(draft(None, title="A title"))
    archive.add(draft(None, title="Another title"))

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*program and title are the same",
        lambda: archive.add(draft(None, title="A  TITLE")),
    )
    assert archive.add(draft(None, title="A title", date="2013")).id == 12


def test_duplicate_that_came_while_the_archive_was_open(store: Path) -> None:
    """Another added it while we wrote: it is seen all the same."""
    with opened(store) as ours, opened(store) as theirs:
        ours.page(EVERYTHING)
        theirs.add(draft(LONG))

        with pytest.raises(LikelyDuplicateError, match="statement 10"):
            ours.add(draft(LONG))

        assert ours.take_in([draft(LONG)]).known == 1


def test_taking_in_twice_adds_nothing(store: Path, archive: Archive) -> None:
    """The second time all are known, and nothing is written."""
    drafts = [draft("a"), draft("b", date="2013"), draft(None, title="c")]

    first = archive.take_in(drafts)

    assert [s.id for s in first.added] == [10, 11, 12]
    assert [s.fields() for s in first.added] == [d.fields() for d in drafts]
    assert first.known == 0
    unchanged(store, lambda: archive.take_in(drafts))
    assert archive.take_in(drafts) == ([], 3, [])
    assert len(content(store)["history"]) == 2


def test_what_the_archive_gave_out_is_known(store: Path, archive: Archive) -> None:
    """By the uuid, though it was edited since; by its words, though it has none."""
    nine = archive.get(range(1, 10))
    archive.edit([3], lambda _: {"text": "Another text."})

    unchanged(store, lambda: archive.take_in(nine))


def test_what_is_given_twice_is_taken_in_once(archive: Archive) -> None:
    """The same words, or the same uuid, within one import."""
    taken = archive.take_in(
        [draft("a"), draft("a"), draft("b", uuid=UUID), draft("c", uuid=UUID)]
    )

    assert [s.text for s in taken.added] == ["a", "b"]
    assert taken.known == 2


def test_same_words_of_another_day_or_kind_are_taken_in(archive: Archive) -> None:
    """An import is no guess: only what says all the same is known."""
    archive.add(draft("a", title="T"))
    others = [
        draft("a", title="T", date="2012-07"),
        draft("a", title="T", program="STT"),
        draft("a", title="T", type="Letter"),
        draft("a", title="t"),
        draft("A", title="T"),
    ]

    taken = archive.take_in(others)

    assert len(taken.added) == 5


def test_import_that_fails_in_the_middle_adds_nothing(
    store: Path, archive: Archive
) -> None:
    """What was read before the mistake is not taken in either."""

    def drafts() -> Iterator[Statement]:
        yield from archive.get([1])
        raise InvalidFieldError("date", "x", "is not a date", "Mend it.")

    refused(store, InvalidFieldError, "date 'x'", lambda: archive.take_in(drafts()))


def test_editing_gives_before_and_after(archive: Archive) -> None:
    """Of those that changed, in the order they were named."""
    first, third = archive.get([1, 3])

    edited = archive.edit([3, 1], lambda s: {"title": f"T{s.id}"})

    assert [one.before for one in edited] == [third, first]
    assert [one.after for one in edited] == archive.get([3, 1])
    assert [one.after.title for one in edited] == ["T3", "T1"]
    assert edited[0].after.created == third.created


def test_only_what_changes_is_changed(archive: Archive) -> None:
    """The others keep the time of their last change."""
    archive.edit([1], lambda _: {"title": "Same"})
    before = archive.get([1])

    edited = archive.edit([1, 2], lambda _: {"title": "Same"})

    assert [one.after.id for one in edited] == [2]
    assert archive.get([1]) == before
    assert next(archive.changes(2)).ids == [2]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"program": "CLEC"},
        {"program": "  CLEC "},
        {"title": "", "tags": None},
        {"uuid": UUID, "id": 7, "created": "2000-01-01T00:00:00Z", "modified": "x"},
    ],
)
def test_editing_without_a_change_writes_nothing(
    store: Path, archive: Archive, fields: Mapping[str, object]
) -> None:
    """Neither does what only an archive may set."""
    unchanged(store, lambda: archive.edit([1, 2], lambda _: fields))
    assert archive.edit([1], lambda _: fields) == []


def test_identity_is_not_edited_along_with_a_field(archive: Archive) -> None:
    """The uuid stays what it was given once."""
    (before,) = archive.get([1])

    archive.edit([1], lambda _: {"uuid": UUID, "title": "T"})

    (after,) = archive.get([1])
    assert (after.uuid, after.created) == (before.uuid, before.created)


def test_one_edit_that_is_not_valid_changes_none(store: Path, archive: Archive) -> None:
    """Neither those before it nor those after."""
    refused(
        store,
        InvalidFieldError,
        "date 'soon'",
        lambda: archive.edit(
            [1, 2, 3], lambda s: {"title": "T", "date": "soon" if s.id == 2 else "2012"}
        ),
    )


@pytest.mark.parametrize("number", [0, 10, -1, 10**17])
def test_no_such_statement(store: Path, archive: Archive, number: int) -> None:
    """All that is asked for, or nothing; the error names what is not there."""
    ids = [1, number, 2]
    for act in (
        lambda: archive.get(ids),
        lambda: archive.remove(ids),
        lambda: archive.edit(ids, lambda _: {"title": "T"}),
    ):
        refused(store, NoSuchStatementError, f"statement {number}$", act)


def test_statement_that_was_changed_meanwhile(store: Path, archive: Archive) -> None:
    """What another wrote is not written over; what is as expected is edited."""
    expected = {s.id: s for s in archive.get([1, 2])}
    with opened(store) as other:
        other.edit([1], lambda _: {"place": "Kampot"})

    refused(
        store,
        ChangedMeanwhileError,
        "statement 1 was changed meanwhile",
        lambda: archive.edit([1, 2], lambda _: {"title": "T"}, expected=expected),
    )
    assert archive.edit([2], lambda _: {"title": "T"}, expected=expected)


def test_removing_gives_what_was_there(archive: Archive) -> None:
    """Each once, though named twice."""
    before = archive.get([7, 2])

    assert archive.remove([7, 2, 7]) == before
    assert shown(archive) == [9, 8, 6, 5, 4, 3, 1]


def test_removing_nothing_writes_nothing(store: Path, archive: Archive) -> None:
    """No empty change in the history."""
    unchanged(store, lambda: archive.remove([]))


def test_pages(archive: Archive) -> None:
    """A part of what is found, and the years of all of it."""
    page = archive.page(query("year:2012"), start=2, size=3)

    assert [row.id for row in page.rows] == [5, 4, 3]
    assert (page.start, page.total, page.in_all) == (2, 6, 9)
    assert page.years == ((2014, 1), (2013, 1), (2012, 6), (2011, 1))
    assert archive.page(query("sonando"), size=0).total == 2


def test_values_by_how_often_they_are_there(archive: Archive) -> None:
    """What is offered first is what is used most."""
    archive.add(draft("a", program="STT", tags=["land", "radio"], language="km"))
    archive.add(draft("b", program="STT", tags=["radio"], type="Letter"))

    assert archive.values("program") == ["CLEC", "STT"]
    assert archive.values("tag") == ["radio", "land"]
    assert archive.values("type") == ["Joint Statement", "Letter"]
    assert archive.values("language") == ["en", "km"]
    archive.remove([10, 11])
    assert archive.values("tag") == []


def test_statements_and_excerpts(archive: Archive) -> None:
    """All that is found, whole; and the sentences in which it was."""
    sought = query("sonando")
    page = archive.page(sought, sort="oldest")
    found = list(archive.statements(sought, sort="oldest"))

    assert [s.id for s in found] == [row.id for row in page.rows]
    assert found == archive.get([s.id for s in found])
    for excerpt in archive.excerpts(page, sought):
        assert {excerpt.text[a:b].lower() for a, b in excerpt.marks} == {"sonando"}


def test_removal_of_what_changed_meanwhile(archive: Archive) -> None:
    """What is removed is what was seen, or nothing is."""
    (seen,) = archive.get([1])
    archive.edit([1], lambda _: {"title": "Other"})

    with pytest.raises(ChangedMeanwhileError):
        archive.remove([1], expected={1: seen})

    assert archive.get([1])[0].title == "Other"


def test_no_id_is_left(store: Path) -> None:
    """An id as high as can be is not followed by one that could not be read."""
    text = store.read_text("utf-8")
    store.write_text(text.replace('    "9": {', f'    "{10**18 - 1}": {{'), "utf-8")

    with opened(store) as archive, pytest.raises(NoIdLeftError):
        archive.add(draft("Another one."))


def test_statements_are_of_one_moment(store: Path) -> None:
    """What changes while they are read one by one is not among them."""
    with opened(store) as reader, opened(store) as writer:
        reading = reader.statements(EVERYTHING)
        first = next(reading)
        writer.edit([1, 2], lambda _: {"program": "Other"})
        writer.remove([3])
        rest = list(reading)

    assert [each.id for each in (first, *rest)] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert {each.program for each in rest} == {"CLEC"}
