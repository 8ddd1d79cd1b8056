"""Find the releases of a captured site in its lists and pages.

List pages have titles and dates. Release pages have the texts. The links of a list lead
to its release pages.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from mediarel.captures.contents import DOCUMENT, IMAGE, OTHER, PAGE, Captured
from mediarel.captures.layout import Example, Layouts, letters
from mediarel.captures.page_reading import (
    LIST,
    RELEASE,
    UNREADABLE,
    PageRead,
    PageReader,
)
from mediarel.captures.page_reading import OTHER as OTHER_PAGE
from mediarel.captures.web_archive import bare
from mediarel.dates.printed import find_dates
from mediarel.dates.typed import DayOrder
from mediarel.formats.name_tables import language_code, language_name
from mediarel.model.readers import IS_TIME
from mediarel.release.head import Head, read_head
from mediarel.text.urls import address_key

_MOST_STEPS = 10  # redirects
_CUT = re.compile(r"(?:\.\.\.|…)\s*\Z")
_PRINTED = re.compile(r"/(?:print|amp)(?=/|\Z)", re.IGNORECASE)
PRINT = re.compile(r"print|[/=]amp\b|[?&]lang=", re.IGNORECASE)
_SEVERAL = 3  # pages with the same list, or entries with whole texts
_MOST_A_DAY = 10  # releases; a list with more entries and one date has other pages
_LEAST_TITLE = 10  # letters
_LEAST_LISTED = 100  # characters of a release that has no page of its own
_LEAST_SAME = 300  # letters of a text that is the same release with any title
_FEWEST_USUAL, _MOST_USUAL = 10, 0.65  # releases that show how others look
_DAY = 10  # characters of a complete date
_CODE = re.compile(
    r"(?<=[/_.-])([a-z]{2,10})(?=[/_.?-]|\Z)|(?<=[?&])(?:lang|language|hl|l)=[\w-]+",
    re.IGNORECASE,
)
# A date in a URL or a file name, with a title after it.
_IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-])(\d\d)\2(\d\d)[/_-](?=[^/]*[^\W\d_])"
)
_COUNTRY = {"kh", "cambodian"}  # used for the language by many sites

BECAME, ATTACHED = "became statement", "attached to statement"
OLDER = "earlier version"
LISTED, SAME, LEFT, DAMAGED = "list page", "duplicate", "other", "unreadable"


@dataclass
class Row:
    """The use of one page or document of a capture.

    `release` is the address of the release, if there is a statement for it. `detail` is
    the number of entries, the address of the other page, or a reason.
    """

    captured: Captured
    result: str
    detail: str = ""
    release: str = ""


@dataclass
class Release:
    """A release of a site.

    `fields` are the values for `formats.entries.Entry`. `own` is the page or document
    with the text, or None if the release is only known from a list.
    """

    key: str
    address: str
    fields: dict[str, Any]
    own: Captured | None
    read: PageRead | None = None
    listed: dict[str, Any] | None = None
    """The fields of the release in a list."""
    text: str = ""
    """The text by the layout of the site, or ""."""
    needs_text: bool = False
    """True if the text has to be read from `own`, a document or an undated page."""
    is_usual: bool = False
    """True if its address or the layout of the site has its date."""
    notes: list[str] = field(default_factory=list)
    """Contradictions between the page and a list, and the lines that are left out."""

    @property
    def letters(self) -> str:
        """The letters of the text by the layout of the site, or of the page itself."""
        return letters(self.text or str(self.fields.get("text") or ""))

    @property
    def head(self) -> Head:
        """The header of the text, such as its kind and dateline."""
        title = str(self.fields.get("title") or "")
        return read_head(str(self.fields.get("text") or ""), title=title)

    @property
    def example(self) -> Example:
        """The lines of the page, with the known title and date."""
        title, date = (str(self.fields.get(x) or "") for x in ("title", "date"))
        return Example(self.read.lines if self.read else b"", title, date)


class Site:
    """The pages and files of a capture, and the releases on them."""

    def __init__(self, captured: Sequence[Captured]) -> None:
        self.rows: dict[int, Row] = {}
        self.notes: list[str] = []
        self.hint = ""
        """How to import the pages that could not be used."""
        self.ignored: list[str] = []
        """The addresses of pictures and other files."""
        self.chosen: dict[str, Captured] = {}
        """The newest complete capture of each address."""
        self.within: defaultdict[str, list[Captured]] = defaultdict(list)
        """The files that are attached to each mail."""
        self.earlier: defaultdict[str, list[Row]] = defaultdict(list)
        """The rows of older captures of each address, with different content."""
        self.pages: dict[str, PageRead] = {}
        self.releases: dict[str, Release] = {}
        self.layouts = Layouts([])
        self.site: str | None = None
        """The name of the site."""
        self._alias: dict[str, str] = {}
        self._row_of: dict[str, int] = {}
        self._choose(captured)
        self._hosts = {_host(each.address) for each in self.chosen.values()}
        self._secure: Counter[bool] = Counter()
        self._linked_as: dict[str, str] = {}

    def _choose(self, captured: Sequence[Captured]) -> None:
        """Choose the newest complete capture of each address, and note the others."""
        newest: dict[str, int] = {}
        for number, each in enumerate(captured):
            key = address_key(each.address)
            if each.content is not None:
                old = newest.get(key)
                if old is None or captured[old].time <= each.time:
                    newest[key] = number
                for alias in each.aliases:
                    self._alias.setdefault(address_key(alias), key)
            elif each.target:
                self._alias.setdefault(key, address_key(each.target))
        self._alias = {a: key for a, key in self._alias.items() if a not in newest}
        for number, each in enumerate(captured):
            key = address_key(each.address)
            if newest.get(key) == number:
                self.chosen[key] = each
                self.within[each.within].append(each)
                self._row_of[key] = number
            if (row := self._first_row(each, captured, newest)) is not None:
                self.rows[number] = row
            else:
                self.ignored.append(each.address)

    def _first_row(
        self, each: Captured, captured: Sequence[Captured], newest: dict[str, int]
    ) -> Row | None:
        """Return the use of a page before it is read, or None for other files."""
        key = address_key(each.address)
        if each.kind in {IMAGE, OTHER} and not each.is_damaged:
            return None
        if self.chosen.get(key) is each:
            return Row(each, LEFT, "its mail is no release" if each.within else "")
        if each.content is not None:
            newer = captured[newest[key]]
            row = Row(each, SAME, f"{each.address}, captured {newer.time}")
            are_dated = IS_TIME.fullmatch(each.time) and IS_TIME.fullmatch(newer.time)
            if each.kind == PAGE and each.content != newer.content and are_dated:
                self.earlier[key].append(row)
            return row
        if each.target and self.resolved(each.target) in newest:
            return Row(each, SAME, f"{each.target} ({each.why})")
        result = DAMAGED if each.is_damaged else LEFT
        return Row(each, result, each.why or "has no content")

    def resolved(self, address: str) -> str:
        """Return the key of the page to which a link leads. Follow redirects."""
        key = address_key(bare(address))
        for _ in range(_MOST_STEPS):
            if key not in self._alias:
                break
            key = self._alias[key]
        return key

    def row_of(self, key: str) -> Row | None:
        """Return the row of the page or document with this key."""
        return self.rows.get(self._row_of.get(key, -1))

    def set_row(self, key: str, result: str, detail: str = "", of: str = "") -> None:
        """Set the use of the page or document with this key."""
        if (row := self.row_of(key)) is not None:
            row.result, row.detail, row.release = result, detail, of

    def read_pages(self, reader: PageReader) -> None:
        """Read all pages, and use what they are: releases, lists or other pages."""
        pages = {key: each for key, each in self.chosen.items() if each.kind == PAGE}
        self.pages = dict(zip(pages, reader.read(pages.values()), strict=True))
        if reader.again:
            these = f"{reader.again:,} of {len(pages):,} pages"
            self.notes.append(f"An interrupted import has already read {these}")
        sites = Counter(read.site for read in self.pages.values() if read.site)
        self.site = next((name for name, _ in sites.most_common(1)), None)
        self._exclude_lists()
        for key, read in self.pages.items():
            self._secure.update([] if read.is_secure is None else [read.is_secure])
            self._classify(key, read)

    def find_missed(self) -> None:
        """Find releases that look like lists, by their title and date in the layout."""
        layouts = Layouts(self._examples())
        readings = {
            key: found
            for key, read in self.pages.items()
            if key not in self.releases
            if (found := layouts.reading(Example(read.lines, "", "")))
            if found.text and found.title and found.date
            if letters(found.title) != letters(self.site or "")
        }
        titles = [str(each.fields.get("title")) for each in self.releases.values()]
        counts = Counter([*titles, *(each.title for each in readings.values())])
        for key, found in readings.items():
            each, read = self.chosen[key], self.pages[key]
            if counts[found.title] == 1 or _is_named(read, found.title):
                fields = {x: getattr(found, x) for x in ("text", "title", "date")}
                fields["sources"] = [each.address]
                self.pages[key] = read._replace(result=RELEASE, entries=())
                release = Release(key, each.address, fields, each, self.pages[key])
                self.releases[key] = release

    def use_layouts(self) -> None:
        """Find the text of each release by the layout of the pages."""
        self.layouts = Layouts(self._examples())
        lines = pages = 0
        for release in self.releases.values():
            found = self.layouts.reading(release.example)
            if found is None or not found.text:
                continue
            if found.left_out:
                release.notes.append(f"lines of layout left out: {found.left_out:,}")
                lines, pages = lines + found.left_out, pages + 1
            release.text, release.is_usual = found.text, bool(found.date)
            if release.needs_text:
                continue
            if not release.fields.get("type"):
                release.fields["type"] = release.head.kind
            release.fields["text"] = found.text
            listed = release.listed or {}
            date = str(listed.get("date") or "")
            if found.date and len(date) < _DAY:
                release.fields["date"] = found.date
            elif found.date and date != found.date and _is_mentioned(date, found.text):
                release.fields["date"] = found.date
                note = f"the date {date} is part of the text; using {found.date}"
                release.notes.append(note)
                self.notes.append(f"{release.address}: {note}")
            if found.title and not listed.get("title"):
                release.fields["title"] = found.title
        if lines:
            self.notes.append(
                f"Left out {lines:,} line{'s' * (lines > 1)} of the site's layout,"
                f" from {pages:,} page{'s' * (pages > 1)}"
            )

    def _examples(self) -> list[Example]:
        return [each.example for each in self.releases.values() if each.read]

    def _exclude_lists(self) -> None:
        """Recognise pages that only look like lists.

        A list that is the same on several pages belongs to the layout of the site. A
        page with the title of an entry of a different list is a release.
        """
        lists = {k: read for k, read in self.pages.items() if read.result == LIST}
        same: defaultdict[str, list[str]] = defaultdict(list)
        for key, read in lists.items():
            same["\n".join(sorted(map(_link_or_title, read.entries)))].append(key)
        repeated = {
            key
            for keys in same.values()
            if len(keys) >= _SEVERAL
            for key in sorted(keys, key=lambda key: (len(key), key))[1:]
        }
        titles = {
            self.resolved(_link_or_title(entry)): _title_letters(entry.get("title"))
            for key, read in lists.items()
            if key not in repeated
            for entry in read.entries
        }
        why = "has only a list of the site's layout, and no list gives its date"
        for key, read in lists.items():
            title = titles.get(key, "")
            is_named = any(title in letters(each) for each in read.titles)
            if key in repeated or (len(title) >= _LEAST_TITLE and is_named):
                self.pages[key] = read._replace(result=OTHER_PAGE, entries=(), why=why)

    def _classify(self, key: str, read: PageRead) -> None:
        each = self.chosen[key]
        titles = (letters(str(x.get("title"))) for x in read.entries)
        if read.result == RELEASE and letters(self.site or "-") in titles:
            self.set_row(key, LEFT, "has only the title of the site")
        elif read.result == RELEASE and not _is_home(each.address):
            fields = {**read.entries[0], "sources": [each.address]}
            self.releases[key] = Release(key, each.address, fields, each, read)
        elif read.result == LIST:
            count = len(read.entries)
            counted = "1 entry" if count == 1 else f"{count:,} entries"
            left = f"; lines left out: {read.left_out:,}" if read.left_out else ""
            self.set_row(key, LISTED, counted + left)
        elif read.result == UNREADABLE:
            self.set_row(key, DAMAGED, read.why)
        else:
            self.set_row(key, LEFT, read.why or "is the home page")

    # Lists

    def match_lists(self) -> None:
        """Match the entries of all lists with pages and documents."""
        away: Counter[str] = Counter()
        for key, read in self.pages.items():
            if read.result == LIST:
                entries, half = read.entries, len(read.entries) / 2
                is_full = (
                    len(entries) >= _SEVERAL and sum(map(_is_full, entries)) > half
                )
                days = Counter(str(entry.get("date")) for entry in entries)
                usual = {day for day, count in days.items() if count > max(half, 2)}
                is_of_day = len(entries) >= _MOST_A_DAY and len(days) == 1
                for entry in entries:
                    place = self.resolved(_link_or_title(entry))
                    if (is_of_day and place not in self.releases) or not self._match(
                        entry, key, usual, is_full=is_full
                    ):
                        away[key] += 1
        for key, count in away.items():
            if (row := self.row_of(key)) is not None:
                row.detail += f"; left out {count:,} without a page or text here"
        for release in self.releases.values():
            if release.listed:
                self._combine(release, release.listed)
            self.notes += (f"{release.address}: {each}" for each in release.notes)

    def _match(
        self, entry: dict[str, Any], of: str, usual: set[str], *, is_full: bool
    ) -> bool:
        """Match an entry with a release. Return False if the entry is left out.

        `usual` has the date of most entries, if there is one. The date of a release
        page is more reliable. `is_full` is True if the list has the whole texts of most
        entries.
        """
        link = str(next(iter(entry.get("sources") or ()), ""))
        key = self.resolved(link) if link else ""
        is_own = is_full and entry.get("text") and self._is_within(link, entry)
        if key in {"", of} or is_own:
            return self._add_unlinked(entry, of, is_full=is_full)
        if address_key(bare(link)) != key:
            self._linked_as.setdefault(key, bare(link))
        if (known := self.releases.get(key)) is not None:
            if str(entry.get("date")) in usual:
                entry = {**entry, "date": ""}
            known.listed = known.listed or entry
            return True
        there = self.chosen.get(key)
        if there is not None and there.kind in {PAGE, DOCUMENT}:
            return self._add_undated(key, there, entry)
        read = self.pages[of]
        is_messy = read.left_out > 2 * len(read.entries)
        if is_messy or _host(bare(link)) not in self._hosts:
            return False
        fields = {**entry, "excerpt": True, "sources": [bare(link)]}
        self.releases[key] = Release(key, bare(link), fields, None, listed=entry)
        return True

    def _is_within(self, link: str, entry: dict[str, Any]) -> bool:
        """Return whether a link leads from the text of an entry to a different page."""
        title = _title_letters(entry.get("title"))
        read = self.pages.get(self.resolved(link))
        return bool(read) and not any(title in letters(x) for x in read.titles)  # type: ignore[union-attr]

    def _add_unlinked(self, entry: dict[str, Any], of: str, *, is_full: bool) -> bool:
        """Add a release that has its text in the list itself, and no own page.

        Return False if the entry has no text, or if the page has much other text.
        """
        read = self.pages[of]
        is_short = not (_is_full(entry) or (is_full and entry.get("text")))
        if is_short or read.left_out > len(read.entries):
            return False
        text = f"{entry.get('date')} {entry.get('title')} {entry.get('text')}"
        key = f"{of}#{_digest(text)}"
        address = self.chosen[of].address
        fields = {**entry, "sources": [address]}
        self.releases.setdefault(key, Release(key, address, fields, None))
        return True

    def _add_undated(self, key: str, there: Captured, entry: dict[str, Any]) -> bool:
        """Add a page without a date, or a document, with the date in a list."""
        read = self.pages.get(key)
        fields = {**entry, "sources": [there.address]}
        if read and (read.result == LIST or _is_home(there.address)):
            return False
        title = str(entry.get("title") or "")
        if _CUT.search(title):
            titles = read.titles if read else ()
            full = (each for each in titles if _are_one_title(title, each))
            fields["title"] = min(full, key=len, default=title)
        self.releases[key] = Release(
            key, there.address, fields, there, read, entry, needs_text=True
        )
        return True

    def add_dated_by_address(self) -> None:
        """Add pages with a title and no other date than the one in their address."""
        for key, read in self.pages.items():
            one = self.chosen[key]
            date = date_in_address(one.address)
            title = next((x for x in read.titles[2:] if _is_named(read, x)), "")
            if (
                date
                and title
                and read.result == OTHER_PAGE
                and key not in self.releases
            ):
                fields = {"title": title, "date": date, "sources": [one.address]}
                release = Release(key, one.address, fields, one, read, needs_text=True)
                release.notes.append(f"the date {date} is only in its address")
                self.notes += (f"{one.address}: {each}" for each in release.notes)
                self.releases[key] = release

    def _combine(self, release: Release, entry: dict[str, Any]) -> None:
        """Use the date of a list and its title, and note contradictions."""
        fields = release.fields
        if release.needs_text or release.own is None:
            return
        date, own = str(entry.get("date") or ""), str(fields.get("date") or "")
        used = date if len(date) >= _DAY or not own else own
        if len(own) >= _DAY and _is_mentioned(date, str(fields.get("title") or "")):
            used = own
        if date and own and not (own.startswith(date) or date.startswith(own)):
            release.notes.append(
                f"the page has the date {own}, a list has {date}; using {used}"
            )
        fields["date"] = used
        title, own = str(entry.get("title") or ""), str(fields.get("title") or "")
        is_cut = _CUT.search(title) is not None
        headings = map(letters, release.read.titles if release.read else ())
        if title and own and not _are_one_title(title, own):
            used = title if letters(title) in headings and not is_cut else own
            release.notes.append(
                f"the page has the title {own!r}, a list has {title!r}; using {used!r}"
            )
            if used == title:
                fields["title"] = title
                text = str(fields.get("text") or "")
                fields["text"] = text.split(f"{title}\n", 1)[-1].strip()
        elif title and not own and not is_cut:
            fields["title"] = title
        for name in ("type", "program", "tags"):
            if entry.get(name) and not fields.get(name):
                fields[name] = entry[name]

    def leave_out_others(self) -> None:
        """Leave out dated pages that are no releases.

        A page with little text below the address of a release is a part of it, such as
        a picture. If most releases are in a list, or have their date at the same place,
        a page without either is a different page.
        """
        for key, each in [*self.releases.items()]:
            of = self.releases.get(key.rpartition("/")[0])
            if (of and of.read and each.read) and len(each.letters) < min(
                _LEAST_SAME, len(of.letters)
            ):
                self._leave_out(key, f"is a part of {of.address}")
        others = {key for key, x in self.releases.items() if not self._is_usual(x)}
        usual = len(self.releases) - len(others)
        if usual >= max(_FEWEST_USUAL, _MOST_USUAL * len(self.releases)):
            why = "no list has it, and its date isn't where other releases have it"
            for key in others:
                self._leave_out(key, why)
            if others:
                address = self.chosen[min(others)].address
                self.notes.append(
                    f"left out {len(others):,} dated page{'s' * (len(others) > 1)} that"
                    f" no list has, such as {address}; to see all, add --report FILE"
                )

    def _leave_out(self, key: str, why: str) -> None:
        del self.releases[key]
        self.set_row(key, LEFT, why)

    def _is_usual(self, release: Release) -> bool:
        """Return whether a release is in a list, or has its date at the usual place."""
        languages = release.read.languages if release.read else ()
        others = (self.releases.get(self.resolved(x)) for _, x in languages)
        return (
            release.read is None
            or any(x.listed or x.is_usual for x in (release, *others) if x)
            or date_in_address(release.address) != ""
            or release.head.place is not None
        )

    # Duplicates

    def join_duplicates(self) -> None:
        """Keep one release for each text, even if it has several addresses."""
        self._join(self._by_canonical())
        groups: defaultdict[tuple[str, str], list[Release]] = defaultdict(list)
        for each in self.releases.values():
            if text := letters(str(each.fields.get("text") or "")):
                title = letters(str(each.fields.get("title") or ""))
                text = text.removeprefix(title) or text
                groups[_digest(text), title].append(each)
                if len(text) >= _LEAST_SAME:
                    groups[_digest(text), str(each.fields.get("date"))].append(each)
        self._join(groups.values())

    def _by_canonical(self) -> Iterator[list[Release]]:
        """Yield releases that state the same address, and versions to print.

        Some sites state one address on all pages, so the titles must be the same too.
        """
        groups: defaultdict[tuple[str, str], list[Release]] = defaultdict(list)
        for key, each in self.releases.items():
            stated = each.read.canonical if each.read else ""
            title = letters(str(each.fields.get("title") or ""))
            stands_at = self.resolved(stated) if stated else key
            for own in {stands_at, _PRINTED.sub("", key)}:
                groups[own, title].append(each)
        yield from groups.values()

    def _join(self, groups: Iterable[list[Release]]) -> None:
        for group in groups:
            alive = [each for each in group if each.key in self.releases]
            if len(alive) < 2:  # noqa: PLR2004 - nothing to join
                continue
            best = min(alive, key=_rank)
            for each in alive:
                # A document is attached to the page that has its text.
                if each is best or _is_document(each) != _is_document(best):
                    continue
                del self.releases[each.key]
                self._alias[each.key] = best.key
                self.set_row(each.key, SAME, best.address)

    def source_of(self, release: Release) -> str:
        """Return the original URL of a release: its canonical one, if it has one."""
        own, read = release.own, release.read
        if own is None or read is None:
            return release.address
        if read.canonical and address_key(read.canonical) == release.key:
            return read.canonical
        address = own.address
        if own.is_guessed and _host(linked := self._linked_as.get(release.key, "")):
            address = linked
        if own.is_guessed and self._secure[True] > self._secure[False]:
            return re.sub("^http:", "https:", address)
        return address


def _host(address: str) -> str:
    return address_key(address).partition("/")[0]


def _link_or_title(entry: dict[str, Any]) -> str:
    return str(next(iter(entry.get("sources") or ()), entry.get("title") or ""))


def _is_full(entry: dict[str, Any]) -> bool:
    """Return whether an entry of a list has a text, not only an excerpt."""
    is_long = len(str(entry.get("text") or "")) >= _LEAST_LISTED
    return is_long and not entry.get("excerpt")


def _is_home(address: str) -> bool:
    """Return whether a URL is the home page of a site."""
    parts = urlsplit(address)
    return not (parts.path.strip("/") or parts.query)


def _is_document(release: Release) -> bool:
    return release.own is not None and release.own.kind == DOCUMENT


def _is_named(read: PageRead, title: object) -> bool:
    """Return whether the metadata of a page has this title."""
    named = letters(str(title or ""))
    return bool(named) and any(named in letters(each) for each in read.titles[:2])


def _rank(release: Release) -> tuple[bool, bool, bool, bool, int, str]:
    """Return a key to choose the best of several addresses of a release."""
    address, read = release.address, release.read
    stated = bool(read and address_key(read.canonical or "") == release.key)
    return (
        release.own is None,
        not stated,
        bool(PRINT.search(address)),
        "?" in address,
        len(address),
        address,
    )


def _is_mentioned(date: str, text: str) -> bool:
    """Return whether a text has a date, in any order of day and month."""
    found = find_dates(text)
    return any(str(each.date(order)) == date for each in found for order in DayOrder)


def _title_letters(title: object) -> str:
    """Return the letters of a title. Leave out "..." at the end of a cut title."""
    return letters(_CUT.sub("", str(title or "")))


def _are_one_title(one: str, other: str) -> bool:
    first, second = _title_letters(one), _title_letters(other)
    return first in second or second in first


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()


def date_in_address(address: str) -> str:
    """Return the date in the path of a URL, or "". A title must follow the date."""
    found = _IN_ADDRESS.search(urlsplit(address).path)
    try:
        return str(dt.date(*(int(found[n]) for n in (1, 3, 4)))) if found else ""
    except ValueError:
        return ""


def without_language(key: str) -> str:
    """Return the key of an address without codes and names of languages."""

    def kept(found: re.Match[str]) -> str:
        word = (found[1] or "").lower()
        if not word or word in _COUNTRY or language_code(word) != word:
            return ""
        return "" if language_name(word) != word else found[0]

    host, slash, path = key.partition("/")
    path = _CODE.sub(kept, f"/{path}" if slash else "")
    return host + re.sub(r"[/_.?-]+", "-", path)
