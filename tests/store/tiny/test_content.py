"""Test the content of a store's file, and the revision that identifies it."""

import os
from pathlib import Path

import pytest

from conftest import Run
from mediarel.store.tiny import file
from mediarel.store.tiny.file import Mark, mark_of
from mediarel.store.tiny.others import other_tables

SECOND = 1_000_000_000


@pytest.fixture
def coarse_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Round the times of files to two seconds, like FAT."""

    def coarse(status: os.stat_result) -> Mark:
        mark = mark_of(status)
        times = {name: getattr(mark, name) for name in ("modified", "changed")}
        return mark._replace(
            **{name: time - time % (2 * SECOND) for name, time in times.items()}
        )

    monkeypatch.setattr(file, "mark_of", coarse)
    monkeypatch.setattr(file, "mark_at", lambda path: coarse(path.stat()))


def replace_in_place(path: Path, old: bytes, new: bytes) -> None:
    """Replace `old` by `new`, of the same length, without changing the inode."""
    data = path.read_bytes()
    assert len(old) == len(new)
    assert old in data
    with path.open("r+b") as file:
        file.write(data.replace(old, new))


@pytest.mark.usefixtures("coarse_clock")
def test_quick_edits_of_the_same_size_are_noticed(store: Path, run: Run) -> None:
    """The times of the file don't change."""
    seen = []
    for old, new in ((b"CLEC", b"ADHO"), (b"ADHO", b"LICA"), (b"LICA", b"CLEC")):
        replace_in_place(store, old, new)
        seen.append(run("list", "--all").out.count(new.decode()))

    assert seen == [10, 10, 10]


@pytest.mark.usefixtures("coarse_clock")
def test_edit_right_after_a_change_is_noticed(store: Path, run: Run) -> None:
    run("edit", "3", "--program=ADHOC")

    replace_in_place(store, b"ADHOC", b"LICAD")

    assert run("list", "program:LICAD").out.startswith("3\t")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("[]", "is not an object"),
        ('{"1": {"a": 1, "a": 2}}', "can't be read"),
        ('{"1": {}, "1": {}}', "can't be read"),
        ('{"1": "\\ud800"}', "can't be read"),
        ('{"1": NaN}', "can't be read"),
    ],
)
def test_invalid_table_is_reported_as_lost(table: str, why: str) -> None:
    found = other_tables(f'{{"statements": {{}}, "notes": {table}}}'.encode())

    assert found.tables == {}
    assert found.lost == {"notes": why}
