"""Backups of a store: one for each day that had a change, and those made by hand.

- the first change of a day keeps what was there before it, later ones keep nothing
- it is a copy, as open as the archive, in a folder that is as open as its own
- which stay: of 7 days and of the 4 weeks before, whatever the days are
- what is not named like a daily backup is never removed
- an archive that holds nothing yet keeps nothing
- where none can be kept, the change is not made, and ends with 7
- another name of the store's file keeps what was there, which is told
"""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from archives import Desk, content, draft, opened
from mediarel.archive.session import clock_warning
from mediarel.errors import AccessError
from mediarel.index.index import SqliteIndex
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.rotation import all_backups, daily_backups, superseded

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 24)  # a Tuesday


@pytest.fixture
def path(home: Path) -> Path:
    """Return the store of an archive with one statement, added on 1 January 2024."""
    place = home / "statements.json"
    FileStore.create(place)
    with opened(place) as archive:
        archive.add(draft("The first."))
    return place


def add_on(path: Path, day: str, text: str) -> list[str]:
    """Add a statement on `day`, and return the sentences that were told."""
    told: list[str] = []
    store = FileStore(path, tell=told.append)
    index = SqliteIndex(store, path.parent / "cache")
    archive = Desk(
        store,
        index,
        now=lambda: f"{day}T10:00:00Z",
        author=lambda: "sok",
    )
    archive.add(draft(text), allow_duplicate=True)
    index.close()
    return told


def names(path: Path) -> list[str]:
    """Return the names of what is in the folder of backups."""
    folder = path.parent / "backups"
    return sorted(place.name for place in folder.iterdir()) if folder.exists() else []


def test_first_change_of_a_day_keeps_what_was_before(path: Path) -> None:
    """The second of the day keeps nothing more."""
    before = path.read_bytes()

    add_on(path, "2026-11-24", "One.")
    add_on(path, "2026-11-24", "Two.")

    assert names(path) == ["statements-2026-11-24.json"]
    assert (path.parent / "backups" / names(path)[0]).read_bytes() == before


def test_each_day_has_its_own(path: Path) -> None:
    """They come newest first."""
    for day in ("2026-11-22", "2026-11-24", "2026-11-23"):
        add_on(path, day, day)

    days = ["2026-11-24", "2026-11-23", "2026-11-22"]
    assert list(daily_backups(path)) == days


def test_a_backup_is_a_file_of_its_own(path: Path) -> None:
    """Not even on its way is it another name of the archive's file."""
    inode = path.stat().st_ino

    add_on(path, "2026-11-24", "One.")

    (place,) = daily_backups(path).values()
    assert place.stat().st_ino not in {inode, path.stat().st_ino}


def test_a_backup_that_is_the_archive_itself_becomes_a_copy(path: Path) -> None:
    """Earlier versions made links, and a kill could leave one."""
    place = path.parent / "backups" / "statements-2026-11-24.json"
    place.parent.mkdir()
    os.link(path, place)
    before = path.read_bytes()

    told = add_on(path, "2026-11-24", "One.")

    assert place.read_bytes() == before
    assert place.stat().st_nlink == path.stat().st_nlink == 1
    assert told == []


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_backup_is_as_open_as_the_archive(path: Path, mode: int) -> None:
    """What is private stays so; what is shared can be read by those who share it."""
    path.chmod(mode)

    add_on(path, "2026-11-24", "One.")

    (place,) = daily_backups(path).values()
    assert stat.S_IMODE(place.stat().st_mode) == mode


def test_the_folder_of_backups_is_as_open_as_that_of_the_archive(path: Path) -> None:
    """So colleagues who may change the archive can keep the next day's backup."""
    group = 12345 if os.getuid() == 0 else os.getgid()
    os.chown(path.parent, -1, group)
    path.parent.chmod(0o2775)
    mask = os.umask(0o077)
    try:
        add_on(path, "2026-11-24", "One.")
    finally:
        os.umask(mask)

    folder = (path.parent / "backups").stat()
    assert stat.S_IMODE(folder.st_mode) == 0o2775
    assert folder.st_gid == group


def test_an_empty_archive_keeps_nothing(home: Path) -> None:
    """The first statement has nothing before it."""
    path = home / "statements.json"
    FileStore.create(path)

    add_on(path, "2026-11-24", "One.")

    assert names(path) == []


def days_before(*numbers: int) -> list[str]:
    """Return the days that are so many days before today."""
    return [str(TODAY - dt.timedelta(days=number)) for number in numbers]


