"""Write the pages of lists, and the pages that link to all lists.

There is a list of all statements, and a list for each year, program, type, series, tag,
signatory and language. Pages are numbered from the oldest, so that they don't change
when statements are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.formats.language_names import language_name
from mediarel.model.readers import shared_date
from mediarel.publish.site import templates
from mediarel.publish.site.list_rows import KINDS
from mediarel.publish.site.page_urls import page, up
from mediarel.text.languages import direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.publish.site.list_rows import Row, Rows
    from mediarel.publish.site.page_urls import Addresses

    Named = tuple[str, str, int]
    """The name of a list, its path, and its number of statements."""


_BROWSE = "browse"
_FEW_NAMES = 30  # names of each kind, on the overview page
SIZE = 20  # rows of a page; the newest has up to twice as many
_GAP = "…"
_NEAR = 2  # neighbouring pages in the page navigation
WITH_FEEDS = ("program", "language", "type")


class _PageOf(NamedTuple):
    """A page of a list: its number (0 is the newest), the number of pages, its rows."""

    number: int
    last: int
    numbers: Sequence[int]


class _PageLink(NamedTuple):
    """A link in the page navigation: label, target, whether it is the current page."""

    label: str
    href: str
    is_here: bool = False
    rel: str = ""


class _ShownRow(NamedTuple):
    """A row as printed by the template."""

    date: templates.ShownDate
    program: str
    headline: str
    language: str
    direction: str
    href: str
    is_withdrawn: bool


class Listed(NamedTuple):
    """A list: the path of its newest page, its value, and its row numbers.

    `kind` is one of `KINDS`, "year", or "" for the list of all statements.
    """

    path: str
    kind: str
    value: str
    numbers: Sequence[int]

    def heading(self, settings: templates.Settings) -> str:
        """Return the heading of the list."""
        if self.kind == "language":
            return language_name(self.value)
        return self.value or settings.english["releases"]


def lists_of(rows: Rows, addresses: Addresses) -> Iterator[Listed]:
    """Yield all lists: first the list of all statements and the lists of years."""
    yield Listed("", "", "", range(len(rows.all)))
    for year, numbers in rows.years().items():
        yield Listed(f"{year:04}", "year", str(year), numbers)
    for kind in KINDS:
        for value, numbers in rows.of_kind(kind):
            yield Listed(addresses.of_list(kind, value), kind, value, numbers)


class ListPages:
    """Render the pages of lists."""

    def __init__(self, rows: Rows, settings: templates.Settings) -> None:
        self._rows = rows
        self._settings = settings
        self._words = settings.english
        self._years = {year: len(those) for year, those in rows.years().items()}

    def pages_of(self, listed: Listed) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of the pages of a list, newest first."""
        for each in _cut(listed.numbers):
            path = _page_path(listed.path, each.number)
            values = self._values(listed, each, path)
            yield templates.rendered_page(path, self._settings, "list.html", values)

    def _values(self, listed: Listed, shown: _PageOf, path: str) -> dict[str, Any]:
        heading = listed.heading(self._settings)
        root = up(page(path))
        words = self._words
        kind = words[f"a_{listed.kind}"] if listed.kind in KINDS else ""
        title = heading
        if shown.number:
            title = f"{heading}, {templates.with_value(words['page'], shown.number)}"
        has_feeds = listed.kind in WITH_FEEDS
        feeds = ((f"{listed.path}/", heading),) if has_feeds else ()
        given = templates.page_values(
            self._settings, path, title, self._crumbs(listed, shown), feeds=feeds
        )
        count = len(listed.numbers)
        total = templates.with_value(
            words["one" if count == 1 else "many"], f"{count:,}"
        )
        return given | {
            "heading": heading,
            "kind": kind,
            "total": "" if shown.number else total,
            "years": self._year_bar(listed, shown, root),
            "rows": [self._shown(self._rows.all[each]) for each in shown.numbers],
            "pages": _newest_first(listed.path, shown, root, words["newest"]),
        }

    def _crumbs(self, listed: Listed, shown: _PageOf) -> list[tuple[str, str]]:
        """Return the breadcrumb links from the list of all statements to a page."""
        found = []
        if listed.kind in KINDS:
            found.append((self._words[listed.kind], listed.kind))
        if listed.kind:
            here = listed.path if shown.number else templates.HERE
            found.append((listed.heading(self._settings), here))
        if shown.number:
            found.append(
                (
                    templates.with_value(self._words["page"], shown.number),
                    templates.HERE,
                )
            )
        return found

    def _year_bar(
        self, listed: Listed, shown: _PageOf, root: str
    ) -> list[tuple[str, str, str, bool]]:
        """Return the years with their counts, only for the newest page."""
        if listed.kind not in {"", "year"}:
            return []
        all_years = self._words["all_years"]
        found = [
            (all_years, templates.link(root, ""), len(self._rows.all), not listed.kind)
        ]
        found += [
            (
                str(year),
                templates.link(root, f"{year:04}"),
                count,
                str(year) == listed.value,
            )
            for year, count in self._years.items()
        ]
        return [
            (label, to, "" if shown.number else f"{count:,}", is_here)
            for label, to, count, is_here in found
        ]

    def _shown(self, row: Row) -> _ShownRow:
        """Return the values of a row for the template."""
        return _ShownRow(
            templates.shown_date(shared_date(row.date)),
            row.program,
            row.headline,
            row.language,
            direction(row.language),
            templates.link("", row.path),
            row.is_withdrawn,
        )


