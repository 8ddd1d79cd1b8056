"""Test `check` of backups."""

import os
import shutil
from pathlib import Path

from checked import found, set_place, the_one, without_backups
from tampering import tamper


def test_damaged_backup_is_found(path: Path) -> None:
    place = path.parent / "backups" / "statements-2027-01-02.json"
    place.write_bytes(place.read_bytes()[:-3])

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "backup")
    assert finding.place == "backups/statements-2027-01-02.json"
    assert "the end of the file is missing" in finding.message
    assert str(path.parent) not in finding.message


def test_backup_with_the_right_checksum_shows_the_earlier_value(path: Path) -> None:
    """The value in a newer backup is wrong too, because it was changed by hand."""
    tamper(path.parent / "backups" / "statements-2027-01-03.json", set_place("Kos"))
    tamper(path, set_place("Kep"))

    assert found(path)[0].message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Kep"'
    )


def test_manual_backups_are_checked(path: Path) -> None:
    without_backups(path)
    place = path.parent / "backups" / "statements-2027-01-04T100000Z.json"
    place.parent.mkdir()
    shutil.copyfile(path, place)
    tamper(path, set_place("Kep"))
    message = the_one(path).message
    place.write_bytes(b"")

    changed, backup = found(path)

    assert message.endswith('place "Phnom Penh city" is now "Kep"')
    assert "(compared with the history)" in changed.message
    assert (backup.kind, backup.place) == ("backup", f"backups/{place.name}")


def test_backup_that_is_a_hard_link_to_the_store_is_found(path: Path) -> None:
    """An interrupted change may leave such a link."""
    os.link(path, path.parent / "backups" / "statements-2027-01-09.json")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "backup")
    assert finding.place == "backups/statements-2027-01-09.json"
