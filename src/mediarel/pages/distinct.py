"""The entries of a page, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.found import Passed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.found import RawEntry


def distinct(
    entries: Sequence[RawEntry],
) -> tuple[tuple[RawEntry, ...], list[Passed]]:
    """Return the entries without those that stand twice on the page, and these.

    Two of one date and title that differ in their issuers are two.
    """
    kept: dict[object, RawEntry] = {}
    twice = []
    for entry in entries:
        body = () if entry.title and entry.link else tuple(x.text for x in entry.body)
        key = (entry.date, entry.title, entry.beside, entry.link, body)
        if kept.setdefault(key, entry) is not entry:
            shown = entry.title or next((each.text for each in entry.body), "")
            twice.append(Passed(entry.line, shown, "stands on the page twice"))
    return tuple(kept.values()), twice
