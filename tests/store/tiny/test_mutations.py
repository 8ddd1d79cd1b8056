"""A store that is hurt, more than a thousand times: read right, or refused and left.

How it is hurt stands in `hurts.py`. What JSON that
is strict about doubled keys can't read must be refused; what can be read must be
shown as it stands; and where reading is refused, no command writes.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from archives import draft, opened
from hurts import HURTS
from mediarel.model.statement import without_empty
from samples import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from conftest import Run

EACH = 100

CHANGES = (
    ("add", "--date=2012", "--program=X", "--title=New"),
    ("edit", "3", "--title=Another"),
    ("remove", "3", "--yes"),
    ("undo", "--yes"),
)


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with all its keys, those doubled as well."""


def strictly_read(data: bytes) -> dict[str, Any] | None:
    """Return what JSON without doubled keys and odd constants says, else None.

    Within checksums, which are only there to be compared, the later key holds.
    """

    def refuse(_: str) -> None:
        raise ValueError

    try:
        read = json.loads(
            data.decode(), object_pairs_hook=_Pairs, parse_constant=refuse
        )
        return _once(read) if isinstance(read, _Pairs) else None
    except (ValueError, RecursionError):
        return None


def _once(value: Any, *names: str) -> Any:
    if isinstance(value, list) and not isinstance(value, _Pairs):
        return [_once(item, *names) for item in value]
    if not isinstance(value, _Pairs):
        return value
    if len(dict(value)) < len(value) and (
        names[:1] != ("checksums",) or len(names) < 2
    ):
        raise ValueError
    return {name: _once(item, *names, name) for name, item in value}


@pytest.fixture
def older(store: Path) -> bytes:
    """Return what was in the store before a few changes that are in it now."""
    before = store.read_bytes()
    with opened(store) as archive:
        archive.remove([1, 2, 5, 7, 8])
        archive.edit([3], lambda _: {"title": "A title, រួម “three”"})
        archive.add(draft("Number ten."))
        archive.undo()
    return before


@pytest.mark.many_times
@pytest.mark.parametrize("hurt", HURTS, ids=lambda hurt: str(hurt.__name__))
def test_hurt_store(
    store: Path, older: bytes, run: Run, hurt: Callable[[Random, bytes, bytes], bytes]
) -> None:
    """It is shown as it stands, or refused by all and not touched by any."""
    good = store.read_bytes()
    chance = random.Random(hurt.__name__)  # noqa: S311 - no secret
    refused = 0
    for number in sample(range(EACH)):
        data = hurt(chance, good, older)
        store.write_bytes(data)
        read = strictly_read(data)
        listed = run("export", "--format=json")

        assert store.read_bytes() == data
        if listed.code == 0:
            assert read is not None
            assert shown(listed.out) == said(read)
            continue
        assert (listed.code, listed.out) == (5, "")
        assert listed.err.startswith(f"Error: {store}")
        assert listed.err.count("\n") == 2
        refused += 1
        assert run(*CHANGES[number % len(CHANGES)]).code == 5
        assert store.read_bytes() == data
    assert refused > 0


def shown(exported: str) -> dict[int, dict[str, Any]]:
    return {each.pop("id"): without_empty(each) for each in json.loads(exported)}


def said(tables: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Return what the tables say of statements; an empty field says nothing."""
    statements = tables.get("statements", {})
    return {int(key): without_empty(each) for key, each in statements.items()}
