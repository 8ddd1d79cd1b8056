"""Damaged archives, and those that were repaired."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done, Run


def tables(store: Path) -> dict[str, dict[str, Any]]:
    """Return what is in the file, as anyone reads it."""
    read: dict[str, dict[str, Any]] = json.loads(store.read_bytes())
    return read


def spoil(store: Path, old: str | bytes, new: str | bytes) -> bytes:
    """Replace the first `old` by `new`, and return what the file then holds."""
    before, after = (x.encode() if isinstance(x, str) else x for x in (old, new))
    data = store.read_bytes()
    assert before in data
    store.write_bytes(data.replace(before, after, 1))
    return store.read_bytes()


def repaired(run: Run, store: Path) -> Done:
    """Repair the archive, which must then be as an archive is."""
    done = run("repair", "--yes")

    assert done.code == 0, done.err
    assert run("list").code == 0
    assert run("log").code == 0
    assert run("repair").err == f"There is nothing to repair: {store} can be read.\n"
    return done


def kept(store: Path) -> list[Path]:
    """Return the damaged files that are kept."""
    return sorted(store.parent.glob("statements.json.damaged-*"))
