"""A site whose new files were put in place in part, and that is then made again.

It is what it would have been at once, and the search finds what the pages say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mediarel.publish.paths import STAGED
from mediarel.publish.staging import Staging
from publishing import content
from site_samples import ONES, URL, fill

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from mediarel.publish.manifest import Row


@pytest.mark.parametrize("most", [0, 1, 3, 9])
def test_cut_short(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Wherever that was: as when the disk is full, or someone pulls the plug."""
    fill(run, home, ONES)
    run("publish", "site", "site", "--url", URL)
    run("edit", "6", "--text", "Everything is about eviction.", "--yes")
    put, count = Staging.put, 0

    def few(self: Staging, number: int, path: str, seen: Row | None) -> None:
        nonlocal count
        count += 1
        if count > most:
            raise OSError(28, "No space left on device", path)
        put(self, number, path, seen)

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "put", few)
        assert run("publish", "site", "site").code == 7
    assert run("publish", "site", "site").code == 0
    run("publish", "site", "new", "--url", URL)

    assert content(home / "site") == content(home / "new")


@pytest.mark.parametrize("what", ["gone", "edited", "emptied"])
def test_a_piece_of_the_search(run: Run, home: Path, what: str) -> None:
    """One that is not as it was written is made again, though no statement changed."""
    fill(run, home, ONES)
    run("publish", "site", "site", "--url", URL)
    before = content(home / "site")
    piece = sorted((home / "site/search/pieces").iterdir())[3]
    if what == "gone":
        piece.unlink()
    else:
        piece.write_bytes(b"" if what == "emptied" else b"Something else.")
    assert run("publish", "site", "site", "--overwrite").code == 0

    assert content(home / "site") == before


@pytest.mark.parametrize("most", [0, 2])
def test_what_is_not_public_any_more(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """It goes before any new file is put in place."""
    fill(run, home, ONES)
    run("publish", "site", "site", "--url", URL)
    run("edit", "6", "--status", "draft", "--yes")
    put, done = Staging.put, 0

    def few(self: Staging, number: int, path: str, seen: Row | None) -> None:
        nonlocal done
        done += 1
        if done > most:
            raise KeyboardInterrupt
        put(self, number, path, seen)

    monkeypatch.setattr(Staging, "put", few)
    assert run("publish", "site", "site").code == 130

    there = {path.parent.name for path in (home / "site").rglob("index.html")}
    assert not [name for name in there if name.endswith("-6")]
    staged = (home / "site" / STAGED).rglob("*")
    text = b"his immediate release"
    assert not [p for p in staged if p.is_file() and text in p.read_bytes()]
