"""Damage and repair archives."""

import shutil
from pathlib import Path

from conftest import Done, Run


def spoil(store: Path, old: str | bytes, new: str | bytes) -> bytes:
    """Replace the first `old` by `new`, and return the new content."""
    before, after = (x.encode() if isinstance(x, str) else x for x in (old, new))
    data = store.read_bytes()
    assert before in data
    store.write_bytes(data.replace(before, after, 1))
    return store.read_bytes()


def repaired(run: Run, store: Path, *, with_index: bool = False) -> Done:
    """Repair the archive, and check that the result is undamaged.

    Without `with_index`, the index is deleted first.
    """
    if not with_index:
        shutil.rmtree(store.parents[1] / "cache", ignore_errors=True)
    done = run("repair", "--yes")

    assert done.code == 0, done.err
    assert run("list").code == 0
    assert run("log").code == 0
    assert run("repair").err == f"Nothing to repair: {store} is readable.\n"
    return done


def kept(store: Path) -> list[Path]:
    """Return the damaged files that were kept, without their reports."""
    places = store.parent.glob("statements.json.damaged-*")
    return sorted(place for place in places if place.suffix != ".txt")
