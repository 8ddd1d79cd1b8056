"""What the search in the page finds is what `search` finds.

- queries in many scripts, of words, phrases, beginnings, fields and dates
- a query that can't be understood is told in the same words
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from finding import archive_of, ids, parsed
from mediarel.archive.organisations import merge_names
from mediarel.archive.session import open_session
from mediarel.errors import MediarelError
from mediarel.publish.search.part import ENGLISH
from page_search import ORGANISATIONS, TODAY, ask, invented, queries, write_page

if TYPE_CHECKING:
    from pathlib import Path

ALL = bool(os.environ.get("MEDIAREL_TEST_ALL"))


def found(folder: Path, asked: list[str]) -> list[dict[str, Any]]:
    return ask(folder, [{"what": "find", "query": q, "today": TODAY} for q in asked])


def expected(archive: Any, query: str) -> list[int] | str:  # noqa: ANN401 - a desk
    try:
        return ids(archive, query)
    except MediarelError as error:
        return error.problem


@pytest.mark.parametrize("seed", range(1 if not ALL else 3))
def test_the_page_finds_what_the_command_finds(tmp_path: Path, seed: int) -> None:
    """Each query has the same hits, whatever script it is in."""
    statements = invented(150 if not ALL else 1200, seed)
    asked = queries(statements, 100 if not ALL else 500, seed)
    with archive_of(tmp_path, statements) as archive:
        write_page(tmp_path / "search", archive.statements(parsed(""), sort="id"))
        answers = found(tmp_path / "search", asked)
        wanted = [expected(archive, query) for query in asked]

    differing = {
        query: (answer, ids)
        for query, answer, ids in zip(asked, answers, wanted, strict=True)
        if isinstance(ids, list) and sorted(answer.get("ids", [-1])) != ids
    }
    assert differing == {}
    assert sum(1 for ids in wanted if isinstance(ids, list) and ids) > len(asked) // 2
