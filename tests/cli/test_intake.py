"""What was just recorded and is nearly another statement: `add` and `import` tell it.

- of another day too; a few words changed, or one within another; Khmer as well
- what is short, or shares but a passage, is not told; nor is what was allowed
- of very many, the command that looks is named
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Run

SYLLABLES = [a + b for a in "bcdfghklmnprst" for b in "aeiou"]
KHMER = ["ប្រជាពលរដ្ឋ", "សហគមន៍", "ដីធ្លី", "អាជ្ញាធរ", "តុលាការ", "យុត្តិធម៌", "ទន្លេ", "ភូមិ"]


def made(seed: int, count: int = 120, syllables: Sequence[str] = SYLLABLES) -> str:
    """Return a text that shares none of its passages with one of another seed."""
    words = random.Random(seed)  # noqa: S311 - nothing secret
    return " ".join("".join(words.sample(syllables, 3)) for _ in range(count))


def changed(text: str) -> str:
    """Return `text` with another word in the place of one in twenty."""
    return " ".join(
        "elsewhere" if n % 20 == 19 else word for n, word in enumerate(text.split())
    )


def added(run: Run, date: str, text: str, *more: str) -> str:
    """Add a statement with this text; return what is told of it but its first line."""
    done = run(
        "add", "--date", date, "--program=Harbour Watch", f"--text={text}", *more
    )
    assert done.code == 0
    return "".join(line for line in done.err.splitlines() if "nearly" in line)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("text", "other"),
    [
        (made(1), changed(made(1))),
        (made(1), made(1) + " " + made(2, 40)),
        (made(1) + " " + made(2, 40), made(1)),
        (made(1, 90, KHMER), changed(made(1, 90, KHMER))),
    ],
    ids=["changed", "longer", "shorter", "khmer"],
)
def test_add_tells_what_it_is_nearly_the_same_as(
    run: Run, text: str, other: str
) -> None:
    """Whatever its day: it is added all the same."""
    assert added(run, "2019-03-02", text) == ""

    told = added(run, "2021", other)

    assert told == (
        "Statement 11 is nearly the same as 10 (2019-03-02)."
        " To compare: mediarel duplicates 11"
    )


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("text", "more"),
    [
        (made(1, 30) + " " + made(2, 90), ()),
        (made(2), ()),
        ("Kampot, 2 March 2021", ()),
        (changed(made(1)), ("--allow-duplicate",)),
    ],
    ids=["a passage", "another", "short", "allowed"],
)
def test_what_is_not_told(run: Run, text: str, more: tuple[str, ...]) -> None:
    """What shares a passage alone, what is short, and what the user has allowed."""
    added(run, "2019-03-02", made(1))

    assert added(run, "2021", text, *more) == ""


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("count", [14, 101])
def test_import_tells_it(run: Run, home: Path, count: int) -> None:
    """The first few with what they are like; of very many it names the command."""
    rows = [
        {"date": f"20{n % 25:02}", "program": "Harbour Watch", "text": text}
        for n, text in enumerate(
            text for seed in range(count) for text in (made(seed), changed(made(seed)))
        )
    ][:count]
    (home / "rows.json").write_text(json.dumps(rows), encoding="utf-8")

    told = run("import", "rows.json").err

    assert told.count("is nearly the same as") == (5 if count == 14 else 0)
    assert ("More near-duplicates" in told) is (count == 14)
    assert ("find near-duplicates: mediarel duplicates\n" in told) is (count == 101)
