"""Test the digests of added statements, in format version 1 and the current version."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest

from conftest import SAMPLE_OF_FORM_1
from mediarel.model.digests import FIRST_FIELDS, digest, fits_digest

TABLES: dict[str, Any] = json.loads(SAMPLE_OF_FORM_1.read_bytes())
KEPT: dict[str, str] = TABLES["history"]["1"]["added"]
STATEMENTS: dict[str, dict[str, Any]] = TABLES["statements"]


def of_form_1(document: Mapping[str, Any]) -> str:
    """Return the digest of format version 1."""
    said = {name: value for name, value in document.items() if name != "modified"}
    written = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return sha256(written.encode()).hexdigest()[:16]


def of_today(document: Mapping[str, Any]) -> str:
    """Return the digest of the current format version."""
    said = {n: v for n, v in document.items() if v not in (None, [], "")}
    del said["modified"]
    written = json.dumps(
        said, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return f"5:{sha256(written.encode()).hexdigest()}"


def test_the_sample_of_format_1_has_the_first_fields() -> None:
    assert all(each.keys() == FIRST_FIELDS.keys() for each in STATEMENTS.values())
    assert {n: of_form_1(each) for n, each in STATEMENTS.items()} == KEPT


@pytest.mark.parametrize("number", STATEMENTS)
@pytest.mark.parametrize("later", [{}, {"series": None}, {"links": [], "draft": False}])
def test_digests_of_format_1_stay_valid_with_new_empty_fields(
    number: str, later: dict[str, Any]
) -> None:
    document = STATEMENTS[number] | later
    bare = {name: value for name, value in document.items() if value}

    assert fits_digest(document, KEPT[number])
    assert fits_digest(bare, KEPT[number])
    assert fits_digest(document | {"modified": "2030-01-01T00:00:00Z"}, KEPT[number])


@pytest.mark.parametrize(
    "other", [{"series": "Land"}, {"place": "Kep"}, {"uuid": None}]
)
def test_a_changed_statement_fails_its_digest(other: dict[str, Any]) -> None:
    document = STATEMENTS["3"]

    assert not fits_digest(document | other, KEPT["3"])
    assert not fits_digest(document | other, of_today(document))


@pytest.mark.parametrize("number", STATEMENTS)
def test_current_digests_ignore_empty_fields(number: str) -> None:
    document = STATEMENTS[number]
    kept = digest(document)

    assert kept == of_today(document) != KEPT[number]
    assert fits_digest(document | {"series": None}, kept)
