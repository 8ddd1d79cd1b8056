"""Test `mediarel duplicates`."""

import json
import random
from pathlib import Path

import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("alike")

SYLLABLES = [a + b for a in "bcdfghklmnprst" for b in "aeiou"]


def random_words(seed: int, count: int = 120) -> list[str]:
    """Return random words; texts of different seeds share no passage."""
    words = random.Random(seed)  # noqa: S311 - no secret
    return ["".join(words.sample(SYLLABLES, 3)) for _ in range(count)]


def changed(words: list[str], every: int) -> str:
    """Return a text of `words` in which every n-th word is replaced; n is `every`."""
    return " ".join(
        "elsewhere" if n % every == every - 1 else word for n, word in enumerate(words)
    )


@pytest.fixture
def alike(run: Run, home: Path) -> None:
    """Create an archive in which statements 1 and 11, and 2 and 12, are similar.

    Statements 3 and 13 are related.
    """
    texts = [" ".join(random_words(seed)) for seed in range(10)]
    texts.append(changed(random_words(0), 40))
    texts.append(f"{' '.join(random_words(90, 30))} {texts[1]}")
    texts.append(f"{' '.join(random_words(2)[:50])} {' '.join(random_words(91, 70))}")
    rows = [
        {"date": f"20{n:02}", "program": "Harbour Watch", "title": f"{n}", "text": text}
        for n, text in enumerate(texts, 1)
    ]
    (home / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    run("init", ".")
    assert run("import", "rows.json").code == 0


def test_near_duplicates_are_listed(run: Run) -> None:
    done = run("duplicates")

    lines = [line.split("\t") for line in done.out.splitlines()]
    assert sorted((line[0], line[2], line[4]) for line in lines) == [
        ("nearly the same", "1", "11"),
        ("nearly the same", "2", "12"),
    ]
    assert done.err.startswith(
        "2 pairs with nearly the same text. To see 1 related pair, add --related."
    )


@pytest.mark.parametrize("wanted", ["11", "date:2011", "1"])
def test_each_pair_contains_a_requested_statement(run: Run, wanted: str) -> None:
    (line,) = run("duplicates", wanted).out.splitlines()

    assert line.split("\t")[2:5:2] == ["1", "11"]


def test_terminal_shows_the_differing_words(screen: Screen) -> None:
    done = screen("duplicates", "--no-pager")

    assert "nearly the same" in done.out
    assert "{+elsewhere+}" in done.out.replace("\n", "")
