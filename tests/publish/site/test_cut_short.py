"""A site whose publication was cut short, and that is then published again.

It is the same as a site that was published at once.
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


def stop(
    monkeypatch: pytest.MonkeyPatch, most: int, error: type[BaseException]
) -> None:
    """Have `error` raised when `most` files have been put in place."""
    put, left = Staging.put, iter(range(most))

    def few(self: Staging, number: int, path: str, seen: Row | None) -> None:
        if next(left, None) is None:
            raise error(28, "No space left on device", path)
        put(self, number, path, seen)

    monkeypatch.setattr(Staging, "put", few)


@pytest.mark.parametrize("most", [0, 1, 3, 9])
def test_cut_short(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """After any number of files, such as when the disk is full."""
    fill(run, home, ONES)
    run("publish", "site", "site", "--url", URL)
    run("edit", "6", "--text", "Everything is about eviction.", "--yes")
    with monkeypatch.context() as patch:
        stop(patch, most, OSError)
        assert run("publish", "site", "site").code == 7
    assert run("publish", "site", "site").code == 0
    run("publish", "site", "new", "--url", URL)

    assert content(home / "site") == content(home / "new")


@pytest.mark.parametrize("most", [0, 2])
def test_what_is_not_public_any_more(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Its page is removed before any new file is put in place."""
    fill(run, home, ONES)
    run("publish", "site", "site", "--url", URL)
    run("edit", "6", "--status", "draft", "--yes")
    stop(monkeypatch, most, KeyboardInterrupt)
    assert run("publish", "site", "site").code == 130

    there = {path.parent.name for path in (home / "site").rglob("index.html")}
    assert not [name for name in there if name.endswith("-6")]
    staged = (home / "site" / STAGED).rglob("*")
    text = b"his immediate release"
    assert not [p for p in staged if p.is_file() and text in p.read_bytes()]
