"""Measure writing a site.

The time is measured with a tenth of the large archive, and the memory with the whole
large archive.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from measure import alone
from places import MEDIAREL, quietly
from row import Measured, side

if TYPE_CHECKING:
    from pathlib import Path

    from row import Bench

_SITE = "site"
PUBLISH = (
    *(MEDIAREL, "publish", "site", _SITE),
    *("--url", "https://example.org/statements/"),
)
CORRECT = (MEDIAREL, "edit", "5", "--title", "A title of its own", "--yes")


def site_first(bench: Bench) -> Measured:
    """Measure writing a site for the first time."""
    place = bench.places.reading(bench.size // 10)
    ours = side(place, PUBLISH, before=lambda: _without(place.folder / _SITE))
    return Measured(alone(ours, bench.long_runs), None, bench.long_runs)


def site_again(bench: Bench) -> Measured:
    """Measure writing the site again after a change of one statement."""
    place = bench.places.changing(bench.size // 10)

    def change() -> None:
        place.restore()
        quietly([*PUBLISH], place.folder, place.environment())
        quietly([*CORRECT], place.folder, place.environment())

    again = side(place, PUBLISH, before=change)
    return Measured(alone(again, bench.long_runs), None, bench.long_runs)


def site_memory(bench: Bench) -> Measured:
    """Measure the highest memory use of writing a site of the whole large archive."""
    place = bench.places.reading(bench.size)
    ours = side(place, PUBLISH, before=lambda: _without(place.folder / _SITE))
    peak = ours.took()
    _without(place.folder / _SITE)
    return Measured(peak, None, 1)


def _without(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.sync()
