"""Test that a damaged store is read correctly, or refused and left unchanged."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archives import draft, opened
from conftest import Run
from hurts import HURTS
from mediarel.model.statement import without_empty
from samples import sample

EACH = 100

CHANGES = (
    ("add", "--date=2012", "--program=X", "--title=New"),
    ("edit", "3", "--title=Another"),
    ("remove", "3", "--yes"),
    ("undo", "--yes"),
)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with all its keys, including duplicates."""


def read_strictly(data: bytes) -> dict[str, Any] | None:
    """Return the value of strict JSON, None for duplicate keys and invalid constants.

    In checksums, duplicate keys are allowed; the last value is used.
    """

    def refuse(_: str) -> None:
        raise ValueError

    try:
        read = json.loads(
            data.decode(), object_pairs_hook=_Pairs, parse_constant=refuse
        )
        return _without_duplicates(read) if isinstance(read, _Pairs) else None
    except (ValueError, RecursionError):
        return None


def _without_duplicates(value: Any, *names: str) -> Any:
    if isinstance(value, list) and not isinstance(value, _Pairs):
        return [_without_duplicates(item, *names) for item in value]
    if not isinstance(value, _Pairs):
        return value
    if len(dict(value)) < len(value) and (
        names[:1] != ("checksums",) or len(names) < 2
    ):
        raise ValueError
    return {name: _without_duplicates(item, *names, name) for name, item in value}


@pytest.fixture
def older(store: Path) -> bytes:
    """Make a few changes, and return the content of the store before them."""
    before = store.read_bytes()
    with opened(store) as archive:
        archive.remove([1, 2, 5, 7, 8])
        archive.edit([3], lambda _: {"title": "A title, រួម “three”"})
        archive.add(draft("Number ten."))
        archive.undo()
    return before


@pytest.mark.many_times
@pytest.mark.parametrize("hurt", HURTS, ids=lambda hurt: str(hurt.__name__))
def test_damaged_store_is_shown_as_it_is_or_refused(
    store: Path, older: bytes, run: Run, hurt: Callable[[Random, bytes, bytes], bytes]
) -> None:
    good = store.read_bytes()
    chance = random.Random(hurt.__name__)  # noqa: S311 - no secret
    refused = 0
    for number in sample(range(EACH)):
        data = hurt(chance, good, older)
        store.write_bytes(data)
        read = read_strictly(data)
        listed = run("export", "--format=json")

        assert store.read_bytes() == data
        if listed.code == 0:
            assert read is not None
            assert exported_statements(listed.out) == stored_statements(read)
            continue
        assert (listed.code, listed.out) == (5, "")
        assert listed.err.startswith(f"Error: {store}")
        assert listed.err.count("\n") == 2
        refused += 1
        assert run(*CHANGES[number % len(CHANGES)]).code == 5
        assert store.read_bytes() == data
    assert refused > 0


def exported_statements(exported: str) -> dict[int, dict[str, Any]]:
    return {each.pop("id"): without_empty(each) for each in json.loads(exported)}


def stored_statements(tables: dict[str, Any]) -> dict[int, dict[str, Any]]:
    statements = tables.get("statements", {})
    return {int(key): without_empty(each) for key, each in statements.items()}
