"""Test the export as JSON Feed."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from checkers import tool
from mediarel.formats import feed
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Draft, Statement, read_draft
from reads import drafts_of
from references import data_of
from strategies import SAMPLES, statement, statements


def item_of(one: Statement) -> dict[str, Any]:
    """Return the item of a statement."""
    item: dict[str, Any] = json.loads(data_of("jsonfeed", [one]))["items"][0]
    return item


def faults(feed: object) -> list[str]:
    """Return the errors that the JSON schema finds in a feed, its dates and URLs."""
    schema = tool("node_modules/jsonfeed-schema/schema-v1.1.json")
    validator = Draft7Validator(
        json.loads(schema.read_text("utf-8")), format_checker=FormatChecker()
    )
    return [error.message for error in validator.iter_errors(feed)]


def test_feed_is_valid() -> None:
    """A feed without items must be valid too."""
    assert faults(json.loads(data_of("jsonfeed", SAMPLES))) == []
    assert faults(json.loads(data_of("jsonfeed", []))) == []


@pytest.mark.parametrize(
    ("date", "published"),
    [("2012-07-16", "2012-07-16T12:00:00Z"), ("2012-07-16?", None), ("2012-07", None)],
)
def test_only_a_known_day_is_published(date: str, published: str | None) -> None:
    item = item_of(statement(date=date))

    assert item.get("date_published") == published
    assert item["_mediarel"]["date"] == date


def test_private_files_are_lost_and_reported() -> None:
    lost: list[str] = []
    data = data_of("jsonfeed", SAMPLES, WriteOptions(lost=lost.append))

    assert ".jpg" not in data.decode()
    assert lost == ["private files"]
    assert len(drafts_of(feed.read, data, "x")[-1].attachments) == 1


def public(one: Statement) -> Draft:
    """Return the draft of a statement without its private files."""
    files = tuple(each for each in one.attachments if not each.private)
    return read_draft(one.replace(attachments=files).to_json())


@given(st.lists(statements, min_size=1, max_size=3))
def test_import_restores_the_export(some: Sequence[Statement]) -> None:
    again = drafts_of(feed.read, data_of("jsonfeed", some), "x")

    assert sorted(map(repr, again)) == sorted(repr(public(each)) for each in some)
