"""Test the backups of a store: when they are made, and which are kept."""

import datetime as dt
import json
import os
import stat
from pathlib import Path

import pytest

from archives import Desk, content, draft, opened
from mediarel.archive.session import clock_warning
from mediarel.errors import AccessError
from mediarel.index.index import SqliteIndex
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.rotation import all_backups, daily_backups, superseded

TODAY = dt.date(2026, 11, 24)  # a Tuesday


@pytest.fixture
def path(home: Path) -> Path:
    """Return an archive with one statement, added on 1 January 2024."""
    place = home / "statements.json"
    FileStore.create(place)
    with opened(place) as archive:
        archive.add(draft("The first."))
    return place


def add_on(path: Path, day: str, text: str) -> list[str]:
    """Add a statement on `day`, and return the messages to the user."""
    told: list[str] = []
    store = FileStore(path, notify=told.append)
    index = SqliteIndex(store, path.parent / "cache")
    archive = Desk(store, index, now=lambda: f"{day}T10:00:00Z", author=lambda: "sok")
    archive.add(draft(text), allow_duplicate=True)
    index.close()
    return told


def backup_names(path: Path) -> list[str]:
    folder = path.parent / "backups"
    return sorted(place.name for place in folder.iterdir()) if folder.exists() else []


def test_first_change_of_a_day_saves_the_content_before(path: Path) -> None:
    before = path.read_bytes()

    add_on(path, "2026-11-24", "One.")
    add_on(path, "2026-11-24", "Two.")

    assert backup_names(path) == ["statements-2026-11-24.json"]
    assert (path.parent / "backups" / backup_names(path)[0]).read_bytes() == before


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_backup_has_the_mode_of_the_archive(path: Path, mode: int) -> None:
    path.chmod(mode)

    add_on(path, "2026-11-24", "One.")

    (place,) = daily_backups(path).values()
    assert stat.S_IMODE(place.stat().st_mode) == mode


def test_backup_folder_has_mode_and_group_of_the_archive_folder(path: Path) -> None:
    """With other permissions, colleagues could not save the next day's backup."""
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


def days_before(*numbers: int) -> list[str]:
    """Return the dates this many days before today."""
    return [str(TODAY - dt.timedelta(days=number)) for number in numbers]


def write_archive(place: Path, changes: int) -> Path:
    """Write an archive with this many empty changes, and return its path."""
    history: dict[str, object] = {str(number): {} for number in range(1, changes + 1)}
    place.write_text(json.dumps({"statements": {}, "history": history}), "utf-8")
    return place


@pytest.mark.parametrize(
    ("days", "old"),
    [
        ([0, 1, 2, 3, 4, 5, 6], []),
        # After the last seven days, one backup for each week stays; here, the 17th.
        ([0, 1, 2, 3, 4, 5, 6, 7], []),
        ([0, 1, 2, 3, 4, 5, 6, 9, 10, 12], [10, 12]),
        # Days without a change do not count: the last seven days with a change stay.
        ([0, 30, 31, 32, 33, 34, 35], []),
        # One backup stays for each week, for at most four weeks.
        ([0, 1, 2, 3, 4, 5, 6, 10, 17, 24, 31, 38], [38]),
        ([0, 1, 2, 3, 4, 5, 6, 10, 11, 17, 18, 24, 25, 31, 32, 38],
         [11, 18, 25, 32, 38]),
        # The same week number in a different year is a different week.
        ([0, 1, 2, 3, 4, 5, 6, 10, 374], []),
        # The age of the backups does not matter.
        ([0, 1, 2, 3, 4, 5, 6, 10, 17, 24, 31, 38, 45, 52], [38, 45, 52]),
    ],
)  # fmt: skip
def test_seven_days_and_four_weeks_are_kept(
    path: Path, days: list[int], old: list[int]
) -> None:
    backups = {day: write_archive(path.with_name(day), 0) for day in days_before(*days)}

    gone = superseded(backups, str(TODAY))
    assert gone == [path.with_name(day) for day in days_before(*old)]


