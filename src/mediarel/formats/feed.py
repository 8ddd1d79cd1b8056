"""Read RSS, Atom and JSON Feed files, with a statement in each entry.

The date of an entry is the day that is printed in the feed. It is not converted to a
different time zone.
"""

import re
from collections.abc import Sequence

from mediarel import errors
from mediarel.dates.edtf import dated_between
from mediarel.dates.printed import date_alone
from mediarel.formats.cells import DateCell, date_reader
from mediarel.formats.encoding import beginning, decoded
from mediarel.formats.entries import Entry, EntryOrError, LeftOut, Reading, ReadOptions
from mediarel.formats.feed_items import Feed, Item, json_feed, xml_feed
from mediarel.formats.json_syntax import is_json_feed
from mediarel.formats.name_tables import key_of
from mediarel.formats.table_columns import named_by, refuse_missing
from mediarel.formats.writing import URN
from mediarel.model.readers import IS_UUID
from mediarel.pages.fields import entry_fields, is_account
from mediarel.pages.found import RawEntry
from mediarel.pages.labels import is_kind
from mediarel.pages.markup import page_text, refuse_size
from mediarel.pages.noise import is_cut, without_read_more

# A declaration, comments and a DTD may come before the first element.
_XML = re.compile(
    r"(?:\s++|<!--.*?-->|<[?!][^>]*+>|\]\s*+>)*+<(?:rss|feed|(?:rdf|atom):(?:RDF|feed))[\s>]",
    re.DOTALL,
)
# "Sun, 03 Mar 2019" (RFC 5322, 3.3), followed by the time.
_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3,9},?\s{0,9})?(\d{1,2}\s[A-Za-z]{3,9}\s\d{4})\b")
_VERSION = 14  # index of the version in a UUID
# Dates that a site generator writes if an entry has no date.
_NO_DATE = re.compile(r"0001-|(?:\w{3}, )?0?1 Jan 0001")
FIELDS = {
    "published": "date",
    "title": "title",
    "author": "program",
    "content": "text",
    "link": "sources",
    "category": "tags",
}


def sniff(start: bytes) -> bool:
    """Return whether a file that begins with `start` is RSS, Atom or a JSON Feed."""
    text = beginning(start)
    return _XML.match(text) is not None or is_json_feed(text)


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the entries of a feed, oldest first.

    Raises UnreadableInputError.
    """
    refuse_size(data, source)
    if not data.strip():
        decoded(data, source)
    text, note = page_text(data, source, options.encoding)
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    feed = (json_feed if is_json else xml_feed)(text, source)
    refuse_missing(options.columns, FIELDS, source, word="part")
    return _reading(feed, source, options, note)


def _reading(feed: Feed, source: str, options: ReadOptions, note: str) -> Reading:
    items = [each for each in feed.items if isinstance(each, Item)]
    # If the user maps columns, a feed of mediarel is read like any other feed.
    are_own = not options.columns
    read_date = date_reader(
        lambda: (
            DateCell(_day(each), each.line)
            for each in items
            if not (each.why_not or (are_own and each.own))
        ),
        source,
        options.order,
    )
    mapped = {key_of(k): v for k, v in named_by(options.columns, FIELDS).items()}
    fields = {name: mapped.get(name, field) for name, field in FIELDS.items()}
    found: list[tuple[Item | None, EntryOrError]] = []
    for each in feed.items:
        if not isinstance(each, Item):
            found.append((None, each))
            continue
        if are_own and each.own:
            found.append((each, each.own))
            continue
        day = "" if each.why_not else _day(each)
        try:
            date = read_date("date", day) if day else ""
            found.append((each, Entry(_fields(each, date, fields), each.line)))
        except errors.InvalidFieldError as error:
            refused = errors.UnreadableInputError(
                source, each.line, error.problem, error.hint
            )
            found.append((None, refused))
    entries, left_out = _dated(found, undated=options.undated)
    read = [str(e.fields.get("date")) for e in entries if isinstance(e, Entry)]
    if read and read[0] >= read[-1]:
        entries.reverse()
    count = "1 entry" if len(feed.items) == 1 else f"{len(feed.items):,} entries"
    return Reading(
        entries,
        f"{count} of {feed.kind}",
        feed.title or None,
        tuple(left_out),
        notes=(note,) if note else (),
    )


def _day(item: Item) -> str:
    """Return the date of an entry as printed, without the name of a time zone."""
    printed = item.published.strip()[:100]
    if _NO_DATE.match(printed):
        return ""
    if date_alone(printed) is None and (mail := _MAIL_DATE.match(printed)):
        return mail[1]
    return printed


def _fields(item: Item, date: str, fields: dict[str, str | None]) -> dict[str, object]:
    """Return the fields of an entry, with their values."""
    # The title may begin with a type: "Statement | Reopen the reading room".
    said = entry_fields(RawEntry(date, 0, item.title or None))
    kinds = [each for each in item.category if is_kind(each)]
    kind = said.get("type") or next(iter(kinds), None)
    tags = [each for each in item.category if each != kind]
    text, leads_on = without_read_more(item.content, item.title)
    parts = {
        "published": date,
        "title": said.get("title"),
        "author": "" if is_account(item.author) else item.author,
        "content": text,
        "link": list(item.links),
        "category": list(dict.fromkeys(tags)),
    }
    given: dict[str, object] = {
        field: parts[name] for name, field in fields.items() if field and parts[name]
    }
    if kind:
        given.setdefault("type", kind)
    if "text" in given and (leads_on or is_cut(text)):
        given["excerpt"] = True
    prefix, _, uuid = item.id.lower().rpartition(":")
    if f"{prefix}:" == URN and IS_UUID.fullmatch(uuid) and uuid[_VERSION] == "4":
        given["uuid"] = uuid
    return given


def _dated(
    found: Sequence[tuple[Item | None, EntryOrError]],
    *,
    undated: bool,
) -> tuple[list[EntryOrError], list[LeftOut]]:
    """Return two lists: the entries that have a date, and the items that are left out.

    If `undated` is True, an entry that has no date gets an interval as its date. The
    interval is between the dates of the entries before and after. If `undated` is
    False, such an entry is left out.
    """
    entries: list[EntryOrError] = []
    left_out: list[LeftOut] = []
    dates = [
        str(each.fields.get("date", "")) if isinstance(each, Entry) else ""
        for _, each in found
    ]
    for (item, each), own, date in zip(found, dates, dated_between(dates), strict=True):
        if item is None or not isinstance(each, Entry) or (own and not item.why_not):
            entries.append(each)
        elif undated and date and not item.why_not:
            entries.append(each._replace(fields={**each.fields, "date": date}))
        else:
            text = item.title or item.content or next(iter(item.links), "")
            left_out.append(LeftOut(item.line, text, item.why_not or "has no date"))
    return entries, left_out
