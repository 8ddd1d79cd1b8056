"""`mediarel duplicates`.

- texts with a few words changed, and one within another, are nearly the same
- texts that share passages are related, and shown where that is asked for
- ids or a query: one at least of each pair
- into a pipe a line each; on a terminal the words in which they differ
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

SYLLABLES = [a + b for a in "bcdfghklmnprst" for b in "aeiou"]


def made(seed: int, count: int = 120) -> list[str]:
    """Return the words of a text that shares none of its passages with another."""
    words = random.Random(seed)  # noqa: S311 - nothing secret
    return ["".join(words.sample(SYLLABLES, 3)) for _ in range(count)]


def changed(words: list[str], every: int) -> str:
    """Return the text with another word in the place of one in so many."""
    return " ".join(
        "elsewhere" if n % every == every - 1 else word for n, word in enumerate(words)
    )


@pytest.fixture
def alike(run: Run, home: Path) -> None:
    """Make an archive in which 1 is like 11, 2 in 12, and 3 related to 13."""
    texts = [" ".join(made(seed)) for seed in range(10)]
    texts.append(changed(made(0), 40))
    texts.append(f"{' '.join(made(90, 30))} {texts[1]}")
    texts.append(f"{' '.join(made(2)[:50])} {' '.join(made(91, 70))}")
    rows = [
        {
            "date": f"20{n:02}",
            "program": "Harbour Watch",
            "title": f"No. {n}",
            "text": x,
        }
        for n, x in enumerate(texts, 1)
    ]
    (home / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    run("init", ".")
    assert run("import", "rows.json").code == 0


@pytest.mark.usefixtures("alike")
def test_those_nearly_the_same_are_found(run: Run) -> None:
    done = run("duplicates")

    lines = [line.split("\t") for line in done.out.splitlines()]
    assert sorted((line[0], line[2], line[4]) for line in lines) == [
        ("nearly the same", "1", "11"),
        ("nearly the same", "2", "12"),
    ]
    assert done.err.startswith(
        "2 pairs with nearly the same text. 1 pair with shared passages; to see them"
    )


@pytest.mark.usefixtures("alike")
@pytest.mark.parametrize("wanted", ["11", "date:2011", "1"])
def test_one_at_least_of_each_pair_is_what_was_named(run: Run, wanted: str) -> None:
    (line,) = run("duplicates", wanted).out.splitlines()

    assert line.split("\t")[2:5:2] == ["1", "11"]


@pytest.mark.usefixtures("alike")
def test_a_terminal_shows_where_they_differ(screen: Screen) -> None:
    done = screen("duplicates", "--no-pager")

    assert "Nearly the same" in done.out
    assert "{+elsewhere+}" in done.out.replace("\n", "")