def test_change_removes_old_backups_and_nothing_else(path: Path) -> None:
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

    assert set(others) < set(backup_names(path))
    # The 17th is a Tuesday. The 16th is in the same week, so its backup is deleted.
    assert list(daily_backups(path)) == [
        *days_before(0, 1, 2, 3, 4, 5, 6),
        *days_before(7, 9, 16, 23),
    ]


def test_change_fails_if_the_backup_can_not_be_saved(path: Path) -> None:
    (path.parent / "backups").write_text("not a folder", encoding="utf-8")
    before = path.read_bytes(), path.stat().st_ino

    with pytest.raises(AccessError) as error:
        add_on(path, "2026-11-24", "One.")

    assert error.value.exit_code == 7
    assert str(path.parent / "backups") in error.value.problem
    assert (path.read_bytes(), path.stat().st_ino) == before


def test_existing_backup_is_never_replaced(path: Path) -> None:
    """A dangling symbolic link is not replaced either."""
    folder = path.parent / "backups"
    folder.mkdir()
    (folder / "statements-2026-11-24.json").symlink_to("nowhere")

    add_on(path, "2026-11-24", "One.")

    assert (folder / "statements-2026-11-24.json").is_symlink()
    assert not (folder / "nowhere").exists()


def test_manual_backups_are_newer_than_the_daily_backup(path: Path) -> None:
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


# Wrong clocks


def days_from(first: str, number: int) -> list[str]:
    """Return this many dates, starting with `first`."""
    begin = dt.date.fromisoformat(first)
    return [str(begin + dt.timedelta(days=each)) for each in range(number)]


def last_change_in(place: Path) -> int:
    return max(map(int, content(place)["history"]))


def test_backups_with_future_dates_are_removed_after_newer_changes(path: Path) -> None:
    for day in (*days_from("2040-03-01", 9), *days_from("2026-11-01", 9)):
        add_on(path, day, day)
    kept = daily_backups(path)

    assert [day for day in kept if day < "2040"] == days_from("2026-11-01", 9)[::-1]

    for day in days_from("2026-12-01", 45):
        add_on(path, day, day)

    ahead = [day for day in daily_backups(path) if day > "2040"]
    assert ahead == []
    assert len(daily_backups(path)) == 7 + 4


def test_newest_backup_is_kept_if_the_clock_goes_back(path: Path) -> None:
    for day in days_from("2026-11-01", 20):
        add_on(path, day, day)
    for day in days_from("1970-01-01", 9):
        before = path.read_bytes()
        add_on(path, day, day)

        assert daily_backups(path)[day].read_bytes() == before

    newest = sorted(map(last_change_in, daily_backups(path).values()), reverse=True)
    assert newest[:7] == list(range(29, 22, -1))


def test_unreadable_backup_is_kept(path: Path) -> None:
    """The age of this backup is unknown."""
    for day in days_from("2026-11-01", 3):
        add_on(path, day, day)
    damaged = daily_backups(path)["2026-11-01"]
    damaged.write_bytes(damaged.read_bytes()[:-5])

    for day in days_from("2027-01-01", 60):
        add_on(path, day, day)

    assert damaged.exists()
    assert len(daily_backups(path)) == 7 + 4 + 1


def test_clock_that_goes_back_is_reported_once(path: Path) -> None:
    """A difference of a few minutes is ignored."""
    add_on(path, "2040-03-01", "Ahead.")

    (told,) = add_on(path, "2026-11-24", "Back.")

    assert told.startswith(
        "The clock of this computer went back: the time is 2026-11-24"
    )
    assert add_on(path, "2026-11-24", "Again.") == []
    assert clock_warning("2026-11-24T10:00:00Z", "2026-11-24T10:50:00Z") is None
    assert clock_warning("2026-11-24T10:00:00Z", "2026-11-24T25:00:00Z") is None
