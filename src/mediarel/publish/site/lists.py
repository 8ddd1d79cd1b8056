"""The lists: all statements and those of a year, a program, a tag and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from mediarel.formats.language_names import language_name
from mediarel.model.readers import shared_date
from mediarel.publish.site.addresses import page, up
from mediarel.publish.site.dates import ShownDate, shown_date
from mediarel.publish.site.limited import rendered_rows
from mediarel.publish.site.paging import PageOf, cut, newest_first, path_of
from mediarel.publish.site.rows import KINDS
from mediarel.publish.site.shared import (
    HERE,
    counted,
    link,
    page_values,
    rendered_page,
)
from mediarel.publish.site.words import words_of
from mediarel.text.direction import direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.publish.site.addresses import Addresses
    from mediarel.publish.site.rows import Row, Rows
    from mediarel.publish.site.settings import Settings

# Stands in a row for what leads to the folder of the site; it is in no text of HTML.
_ROOT = Markup("\x00")
WITH_FEEDS = ("program", "language", "type")


class ShownRow(NamedTuple):
    """A row as the template prints it."""

    date: ShownDate
    program: str
    headline: str
    language: str
    direction: str
    href: str
    is_withdrawn: bool


class Listed(NamedTuple):
    """A list: where its newest page is, what it is of, the numbers of its rows.

    `kind` is one of `KINDS`, "year", or "" for the list of all.
    """

    path: str
    kind: str
    value: str
    numbers: Sequence[int]

    def heading(self, words: dict[str, str]) -> str:
        """Return what stands above the list."""
        if self.kind == "language":
            return language_name(self.value)
        return self.value or words["releases"]


def lists_of(rows: Rows, addresses: Addresses) -> Iterator[Listed]:
    """Yield all lists: the one of all first, then the years."""
    yield Listed("", "", "", range(len(rows.all)))
    for year, numbers in rows.years().items():
        yield Listed(f"{year:04}", "year", str(year), numbers)
    for kind in KINDS:
        for value, numbers in rows.of_kind(kind):
            yield Listed(addresses.of_list(kind, value), kind, value, numbers)


class ListPages:
    """Makes the pages of lists."""

    def __init__(self, rows: Rows, settings: Settings) -> None:
        self._rows = rows
        self._settings = settings
        self._words = words_of(settings.lang)
        self._made: dict[int, str] = {}
        self._years = {year: len(those) for year, those in rows.years().items()}

    def of(self, listed: Listed) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of the pages of a list, the newest first."""
        for each in cut(listed.numbers):
            path = path_of(listed.path, each.number)
            values = self._values(listed, each, path)
            yield rendered_page(path, self._settings, "list.html", values)

    def _values(self, listed: Listed, shown: PageOf, path: str) -> dict[str, Any]:
        words = self._words
        heading = listed.heading(words)
        root = up(page(path))
        kind = words[f"a_{listed.kind}"] if listed.kind in KINDS else ""
        title = heading
        if shown.number:
            title = f"{heading}, {words['page'].format(shown.number)}"
        has_feeds = listed.kind in WITH_FEEDS
        feeds = ((f"{listed.path}/", heading),) if has_feeds else ()
        given = page_values(
            self._settings, path, title, self._crumbs(listed, shown), feeds=feeds
        )
        total = counted(words, len(listed.numbers)) if not shown.number else ""
        return given | {
            "heading": heading,
            "kind": kind,
            "total": total,
            "years": self._year_bar(listed, shown, root),
            "rows": self._shown_rows(shown.numbers, root),
            "pages": newest_first(listed.path, shown, root, words),
        }

    def _crumbs(self, listed: Listed, shown: PageOf) -> list[tuple[str, str]]:
        """Return what leads to a page from the list of all."""
        words = self._words
        found = []
        if listed.kind in KINDS:
            found.append((words[listed.kind], listed.kind))
        if listed.kind:
            here = listed.path if shown.number else HERE
            found.append((listed.heading(words), here))
        if shown.number:
            found.append((words["page"].format(shown.number), HERE))
        return found

    def _year_bar(
        self, listed: Listed, shown: PageOf, root: str
    ) -> list[tuple[str, str, str, bool]]:
        """Return the years with their counts, which only the newest pages show."""
        if listed.kind not in {"", "year"}:
            return []
        all_years = self._words["all_years"]
        found = [(all_years, link(root, ""), len(self._rows.all), not listed.kind)]
        found += [
            (str(year), link(root, f"{year:04}"), count, str(year) == listed.value)
            for year, count in self._years.items()
        ]
        return [
            (label, to, "" if shown.number else f"{count:,}", is_here)
            for label, to, count, is_here in found
        ]

    def _shown_rows(self, numbers: Sequence[int], root: str) -> Markup:
        """Return rows as they are in a page that is `root` below the site.

        Most are in several lists: each is made once.
        """
        made = self._made
        new = [number for number in numbers if number not in made]
        if new:
            shown = [self._shown(self._rows.all[number]) for number in new]
            html = rendered_rows(self._settings, shown, _ROOT, self._words)
            made.update(zip(new, html, strict=True))
        rows = "".join(made[number] for number in numbers)
        return Markup(rows.replace(_ROOT, root))  # noqa: S704 - made by a template

    def _shown(self, row: Row) -> ShownRow:
        """Return what the template prints of a row."""
        return ShownRow(
            shown_date(shared_date(row.date), self._settings.lang),
            row.program,
            row.headline,
            row.language,
            direction(row.language),
            link("", row.path),
            row.is_withdrawn,
        )
