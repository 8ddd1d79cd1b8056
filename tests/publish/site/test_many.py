"""Many pages: workers make them, and they are the very ones that we make.

- the same site to the letter, whoever makes it, also where something changes
- what workers can't do is done by us, or we say why not; then nothing was changed
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from mediarel.publish.manifest import read_manifest
from mediarel.publish.search.block import SIZE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

URL = "https://example.org/"


@pytest.fixture(autouse=True)
def _archive(run: Run, home: Path) -> None:
    """Have so many statements that workers make their pages."""
    given = [
        {
            "date": f"2012-07-{number % 28 + 1:02}",
            "program": "CLEC" if number % 2 else "អង្គការ",
            "title": f"Title {number} <b> “quoted”",
            "text": f"Text {number}\u202e of it.\n\nស្ថានភាព",
            "tags": ["radio", f"tag {number % 9}"],
            "signatories": ["LICADHO"],
        }
        for number in range(SIZE + 9)
    ]
    (home / "given.json").write_text(json.dumps(given), "utf-8")
    run("init", ".", "--name", "Many")
    done = run("import", "given.json")
    assert done.code == 0, done.err


def files(site: Path) -> dict[str, bytes]:
    """Return all files of a site by their paths."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != "mediarel-manifest.txt"
    }


def told(site: Path) -> set[tuple[str, str]]:
    """Return the path and the SHA-256 of each file that the manifest tells of."""
    rows = read_manifest(site / "mediarel-manifest.txt").rows
    return {(path, row.sha256.hex()) for path, row in rows.items()}


def test_workers_make_what_we_make(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is the same to the letter, and the next run leaves all as it is."""
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    by_workers = run("publish", "site", "one", "--url", URL)
    again = run("publish", "site", "one")
    monkeypatch.setattr("mediarel.workers.cores", lambda: 1)
    by_us = run("publish", "site", "two", "--url", URL)

    assert (by_workers.code, by_us.code) == (0, 0), by_workers.err + by_us.err
    assert " files, all unchanged." in again.err
    assert files(home / "one") == files(home / "two")
    assert told(home / "one") == told(home / "two") > set()


def test_a_new_look_by_workers(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that are there are replaced; those that come out the same stay."""
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    run("publish", "site", "one", "--url", URL)
    run("publish", "site", "two", "--url", "https://example.net/")
    changed = run("publish", "site", "one", "--url", "https://example.net/")
    (home / "look").mkdir()
    (home / "look" / "site.css").write_text("p { color: red }")
    looked = run("publish", "site", "one", "--theme", "look")

    assert changed.code == looked.code == 0, changed.err + looked.err
    one, two = files(home / "one"), files(home / "two")
    differing = {path for path in one | two if one.get(path) != two.get(path)}
    assert {path for path in differing if path.endswith(".html")} == set()
    assert "files written: 1;" in looked.err


def test_what_workers_can_not_do(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template that fails is told as ever; the site stays as it was."""
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    run("publish", "site", "one", "--url", URL)
    before = files(home / "one")
    (home / "look").mkdir()
    (home / "look" / "statement.html").write_text("{{ heading / 0 }}")

    done = run("publish", "site", "one", "--theme", "look")

    assert "statement.html" in refused(done, 4)
    assert files(home / "one") == before


def test_a_bag_of_many(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers make the pages of the site in it, and the bag writes them."""
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    done = run("publish", "bag", "bag")
    run("publish", "site", "site")

    assert done.code == 0, done.err
    assert files(home / "bag/data/site") == files(home / "site")


def test_a_worker_that_fails(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """We make its pages."""
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    run("publish", "site", "two", "--url", URL)
    monkeypatch.setattr("mediarel.publish.site.statement_files._TASK", "none.such")
    done = run("publish", "site", "one", "--url", URL)

    assert done.code == 0, done.err
    assert files(home / "one") == files(home / "two")
