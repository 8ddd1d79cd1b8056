"""Test warnings about near-duplicates after `add` and `import`."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import Run
from mediarel.cli import reporting

pytestmark = pytest.mark.usefixtures("store")

SYLLABLES = [a + b for a in "bcdfghklmnprst" for b in "aeiou"]
KHMER = ["ប្រជាពលរដ្ឋ", "សហគមន៍", "ដីធ្លី", "អាជ្ញាធរ", "តុលាការ", "យុត្តិធម៌", "ទន្លេ", "ភូមិ"]


def made(seed: int, count: int = 120, syllables: Sequence[str] = SYLLABLES) -> str:
    """Return a random text; texts of different seeds share no passage."""
    words = random.Random(seed)  # noqa: S311 - no secret
    return " ".join("".join(words.sample(syllables, 3)) for _ in range(count))


def changed(text: str) -> str:
    """Return `text` with every twentieth word replaced."""
    return " ".join(
        "elsewhere" if n % 20 == 19 else word for n, word in enumerate(text.split())
    )


def added(run: Run, date: str, text: str, *more: str) -> str:
    """Add a statement, and return the warning about near-duplicates."""
    done = run(
        "add", "--date", date, "--program=Harbour Watch", f"--text={text}", *more
    )
    assert done.code == 0
    return "".join(line for line in done.err.splitlines() if "nearly" in line)


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
def test_add_reports_a_near_duplicate(run: Run, text: str, other: str) -> None:
    assert added(run, "2019-03-02", text) == ""

    told = added(run, "2021", other)

    assert told == (
        "Statement 11 is nearly the same as 10 (2019-03-02)."
        " To compare: mediarel duplicates 11"
    )


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
def test_no_warning_for_short_different_or_allowed_texts(
    run: Run, text: str, more: tuple[str, ...]
) -> None:
    added(run, "2019-03-02", made(1))

    assert added(run, "2021", text, *more) == ""


@pytest.mark.parametrize("compared", [500, 20])
def test_import_reports_first_near_duplicates(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, compared: int
) -> None:
    """In a large archive, the texts are not compared."""
    monkeypatch.setattr(reporting, "_COMPARED", compared)
    rows = [
        {"date": f"20{n % 25:02}", "program": "Harbour Watch", "text": text}
        for n, text in enumerate(
            text for seed in range(7) for text in (made(seed), changed(made(seed)))
        )
    ]
    (home / "rows.json").write_text(json.dumps(rows), encoding="utf-8")

    told = run("import", "rows.json").err

    is_large = compared < 23  # statements after the import
    assert told.count("is nearly the same as") == (0 if is_large else 5)
    assert ("more near-duplicates" in told) is not is_large
    assert ("find near-duplicates: mediarel duplicates\n" in told) is is_large
