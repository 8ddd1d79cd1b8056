"""Fill archives for bags, and validate bags with third-party programs."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit

from checkers import tool
from conftest import Run

SCAN = b"%PDF-1.7 " + b"a scan " * 300
SECRET = b"%PDF-1.7 a secret"
DRAFT = "Nobody has seen this draft."


def fill(run: Run) -> None:
    """Add files, a draft, an embargo, private data and a history to the archive."""
    Path("scan.pdf").write_bytes(SCAN)
    Path("Résumé <1>.pdf").write_bytes(SECRET)
    for command in (
        ("attach", "3", "scan.pdf"),
        ("attach", "4", "Résumé <1>.pdf", "--private"),
        ("add", "--date=2015", "--program=CLEC", f"--text={DRAFT}", "--status=draft"),
        ("edit", "5", "--embargo", "2999-01-01T00:00:00Z"),
        ("edit", "9", "--title", "<script>alert(1)</script> & ខ្មែរ", "--date=2014?"),
    ):
        done = run(*command)
        assert done.code == 0, done.err


def is_valid(bag: Path) -> bool:
    """Return whether bagit.py accepts the bag."""
    try:
        bagit.Bag(str(bag)).validate()
    except bagit.BagError:
        return False
    return True


def crate_faults(crate: Path) -> list[str]:
    """Return the checks of the RO-Crate validator that the folder fails."""
    validator = tool("rocrate/bin/rocrate-validator")
    report = crate.parent / f"{crate.name}-report.json"
    subprocess.run(
        [
            *(validator, "--disable-color", "-y", "validate", "--offline"),
            *("--cache-path", tool("rocrate/cache.sqlite").with_suffix("")),
            *("-p", "ro-crate-1.1", "-l", "recommended", "--no-paging"),
            *("-f", "json", "-o", report, crate),
        ],
        capture_output=True,
        check=False,
    )
    said = json.loads(report.read_text("utf-8"))
    report.unlink()
    return sorted({each["check"]["identifier"] for each in said["issues"]})


def entities(bag: Path) -> dict[str, dict[str, Any]]:
    """Return the entities of a bag's RO-Crate by their URL."""
    said = json.loads((bag / "data/ro-crate-metadata.json").read_text("utf-8"))
    return {each["@id"]: each for each in said["@graph"]}


def files_in(folder: Path) -> Iterator[str]:
    """Yield the path of each file in the folder."""
    for place in sorted(folder.rglob("*")):
        if not place.is_dir():
            yield place.relative_to(folder).as_posix()
