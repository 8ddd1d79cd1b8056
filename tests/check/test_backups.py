"""Checking backups.

- damaged, made by hand, leading nowhere, the store itself
- which of them says what a statement was
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from checked import found, set_place, the_one, without_backups
from tampering import tamper

if TYPE_CHECKING:
    from pathlib import Path


def test_a_damaged_backup(path: Path) -> None:
    place = path.parent / "backups" / "statements-2027-01-02.json"
    place.write_bytes(place.read_bytes()[:-3])

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "backup")
    assert finding.place == "backups/statements-2027-01-02.json"
    assert "it ends early, as if cut off" in finding.message
    assert str(path.parent) not in finding.message


def test_a_version_that_fits_is_the_better_one(path: Path) -> None:
    """Though a newer backup has another, which was changed there as well."""
    tamper(path.parent / "backups" / "statements-2027-01-03.json", set_place("Kos"))
    tamper(path, set_place("Kep"))

    assert found(path)[0].message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Kep"'
    )


def test_a_backup_by_hand(path: Path) -> None:
    """Those with a time in their names are checked like the daily ones."""
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


def test_a_backup_that_is_the_store(path: Path) -> None:
    """That is what a change leaves which failed between the two."""
    os.link(path, path.parent / "backups" / "statements-2027-01-09.json")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "backup")
    assert finding.place == "backups/statements-2027-01-09.json"
