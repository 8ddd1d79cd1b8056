"""Change an archive outside mediarel, like an editor or a script."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archives import content
from conftest import Run

Tables = dict[str, dict[str, Any]]
Damage = Callable[[Tables], object]

NEW = "052adbe4-c204-42c3-9d31-da7039caeb00"


@contextmanager
def altered(path: Path) -> Iterator[Tables]:
    """Yield the tables in the file at `path`, and write them after the block."""
    tables = content(path)
    yield tables
    text = json.dumps(tables, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8")


def tamper(path: Path, damage: Damage) -> None:
    """Change the tables in the file at `path`."""
    with altered(path) as tables:
        damage(tables)


def change_place(tables: Tables) -> None:
    """Delete a character of the place of a statement."""
    tables["statements"]["3"]["place"] = "Phnom Pen"


def remove_4(tables: Tables) -> None:
    del tables["statements"]["4"]


def add_12(tables: Tables) -> None:
    tables["statements"]["12"] = {**tables["statements"]["3"], "uuid": NEW}


def without_digests(tables: Tables) -> None:
    """Remove the digests of the history, as in early versions."""
    for entry in tables["history"].values():
        entry.pop("digest", None)
    tables["archive"]["1"].pop("last_change", None)
    tables["archive"]["1"]["form"] = 4


def all_of(*damages: Damage) -> Damage:
    """Return a function that calls all `functions` in order."""

    def damage(tables: Tables) -> None:
        for each in damages:
            each(tables)

    return damage


def back_up(run: Run) -> None:
    """Create a backup of the sample: the first change of a day writes one."""
    run("edit", "9", "--add-tag=land")