def written(place: Path, changes: int) -> Path:
    """Write an archive with so many changes that hold nothing, and return where."""
    history: dict[str, object] = {str(number): {} for number in range(1, changes + 1)}
    place.write_text(json.dumps({"statements": {}, "history": history}), "utf-8")
    return place


@pytest.mark.parametrize(
    ("days", "old"),
    [
        ([0, 1, 2, 3, 4, 5, 6], []),
        # The 17th is in the week before, of which it is the newest.
        ([0, 1, 2, 3, 4, 5, 6, 7], []),
        ([0, 1, 2, 3, 4, 5, 6, 9, 10, 12], [10, 12]),
        # Days without a change do not count: seven that had one stay.
        ([0, 30, 31, 32, 33, 34, 35], []),
        # One for each week, and no more than four weeks.
        ([0, 1, 2, 3, 4, 5, 6, 10, 17, 24, 31, 38], [38]),
        ([0, 1, 2, 3, 4, 5, 6, 10, 11, 17, 18, 24, 25, 31, 32, 38],
         [11, 18, 25, 32, 38]),
        # A week of another year is another week.
        ([0, 1, 2, 3, 4, 5, 6, 10, 374], []),
        # However old they are.
        ([0, 1, 2, 3, 4, 5, 6, 10, 17, 24, 31, 38, 45, 52], [38, 45, 52]),
    ],
)  # fmt: skip
def test_which_stay(path: Path, days: list[int], old: list[int]) -> None:
    """Seven days with a change, and before them the newest of each of four weeks."""
    backups = {day: written(path.with_name(day), 0) for day in days_before(*days)}

    gone = superseded(backups, str(TODAY))
    assert gone == [path.with_name(day) for day in days_before(*old)]


def test_a_week_that_spans_two_years_counts_once(path: Path) -> None:
    """By ISO 8601, 31 December 2026 and 2 January 2027 are in one week."""
    newer = [f"2027-02-{day:02}" for day in range(10, 3, -1)]
    days = [*newer, "2027-01-02", "2026-12-31"]

    backups = {day: written(path.with_name(day), 0) for day in days}

    assert superseded(backups, "2027-02-10") == [path.with_name("2026-12-31")]


def test_old_ones_are_removed_by_a_change(path: Path) -> None:
    """And nothing else that lies there, however it is called."""
    folder = path.parent / "backups"
    folder.mkdir()
    others = (
        "statements-2020-01-01T101530Z.json",
        "statements-2020-01-01.json.gz",
        "my statements-2020-01-01.json",
        "statements-2020-1-1.json",
        "other-2020-01-01.json",
        "notes.txt",
    )
    for name in (
        *others,
        *(f"statements-{day}.json" for day in days_before(*range(1, 60))),
    ):
        (folder / name).write_text("{}", encoding="utf-8")

    add_on(path, "2026-11-24", "One.")

    assert set(others) < set(names(path))
    # The 17th is a Tuesday, so that of its week the day before is one too many.
    assert list(daily_backups(path)) == [
        *days_before(0, 1, 2, 3, 4, 5, 6),
        *days_before(7, 9, 16, 23),
    ]


@pytest.mark.parametrize(
    "name", ["statements-2026-02-30.json", "statements-0000-00-00.json"]
)
def test_a_name_with_no_such_day_is_left(path: Path, name: str) -> None:
    """It is no daily backup, and no change stumbles over it."""
    folder = path.parent / "backups"
    folder.mkdir()
    for other in (name, *(f"statements-{day}.json" for day in days_before(*range(9)))):
        (folder / other).write_text("{}", encoding="utf-8")

    add_on(path, "2026-11-24", "One.")

    assert name in names(path)


def test_no_folder_for_them_no_change(path: Path) -> None:
    """Where a file has the name of the folder, the store stays as it is."""
    (path.parent / "backups").write_text("not a folder", encoding="utf-8")
    before = path.read_bytes(), path.stat().st_ino

    with pytest.raises(AccessError) as error:
        add_on(path, "2026-11-24", "One.")

    assert error.value.exit_code == 7
    assert str(path.parent / "backups") in error.value.problem
    assert (path.read_bytes(), path.stat().st_ino) == before


def test_a_backup_that_is_there_is_never_replaced(path: Path) -> None:
    """Not even one that leads nowhere."""
    folder = path.parent / "backups"
    folder.mkdir()
    (folder / "statements-2026-11-24.json").symlink_to("nowhere")

    add_on(path, "2026-11-24", "One.")

    assert (folder / "statements-2026-11-24.json").is_symlink()
    assert not (folder / "nowhere").exists()


