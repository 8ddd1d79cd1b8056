"""Measure changes of all statements of the large archive, compared with an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measure import compared
from places import MEDIAREL, quietly
from row import Measured, side

if TYPE_CHECKING:
    from places import Place
    from row import Bench

REMOVE = (MEDIAREL, "remove", "date:0001..", "--yes")
UNDO = (MEDIAREL, "undo", "--yes")


def remove_all(bench: Bench) -> Measured:
    """Measure removing all statements, compared with importing them."""
    place = bench.places.changing(bench.size)
    return _beside_import(bench, place, REMOVE)


def undo_removal(bench: Bench) -> Measured:
    """Measure restoring all removed statements, compared with importing them."""
    place = bench.places.changing(bench.size)
    return _beside_import(bench, place, UNDO, REMOVE)


def undo_import(bench: Bench) -> Measured:
    """Measure undoing an import, compared with the import."""
    place = bench.places.empty()
    return _beside_import(bench, place, UNDO, _import_of(bench))


def _beside_import(
    bench: Bench, place: Place, command: tuple[str, ...], *earlier: tuple[str, ...]
) -> Measured:
    """Measure a command, compared with an import of the large archive.

    Before each run, the `earlier` commands prepare the archive and are not measured.
    """

    def prepare() -> None:
        place.restore()
        for each in earlier:
            quietly(list(each), place.folder, place.environment())

    empty = bench.places.empty()
    ours = side(place, command, before=prepare)
    beside = side(empty, _import_of(bench), before=empty.restore)
    return Measured(*compared(ours, beside, bench.long_runs), bench.long_runs)


def _import_of(bench: Bench) -> tuple[str, ...]:
    return (MEDIAREL, "import", str(bench.places.exported(bench.size)))
