"""Test finding and repairing damage in the fields of a statement."""

import pytest

from letters import misread
from mediarel.model.damage import damage_of, repaired, taken_in

FIELDS: dict[str, object] = {
    "date": "2012",
    "program": "CLEC",
    "title": "Itâ€™s fair",
    "text": "The court.rn rnThe caf\ufffd isnâ€™t open.",
    "signatories": ["B", misread("Café Group")],
    "source": misread("https://example.org/café"),
    "tags": None,
}


def test_damage_is_reported_in_the_order_of_the_fields() -> None:
    """URLs are not checked, because a change could make them invalid."""
    assert [each.message for each in damage_of(FIELDS)] == [
        'its title was misread: "Itâ€™s fair" instead of "It’s fair"',
        (
            'its text was misread: "…caf\ufffd isnâ€™t open." '
            'instead of "…caf\ufffd isn’t open."'
        ),
        'its text lost its line breaks: "The court.rn rnThe caf\ufffd isn’t open."',
        'its text has lost letters, marked by \ufffd: "…rnThe caf\ufffd isnâ€™t open."',
        'a signatory was misread: "CafÃ© Group" instead of "Café Group"',
    ]


def test_provable_damage_is_repaired() -> None:
    """Lost letters are not restored."""
    fields, found = repaired(FIELDS)

    assert fields == {
        **FIELDS,
        "title": "It’s fair",
        "text": "The court.\n\nThe caf\ufffd isn’t open.",
        "signatories": ["B", "Café Group"],
    }
    assert [(each.field, each.kind) for each in found] == [
        ("title", "misread"),
        ("text", "misread"),
        ("text", "line_breaks"),
        ("signatories", "misread"),
    ]
    assert [each.kind for each in damage_of(fields)] == ["lost_letters"]


NULLS: dict[str, object] = {
    "program": "\0",
    "title": "It\0 is\0 fair",
    "text": "The caf\ufffd isnâ€™t open.",
    "tags": ["l\0and", "B"],
}


def test_null_characters_are_removed() -> None:
    """A value that has only null characters keeps them."""
    found = [each for each in damage_of(NULLS) if each.kind == "controls"]

    assert [(each.field, each.becomes) for each in found] == [
        ("program", None),
        ("title", "It is fair"),
        ("tags", "land"),
    ]
    assert found[1].message == (
        'its title contains the control character U+0000: "It\0 is\0 fair"'
    )
    assert repaired(NULLS)[0] == {
        "program": "\0",
        "title": "It is fair",
        "text": "The caf\ufffd isn’t open.",
        "tags": ["land", "B"],
    }


@pytest.mark.parametrize("fix_text", [False, True])
def test_an_import_always_removes_null_characters(*, fix_text: bool) -> None:
    """The import repairs other damage only with `fix_text`."""
    fields, found = taken_in(NULLS, fix_text=fix_text)

    assert fields == {
        "program": "",
        "title": "It is fair",
        "text": f"The caf\ufffd {'isn’t' if fix_text else 'isnâ€™t'} open.",
        "tags": ["land", "B"],
    }
    done = [each.kind for each in found if each.is_repaired]
    left = [each.kind for each in found if not each.is_repaired]
    assert done == ["controls"] * 3 + ["misread"] * fix_text
    assert left == ["misread"] * (not fix_text) + ["lost_letters"]