def test_another_name_of_the_file_is_told(path: Path, home: Path) -> None:
    """By its name beside the store; of one that is elsewhere, that there is one."""
    os.link(path, home / "mine.json")
    (home / "far").mkdir()
    os.link(path, home / "far" / "away.json")

    (told,) = add_on(path, "2026-11-24", "One.")

    assert "(a hard link: mine.json, one elsewhere)" in told
    assert len(content(home / "mine.json")["statements"]) == 1
    assert len(content(path)["statements"]) == 2


def test_a_backup_is_no_other_name(path: Path) -> None:
    """Of the link that a backup is nothing is told."""
    assert add_on(path, "2026-11-23", "One.") == []
    assert add_on(path, "2026-11-23", "Two.") == []
    assert add_on(path, "2026-11-24", "Three.") == []


def test_all_of_them_newest_first(path: Path) -> None:
    """What was made by hand is of its time, a daily one of its day's beginning."""
    folder = path.parent / "backups"
    folder.mkdir()
    ordered = [
        "statements-2026-11-24T101530Z.json",
        "statements-2026-11-24T091530Z.json",
        "statements-2026-11-24.json",
        "statements-2026-11-23T235959Z.json",
        "statements-2026-11-23.json",
    ]
    for name in (*sorted(ordered), "statements-copy.json"):
        (folder / name).write_text("{}", encoding="utf-8")

    assert [place.name for place in all_backups(path)] == ordered


# Clocks that are wrong


def days_from(first: str, number: int) -> list[str]:
    """Return so many days from the `first` on."""
    begin = dt.date.fromisoformat(first)
    return [str(begin + dt.timedelta(days=each)) for each in range(number)]


def last_of(place: Path) -> int:
    return max(map(int, content(place)["history"]))


def test_a_clock_that_was_years_ahead(path: Path) -> None:
    """Its backups are kept as the last days they were, and go when others came."""
    for day in (*days_from("2040-03-01", 9), *days_from("2026-11-01", 9)):
        add_on(path, day, day)
    kept = daily_backups(path)

    assert [day for day in kept if day < "2040"] == days_from("2026-11-01", 9)[::-1]

    for day in days_from("2026-12-01", 45):
        add_on(path, day, day)

    ahead = [day for day in daily_backups(path) if day > "2040"]
    assert ahead == []
    assert len(daily_backups(path)) == 7 + 4


def test_a_clock_that_has_gone_back_by_years(path: Path) -> None:
    """The newest backup is never the one that goes."""
    for day in days_from("2026-11-01", 20):
        add_on(path, day, day)
    for day in days_from("1970-01-01", 9):
        before = path.read_bytes()
        add_on(path, day, day)

        assert daily_backups(path)[day].read_bytes() == before

    newest = sorted(map(last_of, daily_backups(path).values()), reverse=True)
    assert newest[:7] == list(range(29, 22, -1))


def test_an_archive_that_was_brought_back_to_an_older_state(path: Path) -> None:
    """What was changed since is kept by its day, though others have more changes."""
    for day in days_from("2026-11-01", 9):
        add_on(path, day, day)
    first = daily_backups(path)["2026-11-01"]
    path.write_bytes(first.read_bytes())

    for day in days_from("2026-11-10", 8):
        add_on(path, day, day)

    assert list(daily_backups(path))[:7] == days_from("2026-11-11", 7)[::-1]


def test_a_backup_that_can_not_be_read_is_kept(path: Path) -> None:
    """Nobody knows how new it is."""
    for day in days_from("2026-11-01", 3):
        add_on(path, day, day)
    damaged = daily_backups(path)["2026-11-01"]
    damaged.write_bytes(damaged.read_bytes()[:-5])

    for day in days_from("2027-01-01", 60):
        add_on(path, day, day)

    assert damaged.exists()
    assert len(daily_backups(path)) == 7 + 4 + 1


def test_a_clock_that_went_back_is_told(path: Path) -> None:
    """Once, and not where it is a matter of minutes."""
    add_on(path, "2040-03-01", "Ahead.")

    (told,) = add_on(path, "2026-11-24", "Back.")

    assert told.startswith("The clock went back: it says 2026-11-24T10:00:00Z, and")
    assert add_on(path, "2026-11-24", "Again.") == []
    assert clock_warning("2026-11-24T10:00:00Z", "2026-11-24T10:50:00Z") is None
    assert clock_warning("2026-11-24T10:00:00Z", "2026-11-24T25:00:00Z") is None
