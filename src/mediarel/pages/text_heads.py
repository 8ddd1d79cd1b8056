"""Read the headers of entries on a copied page: the rows around title and date."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.fields import entry_fields
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import is_reference, label_of
from mediarel.pages.layouts import BREAKS
from mediarel.pages.noise import is_noise, is_read_more
from mediarel.pages.page_rows import MORE, TEXT
from mediarel.pages.title_likeness import ends_sentence
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import BYLINE
from mediarel.release.asides import is_issuer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.found import Line, RawEntry
    from mediarel.pages.layouts import Page, Title


_LEAST = 4  # entries; fewer allow no conclusion
_LONGEST = 60
_SURE = 0.5  # share of names that contain words for organisations
_LONGEST_LABEL = 90
_LABEL = re.compile(r"[^|·•\t]{1,90}\Z")
_MINUTES = re.compile(r"\d{1,3}\s?(?:min(?:ute|uto|uti)?s?\b|menit|phút|นาที|នាទី|分)")
_FEW = 3  # at least one in so many entries has a label
_MOST = 0.8  # share of the entries that counts as all


class Head(NamedTuple):
    """The rows of a header, and the text next to the date."""

    rows: list[int]
    beside: list[str]


def head_of(page: Page, anchor: Anchor, title: Title | None) -> Head:
    """Return the header of an entry: its rows, and the text next to its date."""
    rows = [anchor.row]
    beside: list[str] = []
    before, after = anchor.before, anchor.after
    if title is not None and title.row == anchor.row:
        if title.text in after:
            after = after.replace(title.text, "\t", 1)
        else:
            before = before.replace(title.text, "\t", 1)
    if before.rstrip().endswith((":", "：")):  # "by Dara | Published:" of the date
        before = _LABEL.sub("", before)
    beside += [each for each in (before, after) if any(map(str.isalnum, each))]
    if title is not None and title.row != anchor.row:
        first, last = min(title.row, anchor.row), max(title.row, anchor.row)
        for n in range(first, last + 1):
            row = page.rows[n]
            if n in (title.row, anchor.row):
                continue
            if row.kind == TEXT:
                take_label(row.text, beside)
        rows = list(range(first, last + 1))
    return Head(rows, beside)


def with_names_between(page: Page, heads: list[Head]) -> list[Head]:
    """Return `heads` with the issuers in rows between date and title."""
    between = [
        [n for n in sorted(head.rows)[1:-1] if page.rows[n].kind == TEXT]
        for head in heads
    ]
    names = [page.rows[rows[0]].text if len(rows) == 1 else None for rows in between]
    if are_names(names):
        for head, name in zip(heads, names, strict=True):
            if name is not None and name not in head.beside:
                head.beside.insert(0, f"Author: {name}")
    return heads


def with_labels(page: Page, heads: list[Head]) -> list[Head]:
    """Return `heads` with label rows below, such as author or category."""
    taken = {row for head in heads for row in head.rows}
    below = [_kind_below(page, head, taken) for head in heads]
    has_kinds = sum(n is not None for n in below) > max(1, len(heads) / _FEW)
    gap = min((page.rows[min(head.rows)].blanks for head in heads[1:]), default=0)
    for head, kind in zip(heads, below, strict=True):
        if kind is not None and not has_kinds and page.rows[kind].blanks >= gap:
            continue  # The others have no kind there, so the row is an undated title.
        n = max(head.rows) + 1
        while n < len(page.rows) and n not in taken and is_label(page, n):
            head.beside.append(page.rows[n].text)
            head.rows.append(n)
            n += 1
    return heads


def _kind_below(page: Page, head: Head, taken: set[int]) -> int | None:
    """Return the row just below `head` if the row is only the name of a kind."""
    n = max(head.rows) + 1
    if n >= len(page.rows) or n in taken or not is_label(page, n):
        return None
    text = page.rows[n].text
    return n if is_kind(text) and label_of(text) is None else None


def without_kind(title: str) -> tuple[str, list[str]]:
    """Return a title in a row with a date without the kind at its end, and the kind."""
    bare = title.rstrip(" ,|·–—-")
    for sign in (",", "|", "·"):
        before, _, last = bare.rpartition(sign)
        if before and is_kind(last):
            return before.rstrip(" ,|·"), [last.strip()]
    return bare, []


def take_label(text: str, beside: list[str]) -> None:
    """Read a row between title and date: a label, a kind, or categories.

    Only kinds are used from categories; the others are sections of the site.
    """
    if label_of(text) or is_kind(text) or _is_byline(text):
        beside.append(text)
    else:
        parts = (part.strip() for part in text.replace("|", ",").split(","))
        beside += filter(is_kind, parts)


def _is_byline(text: str) -> bool:
    low = folded(text[:30])
    return len(text) <= _LONGEST_LABEL and any(low.startswith(f"{w} ") for w in BYLINE)


def is_label(page: Page, n: int) -> bool:
    """Return whether a row below a header still belongs to the header."""
    row = page.rows[n]
    if len(row.text) > _LONGEST_LABEL or row.kind in BREAKS or row.kind == MORE:
        return False
    if row.kind != TEXT:
        return False
    labelled = label_of(row.text)
    if labelled is not None:
        return labelled[0] != "tags" and len(labelled[1]) <= _LONGEST_LABEL
    return is_kind(row.text) or (_is_byline(row.text) and not ends_sentence(row.text))


def with_column_above(page: Page, heads: list[Head]) -> list[Head]:
    """Return `heads` with the row above each, if those rows are categories or kinds."""
    if len(heads) < 3:  # noqa: PLR2004 - of fewer nothing can be said
        return heads
    taken = {row for head in heads for row in head.rows}
    above = [page.away(min(head.rows), -1) for head in heads]
    rows = [row for row in above if row is not None and row not in taken]
    texts = [page.rows[row].text for row in rows]
    if len(rows) < _MOST * len(heads) or any(len(t) > _LONGEST_LABEL for t in texts):
        return heads
    counts = Counter(texts)
    numbers = sum(map(is_reference, texts)) >= _MOST * len(texts)
    is_column = len(counts) <= len(texts) / 2 or all(map(is_kind, texts)) or numbers
    # If the first entry has no row above, these rows end the entries above.
    first = above[0]
    if not is_column or first is None or first in taken:
        return heads
    text = page.rows[first].text
    if counts[text] < 2 and not is_kind(text) and not is_reference(text):  # noqa: PLR2004
        return heads
    found = []
    for head, row in zip(heads, above, strict=True):
        if row is None or row in taken:
            found.append(head)
            continue
        beside = list(head.beside)
        text = page.rows[row].text
        take_label(f"Author: {text}" if _is_timed(page, head) else text, beside)
        found.append(Head([row, *head.rows], beside))
    return found


def _is_timed(page: Page, head: Head) -> bool:
    """Return whether a header gives a reading time, which follows the author."""
    rows = (page.rows[n].text for n in range(min(head.rows), max(head.rows) + 1))
    return any(_MINUTES.match(text) for text in rows)


def are_names(lines: Sequence[str | None]) -> bool:
    """Return whether lines, one per entry, are the names of the issuers.

    Organisations issue more than one statement, so their names recur.
    """
    names = [line for line in lines if line is not None and _may_be_name(line)]
    if len(lines) < _LEAST or len(names) < _MOST * len(lines):
        return False
    distinct = set(names)
    sure = sum(map(is_issuer, distinct))
    return len(distinct) < len(names) and sure >= _SURE * len(distinct)


def _may_be_name(line: str) -> bool:
    return (
        len(line) <= _LONGEST
        and line[:1].isalpha()
        and not line[:1].islower()
        and not ends_sentence(line)
        and not is_kind(line)
        and label_of(line) is None
        and not is_noise(line)
        and not is_read_more(line)
    )


def with_names(entries: Sequence[RawEntry]) -> list[RawEntry]:
    """Return entries with the name that begins each text moved next to the date.

    The name is on a separate line above the text, below the title and the date.
    """
    firsts = [_first_of(each) for each in entries]
    if not are_names(firsts):
        return list(entries)
    return [
        entry
        if first is None or not _may_be_name(first)
        else entry._replace(
            beside=(f"Author: {first}", *entry.beside), body=_below(entry)
        )
        for entry, first in zip(entries, firsts, strict=True)
    ]


def _first_of(entry: RawEntry) -> str | None:
    """Return the first line of a text with more lines, or None."""
    said = [each.text.strip() for each in entry.body if each.text.strip()]
    if len(said) < 2 or is_read_more(said[1], entry.title):  # noqa: PLR2004 - and a text
        return None
    is_known = "program" in entry_fields(entry)
    return said[0] if entry.title and not is_known else None


def _below(entry: RawEntry) -> tuple[Line, ...]:
    """Return the body of an entry without its first non-empty line."""
    first = next(n for n, each in enumerate(entry.body) if each.text.strip())
    begin = first + 1
    while begin < len(entry.body) and not entry.body[begin].text.strip():
        begin += 1
    return entry.body[begin:]
