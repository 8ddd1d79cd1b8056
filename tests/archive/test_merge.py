"""Test merging duplicate statements."""

from itertools import permutations
from typing import Any

import pytest

from mediarel.archive.merge import joined
from mediarel.model.fields import FIELDS, LINES
from mediarel.model.statement import Statement, read_statement
from mediarel.text.folding import folded_name
from strategies import SAMPLES, TIMES, statement

UUIDS = [f"aaaaaaaa-000{n}-4000-8000-000000000000" for n in range(1, 6)]
FILE = {"name": "a.pdf", "sha256": "0a" * 32, "size": 3, "media_type": "text/plain"}
LONG = "We call for their release, and for the land that was taken to be given back."


def several(*fields: dict[str, Any]) -> list[Statement]:
    """Return statements 1, 2, … with these fields."""
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
def test_a_merge_joins_lists_and_fills_empty_fields(
    name: str, values: list[Any], kept: object
) -> None:
    given = [{"title": "A", name: each} for each in values]
    found = joined(several(*given))

    assert found.fields[name] == kept
    assert found.conflicts == []


def test_a_full_text_replaces_an_excerpt() -> None:
    """Fields that depend on the text are taken from the same statement as the text."""
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
def test_different_values_conflict_until_answered(name: str, values: list[str]) -> None:
    """The first value is kept unless the answer names a different statement."""
    both = several(*({name: each} for each in values))

    found = joined(both)
    answered = joined(both, {name: 2})

    assert [(each.field, each.values) for each in found.conflicts] == [
        (name, dict(enumerate(values, 1)))
    ]
    assert (found.fields[name], answered.fields[name]) == tuple(values)
    assert answered.conflicts == []


@pytest.mark.parametrize("several", list(permutations(SAMPLES)))
def test_a_merge_loses_no_list_item(several: tuple[Statement, ...]) -> None:
    """Merging the same statements again changes nothing."""
    first, *others = several
    found = joined(several).fields
    one = read_statement(first.id, {"uuid": first.uuid, **TIMES, **found})
    again = joined([one, *others]).fields

    for field in FIELDS:
        kept = found[field.name]
        if field.kind is LINES:
            items = [item for each in several for item in getattr(each, field.name)]
            own = [*getattr(first, field.name)]
            assert {*map(folded_name, kept)} == {*map(folded_name, items)}
            assert kept[: len(own)] == own
        if field.kind.is_list:
            assert again[field.name] == kept
    assert {f["sha256"] for f in found["attachments"]} == {
        f.sha256 for each in several for f in each.attachments
    }
    assert {each.uuid for each in others} <= {*found["merged"]}