def _cut(numbers: Sequence[int]) -> Iterator[_PageOf]:
    """Yield the row numbers of each page; `numbers` are newest first."""
    last = max(0, len(numbers) // SIZE - 1)
    newest = len(numbers) - last * SIZE
    yield _PageOf(0, last, numbers[:newest])
    for number in range(last, 0, -1):
        start = newest + (last - number) * SIZE
        yield _PageOf(number, last, numbers[start : start + SIZE])


def _page_path(path: str, number: int) -> str:
    """Return the path of a page of the list at `path`."""
    pages = f"pages/{number}"
    return (f"{path}/{pages}" if path else pages) if number else path


def _newest_first(path: str, page: _PageOf, root: str, newest: str) -> list[_PageLink]:
    """Return links from a page to the newest, neighbouring and oldest pages.

    `newest` is the label of the newest page.
    """
    if not page.last:
        return []
    here = page.number or page.last + 1  # as if the newest had the next number
    high, low = min(page.last, here + _NEAR), max(1, here - _NEAR)
    found = [_to(path, page, 0, root)._replace(label=newest)]
    if high < page.last:
        found.append(_PageLink(_GAP, ""))
    found += [_to(path, page, each, root) for each in range(high, low - 1, -1)]
    if low > _NEAR:
        found.append(_PageLink(_GAP, ""))
    if low > 1:
        found.append(_to(path, page, 1, root))
    return found


def _to(path: str, page: _PageOf, number: int, root: str) -> _PageLink:
    here = page.number or page.last + 1
    rel = {here - 1: "next", here + 1: "prev"}.get(number or page.last + 1, "")
    is_here = number == page.number
    return _PageLink(
        f"{number}", templates.link(root, _page_path(path, number)), is_here, rel
    )


def names_pages(
    lists: Sequence[Listed], settings: templates.Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the pages that link to all `lists`."""
    by_kind: dict[str, list[Named]] = {kind: [] for kind in ("year", *KINDS)}
    for each in lists:
        if each.kind:
            name = each.heading(settings)
            by_kind[each.kind].append((name, each.path, len(each.numbers)))
    for kind in KINDS:
        if named := by_kind[kind]:
            title = settings.english[kind]
            crumbs = [(title, templates.HERE)]
            values = templates.page_values(settings, kind, title, crumbs)
            values["values"] = _links(named, up(page(kind)))
            yield templates.rendered_page(kind, settings, "names.html", values)
    yield _browse(by_kind, settings)


def _browse(
    by_kind: dict[str, list[Named]], settings: templates.Settings
) -> tuple[str, bytes]:
    root = up(page(_BROWSE))
    words = settings.english
    kinds = []
    for kind, named in by_kind.items():
        if not named:
            continue
        title = words["years" if kind == "year" else kind]
        some = named
        if kind != "year" and len(named) > _FEW_NAMES:
            some = sorted(named, key=lambda each: -each[2])[:_FEW_NAMES]
        more = templates.link(root, kind) if kind != "year" else ""
        label = templates.with_value(words["all_of"], title.lower())
        kinds.append((title, _links(some, root), more, label))
    crumbs = [(words["browse"], templates.HERE)]
    values = templates.page_values(settings, _BROWSE, words["browse"], crumbs)
    return templates.rendered_page(
        _BROWSE, settings, "browse.html", values | {"kinds": kinds}
    )


def _links(named: Sequence[Named], root: str) -> list[tuple[str, str, str]]:
    return [
        (name, templates.link(root, path), f"{count:,}") for name, path, count in named
    ]
