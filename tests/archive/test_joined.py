"""Statements that are the same thing as one: what is kept of which.

- lists are joined in their order, nothing of them twice and nothing lost
- what is empty is filled, the fuller text is kept; all else is a conflict
- what is joined once more says the same
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediarel.archive.merge import joined
from mediarel.model.fields import FIELDS, LINES
from mediarel.model.statement import Statement, read_statement
from mediarel.text.folding import folded_name
from samples import EVERY
from strategies import TIMES, statement, statements

UUIDS = [f"aaaaaaaa-000{n}-4000-8000-000000000000" for n in range(1, 6)]
FILE = {"name": "a.pdf", "sha256": "0a" * 32, "size": 3, "media_type": "text/plain"}
LONG = "We call for their release, and for the land that was taken to be given back."


def several(*fields: dict[str, Any]) -> list[Statement]:
    """Return statements 1, 2, … that have these fields."""
    return [
        statement(id=n, uuid=UUIDS[n - 1], **each) for n, each in enumerate(fields, 1)
    ]


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("tags", [["land", "b"], ["LAND ", "c"], ["b", "c"]], ["land", "b", "c"]),
        ("signatories", [[], ["ADHOC"]], ["ADHOC"]),
        (
            "sources",
            [["https://a.org/1"], ["http://www.a.org/1/", "https://b.org"]],
            ["https://a.org/1", "https://b.org"],
        ),
        (
            "attachments",
            [[FILE], [{**FILE, "name": "b.pdf", "private": True, "role": "scan"}]],
            [{**FILE, "private": True, "role": "scan"}],
        ),
        (
            "attachments",
            [[{**FILE, "private": True}], [FILE, {**FILE, "sha256": "0b" * 32}]],
            [{**FILE, "private": True}, {**FILE, "sha256": "0b" * 32}],
        ),
        ("merged", [[UUIDS[3]], [UUIDS[4], UUIDS[0]]], [UUIDS[3], UUIDS[1], UUIDS[4]]),
        ("title", [None, "On land"], "On land"),
        ("title", ["On land", "On  LAND"], "On land"),
        ("place", [None, None, "Kep"], "Kep"),
        ("text", [None, LONG], LONG),
        ("text", [LONG[:40] + " …", LONG], LONG),
        ("text", [LONG, LONG[20:50]], LONG),
        ("text", [LONG, LONG.upper()], LONG),
    ],
)
def test_what_is_kept(name: str, values: list[Any], kept: object) -> None:
    """Without a question."""
    given = [{"title": "A", name: each} for each in values]
    found = joined(several(*given))

    assert found.fields[name] == kept
    assert found.conflicts == []


def test_an_excerpt_gives_way_to_the_whole() -> None:
    """With what is printed at its start, and where it was read from."""
    whole = {
        "text": LONG,
        "text_from": "joint.pdf",
        "dateline": "Kep, 3 May 2012",
        "dated": "2012-05-03",
    }
    excerpt = {"text": "Their release is called for.", "excerpt": True}

    for order in ((excerpt, whole), (whole, excerpt)):
        found = joined(several(*order))

        assert found.conflicts == []
        assert {**whole, "excerpt": False}.items() <= found.fields.items()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("title", ["On land", "On water"]),
        ("date", ["2012-07-16", "2012"]),
        ("type", ["Joint Statement", "Open Letter"]),
        ("text", [LONG, "Another."]),
        ("program", ["CLEC", "STT"]),
    ],
)
def test_what_is_in_conflict(name: str, values: list[str]) -> None:
    """What the first says is kept, unless it is answered otherwise; then it is none."""
    both = several(*({name: each} for each in values))

    found = joined(both)
    answered = joined(both, {name: 2})

    assert [(each.field, each.values) for each in found.conflicts] == [
        (name, dict(enumerate(values, 1)))
    ]
    assert (found.fields[name], answered.fields[name]) == tuple(values)
    assert answered.conflicts == []


@settings(max_examples=max(10, 100 // EVERY))
@given(st.lists(statements, min_size=2, max_size=4, unique_by=lambda each: each.id))
def test_nothing_of_the_lists_is_lost(given: list[Statement]) -> None:
    """And a statement that was joined says the same when it is joined again."""
    found = joined(given).fields
    one = read_statement(given[0].id, {"uuid": given[0].uuid, **TIMES, **found})
    again = joined([one, *given[1:]]).fields

    for field in FIELDS:
        if field.kind is LINES:
            all_of_them = [item for each in given for item in getattr(each, field.name)]
            kept = found[field.name]
            assert {*map(folded_name, kept)} == {*map(folded_name, all_of_them)}
            assert kept[: len(getattr(given[0], field.name))] == [
                *getattr(given[0], field.name)
            ]
        if field.kind.is_list:
            assert again[field.name] == found[field.name]
    assert {f["sha256"] for f in found["attachments"]} == {
        f.sha256 for each in given for f in each.attachments
    }
    assert {each.uuid for each in given[1:]} - {given[0].uuid} <= {*found["merged"]}
