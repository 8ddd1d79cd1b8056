"""Write the pages of lists, and the pages that link to all lists.

There is a list of all statements, and a list for each year, program, type, series, tag,
signatory and language. Pages are numbered from the oldest page, so the numbers stay the
same when statements are added.

The list of a language has labels in this language if the theme has them. All lists link
to the lists of languages. The labels of all other lists are in English.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from mediarel.formats.name_tables import language_name
from mediarel.model.readers import shared_date
from mediarel.publish.site import templates
from mediarel.publish.site.list_rows import KINDS, Rows
from mediarel.publish.site.page_urls import Addresses, absolute, page, up
from mediarel.publish.site.theme import ENGLISH
from mediarel.text.languages import direction

Named = tuple[str, str, int]
"""The name of a list, its path, and its number of statements."""
_YearLink = tuple[str, str, str, bool]
"""The label of a year, its link, its count, and whether it is the current page."""


_BROWSE = "browse"
_FEW_NAMES = 30  # names of each kind, on the overview page
SIZE = 20  # rows of a page; the newest has up to twice as many
_GAP = "…"
_NEAR = 2  # neighbouring pages in the page navigation
_CACHED = 20_000  # rows
_ROOT = Markup("\0")  # in a cached row; `escaped` removes this character from texts
_RECENT = 7  # years that are always visible
WITH_FEEDS = ("program", "language", "type", "tag")


class _PageOf(NamedTuple):
    """A page of a list.

    `number` is the number of the page. The newest page has the number 0. `last` is the
    highest page number. `numbers` are the row numbers of the page.
    """

    number: int
    last: int
    numbers: Sequence[int]


class _PageLink(NamedTuple):
    """A link in the page navigation.

    If `is_here` is True, the link leads to the current page.
    """

    label: str
    href: str
    is_here: bool = False
    rel: str = ""


class _Version(NamedTuple):
    """A link to one language version of a list or of a statement.

    `name` is the name of this language, such as `English`. `name_language` is the
    language in which the name is written.
    """

    href: str
    language: str
    name: str
    name_language: str
    is_here: bool = False


class Listed(NamedTuple):
    """A list of statements, for example of all statements that have a tag.

    `path` is the path of its newest page. `kind` is one of `KINDS`, "year", or "" for
    the list of all statements. `numbers` are the row numbers of all statements in the
    list. `shown` has only one row number for each release.
    """

    path: str
    kind: str
    value: str
    numbers: Sequence[int]
    shown: Sequence[int]

    def heading(self, settings: templates.Settings) -> str:
        """Return the heading of the list."""
        if self.kind == "language":
            return language_name(self.value)
        return self.value or settings.english["releases"]


def lists_of(rows: Rows, addresses: Addresses) -> Iterator[Listed]:
    """Yield all lists.

    The list of all statements comes first, then the lists of years.
    """

    def listed(path: str, kind: str, value: str, numbers: Sequence[int]) -> Listed:
        return Listed(path, kind, value, numbers, rows.once(numbers))

    yield listed("", "", "", range(len(rows.all)))
    for year, numbers in rows.years().items():
        yield listed(f"{year:04}", "year", str(year), numbers)
    for kind in KINDS:
        for value, numbers in rows.of_kind(kind):
            yield listed(addresses.of_list(kind, value), kind, value, numbers)


class ListPages:
    """Render the pages of lists."""

    def __init__(
        self, rows: Rows, settings: templates.Settings, lists: Sequence[Listed]
    ) -> None:
        self._rows = rows
        self._settings = settings
        # A row is in about seven lists.
        self._row = lru_cache(maxsize=_CACHED)(self._rendered_row)
        self._years = [each for each in lists if each.kind in {"", "year"}]
        # Maps the code of each language of labels to the path of its list.
        self._languages = {ENGLISH: ""}
        for each in lists:
            if each.kind == "language":
                code = settings.code_for(each.value)
                self._languages.setdefault(code, each.path)

    def pages_of(self, listed: Listed) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each page of a list, newest first."""
        for each in _cut(listed.shown):
            path = _page_path(listed.path, each.number)
            values = self._values(listed, each, path)
            yield templates.rendered_page(path, self._settings, "list.html", values)

    def _values(self, listed: Listed, shown: _PageOf, path: str) -> dict[str, Any]:
        language = listed.value if listed.kind == "language" else ENGLISH
        code = self._settings.code_for(language)
        words = self._settings.words[code]["page"]
        heading = listed.heading(self._settings)
        if code != ENGLISH:
            heading, _ = self._settings.named(language)
        root = up(page(path))
        kind = words[f"a_{listed.kind}"] if listed.kind in KINDS else ""
        title = heading
        if shown.number:
            title = f"{heading}, {templates.with_value(words['page'], shown.number)}"
        has_feeds = listed.kind in WITH_FEEDS
        feeds = ((f"{listed.path}/", heading),) if has_feeds else ()
        given = templates.page_values(
            self._settings,
            path,
            title,
            _crumbs(listed, shown, heading, words),
            feeds=feeds,
            language=language,
        )
        count = len(listed.shown)
        total = templates.with_value(
            words["one" if count == 1 else "many"], f"{count:,}"
        )
        is_described = not listed.kind and self._settings.site["description"]
        if not shown.number and not is_described:
            given["description"] = f"{given['full_title']}: {total}"
        return given | {
            "heading": heading,
            "kind": kind,
            "has_feed": has_feeds or not listed.kind,
            "total": "" if shown.number or not count else total,
            "years": self._year_bar(listed, shown, root, words),
            "languages": self._switch(root, code),
            "alternates": self._alternates(path),
            "groups": list(self._groups(listed, shown, root, code)),
            "pages": _newest_first(listed.path, shown, root, words["newest"]),
        }

    def _year_bar(
        self, listed: Listed, shown: _PageOf, root: str, words: dict[str, str]
    ) -> tuple[list[_YearLink], list[_YearLink]]:
        """Return the links to recent years, and the links to earlier years.

        Only the newest page of a list shows the number of statements in each year.
        """
        recent: list[_YearLink] = []
        earlier: list[_YearLink] = []
        if listed.kind in {"", "year"} and self._rows.all:
            for number, each in enumerate(self._years):
                is_here = each.path == listed.path
                some = recent if number <= _RECENT or is_here else earlier
                label = each.value or words["all_years"]
                count = "" if shown.number else f"{len(each.shown):,}"
                some.append((label, templates.link(root, each.path), count, is_here))
        return recent, earlier

    def _switch(self, root: str, here: str) -> list[_Version]:
        """Return the links of the language switch: a link to the list of each language.

        Return an empty list if there is only one language.
        """
        if len(self._languages) == 1:
            return []
        return [
            _Version(
                templates.link(root, path),
                code,
                *self._settings.named(code),
                is_here=code == here,
            )
            for code, path in self._languages.items()
        ]

    def _alternates(self, path: str) -> list[tuple[str, str]]:
        """Return the URL and the language of each list in the language switch.

        Return an empty list if the switch has no link to the page at `path`, or if the
        URL of the site is unknown.
        """
        url, lists = self._settings.url, self._languages
        if not url or len(lists) == 1 or path not in lists.values():
            return []
        return [(absolute(url, to), code) for code, to in lists.items()]

    def _groups(
        self, listed: Listed, shown: _PageOf, root: str, code: str
    ) -> Iterator[tuple[str, list[str]]]:
        """Yield the rows of a page in groups. Each group has a heading.

        In the list of a year, each month is a group, and dates without a month come
        last. In other lists, all rows are in one group, whose heading is empty.
        """

        def month_of(number: int) -> str:
            date = self._rows.all[number].date
            has_month = listed.kind == "year" and "/" not in date
            return date[:7] if has_month and len(date) >= len("2012-07") else ""

        numbers = sorted(shown.numbers, key=lambda number: not month_of(number))
        for month, some in groupby(numbers, month_of):
            heading = templates.shown_date(month, code).words if month else ""
            if not month and month_of(numbers[0]):
                heading = self._settings.words[code]["page"]["other_dates"]
            yield heading, [self._row(each, code).replace(_ROOT, root) for each in some]

    def _rendered_row(self, number: int, code: str) -> str:
        """Return a row as HTML. `_ROOT` is a placeholder for the path to the root."""
        row = self._rows.all[number]
        versions = [
            _Version(
                templates.link("", each.path),
                each.language,
                *self._settings.named(each.language),
            )
            for each in map(self._rows.all.__getitem__, self._rows.versions(number))
            if each is not row
        ]
        values = row._asdict() | {
            "w": self._settings.words[code]["page"],
            "root": _ROOT,
            "date": templates.shown_date(shared_date(row.date), code),
            "headline": row.headline,
            "direction": direction(row.language),
            "href": templates.link("", row.path),
            "versions": versions,
        }
        return templates.rendered("row.html", self._settings.theme, values).decode()


