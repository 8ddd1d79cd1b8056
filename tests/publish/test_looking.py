"""What a worker sees of a folder that is published: whether all is as it was left.

- a file that is edited, gone, or another's; a folder; another manifest
- times that are lost, damaged, or of another manifest say nothing
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from mediarel import workers
from mediarel.publish.folder import publication
from mediarel.publish.looking import looking
from mediarel.publish.manifest import digest_of_file
from mediarel.publish.paths import MANIFEST
from mediarel.publish.times import packed_times
from publishing import FIRST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "2012/07/17/rights-4/index.html"


@pytest.fixture
def site(home: Path) -> Path:
    """Return a folder that is published, whose times are kept beside it."""
    with publication(home / "site", kind="site") as target:
        for path, text in FIRST.items():
            target.put(path, text.encode())
    times = target.times()
    assert times is not None
    (home / "times").write_bytes(packed_times(target.manifest, times))
    return home / "site"


def seen(site: Path) -> bytes | None:
    """Return what a worker says of the folder."""
    with ExitStack() as stack:
        known = stack.enter_context(looking(site))(site.parent / "times")
        return known.look() if known.look else None


def test_as_it_was_left(site: Path) -> None:
    """The manifest is told with which it was."""
    assert seen(site) == digest_of_file(site / MANIFEST)


def edit(site: Path) -> None:
    (site / PAGE).write_text("Wrong.")


def remove(site: Path) -> None:
    (site / PAGE).unlink()


def add(site: Path) -> None:
    (site / PAGE).with_name("notes.txt").write_text("Mine.")


def add_at_the_top(site: Path) -> None:
    (site / "notes.txt").write_text("Mine.")


def replace_by_a_folder(site: Path) -> None:
    (site / "feed.xml").unlink()
    (site / "feed.xml").mkdir()


@pytest.mark.parametrize(
    "change", [edit, remove, add, add_at_the_top, replace_by_a_folder]
)
def test_what_is_another(site: Path, change: Callable[[Path], None]) -> None:
    """Whatever was done, it is not as it was left."""
    change(site)
    assert seen(site) == b""


@pytest.mark.parametrize("how", ["gone", "cut", "flipped", "of another manifest"])
def test_what_is_not_known(site: Path, how: str) -> None:
    """Times that can't be right say nothing."""
    times = site.parent / "times"
    said = times.read_bytes()
    times.unlink()
    if how == "of another manifest":
        times.write_bytes(packed_times(b"another", {}))
    elif how != "gone":
        middle = len(said) // 2
        flipped = bytes([said[middle] ^ 1]) + said[middle + 1 :]
        times.write_bytes(said[:middle] + (flipped if how == "flipped" else b""))

    assert seen(site) is None


def test_where_no_worker_is(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On one core nobody looks meanwhile; nor where nothing was published."""
    assert seen(site.parent) is None
    monkeypatch.setattr(workers, "cores", lambda: 1)
    assert seen(site) is None
