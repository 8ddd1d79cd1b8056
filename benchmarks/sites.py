"""The site of a tenth of the large archive, beside Pelican with the same statements."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import Took, compared
from places import MEDIAREL, quietly
from row import Measured, side

if TYPE_CHECKING:
    from places import Place
    from row import Bench

PELICAN = str(Path(sys.executable).with_name("pelican"))
_SITE = "site"
PUBLISH = (
    *(MEDIAREL, "publish", "site", _SITE),
    *("--url", "https://example.org/statements/"),
)
CORRECT = (MEDIAREL, "edit", "5", "--title", "A title of its own", "--yes")
SETTINGS = """
SITENAME = "Statements"
SITEURL = "https://example.org/statements"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 20
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
"""
_MARK = re.compile(r"[\\`*_{}\[\]<>#]")


def site_first(bench: Bench) -> Measured:
    """Measure the first writing of a site, beside Pelican."""
    place = bench.places.reading(bench.size // 10)
    ours = side(place, PUBLISH, before=lambda: _without(place.folder / _SITE))
    source = _as_markdown(bench, bench.size // 10)
    out = source / "output"
    settings = str(source / "settings.py")
    command = (PELICAN, str(source / "content"), "-s", settings, "-o", str(out))
    beside = side(place, (*command, "-q"), before=lambda: _without(out))
    return Measured(*compared(ours, beside, bench.long_runs), bench.long_runs)


def site_again(bench: Bench) -> Measured:
    """Measure writing it again after one statement changed, beside the first time."""
    place = bench.places.changing(bench.size // 10)

    def change() -> None:
        place.restore()
        quietly([*PUBLISH], place.folder, place.environment())
        quietly([*CORRECT], place.folder, place.environment())

    again = side(place, PUBLISH, before=change)
    first = side(place, PUBLISH, before=lambda: _without(place.folder / _SITE))
    return Measured(*compared(again, first, bench.long_runs), bench.long_runs)


def site_memory(bench: Bench) -> Measured:
    """Measure the peak memory of the first writing, all of the large archive."""
    place = bench.places.reading(bench.size)
    ours = side(place, PUBLISH, before=lambda: _without(place.folder / _SITE))
    took: Took = ours.took()
    _without(place.folder / _SITE)
    return Measured(took, None, 1)


def _without(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.sync()


def _as_markdown(bench: Bench, size: int) -> Path:
    """Return a folder of Pelican's, with a file for each statement."""
    place: Place = bench.places.reading(size)
    folder = place.folder / "pelican"
    content = folder / "content"
    if not content.exists():
        content.mkdir(parents=True)
        (folder / "settings.py").write_text(SETTINGS, encoding="utf-8")
        with bench.places.exported(size).open(encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                path = content / f"{one['id']}.md"
                path.write_text(_article(one), encoding="utf-8")
    return folder


def _article(one: dict[str, Any]) -> str:
    text = _MARK.sub(r"\\\g<0>", one["text"] or "")
    title = one["title"] or " ".join((one["text"] or "").split()[:12])
    date = f"{one['date']}-01-01"[:10].replace("~", "").replace("?", "")
    signed = "".join(f"- {_MARK.sub(' ', each)}\n" for each in one["signatories"])
    return (
        f"Title: {title}\nDate: {date}\nCategory: {one['program']}\n"
        f"Tags: {', '.join(one['tags'])}\nSlug: {one['id']}\n\n{text}\n\n{signed}"
    )