def _crumbs(
    listed: Listed, shown: _PageOf, heading: str, words: dict[str, str]
) -> list[tuple[str, str]]:
    """Return the breadcrumb links from the list of all statements to this page."""
    found = []
    if listed.kind in KINDS:
        found.append((words[listed.kind], listed.kind))
    if listed.kind:
        found.append((heading, listed.path if shown.number else templates.HERE))
    if shown.number:
        page_number = templates.with_value(words["page"], shown.number)
        found.append((page_number, templates.HERE))
    return found


def _cut(numbers: Sequence[int]) -> Iterator[_PageOf]:
    """Divide the row numbers of a list into pages, and yield the newest page first."""
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
    """Return links to the newest, neighbouring and oldest pages.

    `newest` is the label of the link to the newest page.
    """
    if not page.last:
        return []
    here = page.number or page.last + 1  # the newest page counts as the last number
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
    """Yield the path and the content of each page that links to lists."""
    by_kind: dict[str, list[Named]] = {kind: [] for kind in ("year", *KINDS)}
    for each in lists:
        if each.kind:
            name = each.heading(settings)
            by_kind[each.kind].append((name, each.path, len(each.shown)))
    for kind in KINDS:
        if named := by_kind[kind]:
            values = templates.page_values(settings, kind, settings.english[kind])
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
    values = templates.page_values(settings, _BROWSE, words["browse"])
    return templates.rendered_page(
        _BROWSE, settings, "browse.html", values | {"kinds": kinds}
    )


def _links(named: Sequence[Named], root: str) -> list[tuple[str, str, str]]:
    return [
        (name, templates.link(root, path), f"{count:,}") for name, path, count in named
    ]
