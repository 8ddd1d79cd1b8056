"""Test the search for duplicates and for nearly the same texts."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archives import EVERYTHING, Desk, draft, opened
from mediarel.archive.duplicates import LikelyDuplicateError
from mediarel.model.statement import Draft, Statement
from outcomes import refused

LONG = "We, the undersigned, call for the release of Mam Sonando. He is innocent."


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.replace(" ", "\t ", 3).replace(" of", "\n\nof"),
        LONG.upper(),
        LONG.replace("signed", "\u200bsigned"),
    ],
)
def test_the_same_text_is_a_duplicate_on_any_date(
    store: Path, archive: Desk, text: str
) -> None:
    """Case, spaces and zero-width characters don't matter."""
    archive.add(draft(LONG))
    other = draft(text, date="2020", program="STT")

    refused(
        store,
        LikelyDuplicateError,
        "this looks like statement 10 of 2012-07-16: same text",
        lambda: archive.add(other),
    )
    assert archive.add(other, allow_duplicate=True).id == 11


def test_similar_text_of_one_date_is_a_duplicate(store: Path, archive: Desk) -> None:
    archive.add(draft(LONG))
    near = LONG.replace("innocent", "inocent")

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*nearly the same text",
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
def test_a_different_date_issuer_or_text_is_no_duplicate(
    archive: Desk, text: str | None, fields: Mapping[str, object]
) -> None:
    archive.add(draft(LONG))

    assert archive.add(draft(text, **fields)).id == 11


def test_same_title_without_text_is_a_duplicate(store: Path, archive: Desk) -> None:
    archive.add(draft(None, title="A title"))
    archive.add(draft(None, title="Another title"))

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*same date, issuer and title",
        lambda: archive.add(draft(None, title="A  TITLE")),
    )
    assert archive.add(draft(None, title="A title", date="2013")).id == 12


def test_a_duplicate_that_another_command_added_meanwhile_is_found(store: Path) -> None:
    with opened(store) as ours, opened(store) as theirs:
        ours.page(EVERYTHING)
        theirs.add(draft(LONG))

        with pytest.raises(LikelyDuplicateError, match="statement 10"):
            ours.add(draft(LONG))

        assert ours.import_drafts([draft(LONG)]).known == 1


def known_plainly(there: list[Statement], drafts: list[Draft]) -> tuple[Any, ...]:
    """Return the expected result of an import: new drafts, known drafts and conflicts.

    This compares each draft with each statement and with each earlier draft.
    """
    new: list[Draft] = []
    seen: list[Draft] = []
    conflicting = []
    for each in drafts:
        seen.append(each)
        if any(_is_same(each, o) or _has_uuid(each, o) for o in seen[:-1]):
            continue
        same = [other for other in there if _has_uuid(each, other)]
        alike = sorted((o for o in there if _is_same(each, o)), key=lambda s: s.id)
        if same:
            conflicting += [s.id for s in same if _differ(each, s)]
        elif alike:
            conflicting += [s.id for s in alike[:1] if _differ(each, s, but=WORDS)]
        else:
            new.append(each)
    # If several drafts conflict with a statement, the statement is listed once.
    differing = list(dict.fromkeys(conflicting))
    return [s.fields() for s in new], len(drafts) - len(new), differing


def _is_same(one: Draft, other: Draft) -> bool:
    def words(draft: Draft) -> list[str]:
        texts = (draft.title, draft.text)
        return ["".join((text or "").lower().split()) for text in texts]

    names = ("date", "program")
    is_same = all(getattr(one, name) == getattr(other, name) for name in names)
    return is_same and words(one) == words(other)


WORDS = ("title", "text")


def _differ(one: Draft, other: Draft, but: tuple[str, ...] = ()) -> bool:
    """Return whether a field of `one` has a different value in `other`."""
    said = {k: v for k, v in one.fields().items() if v and k not in but}
    return any(other.fields()[name] != value for name, value in said.items())


def _has_uuid(one: Draft, other: Draft) -> bool:
    return one.uuid is not None and one.uuid == other.uuid


def drafts_of(chance: Random, count: int) -> list[Draft]:
    """Return `count` random drafts; many of them are the same."""

    def one() -> Draft:
        text = chance.choice([None, None, "a b", "A  b", "ab", "a b\n\nc"])
        # A text completes a statement that has the same title and no text.
        titles = ["T", "t", "T T", None] if text else ["U", "u", "U U"]
        return draft(
            text,
            title=chance.choice(titles),
            date=chance.choice(
                ["2012", "2012?", "2012-01", "2012-01-01", "2012-07-16"]
            ),
            program=chance.choice(["CLEC", "STT"]),
            type=chance.choice(["Joint Statement", "Letter"]),
            uuid=chance.choice([*[None] * 6, *UUIDS]),
            tags=chance.choice([[], ["a"]]),
        )

    return [one() for _ in range(count)]


UUIDS = [f"3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a{n:02}" for n in range(8)]


@pytest.mark.parametrize("seed", range(20))
def test_import_finds_what_comparing_all_pairs_finds(archive: Desk, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    archive.import_drafts(drafts_of(chance, 60))
    there = list(archive.statements(EVERYTHING))
    drafts = drafts_of(chance, 60)

    result = archive.import_drafts(drafts)

    added = [statement.fields() for statement in result.added]
    assert (added, *result[1:]) == known_plainly(there, drafts)
    assert 0 < len(added) < len(drafts)
