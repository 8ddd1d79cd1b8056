"""Choose the URLs of a statement that readers can open: sources or archived copies."""

from collections.abc import Iterable

from mediarel.model.parts import DatedUrl
from mediarel.model.statement import Draft
from mediarel.text.urls import address_key, capture_in


def best_copy(
    statement: Draft, source: str, copies: Iterable[DatedUrl] = ()
) -> DatedUrl | None:
    """Return the archived copy of a source whose time is closest to the statement.

    A later copy may show a different page. The candidates are `archived` of the
    statement, and `copies`. If the URL of a copy doesn't contain the original URL, it
    is a copy of all sources.
    """
    key = address_key(source)
    found = [
        each
        for each in (*statement.archived, *copies)
        if (capture := capture_in(each.url)) is None or address_key(capture[0]) == key
    ]
    issued = _days(statement.date.first)
    return min(found, key=lambda copy: abs(_days(copy.at) - issued), default=None)


def _days(date: str) -> int:
    """Return a number of days, approximately, that can be compared."""
    year, month, day = map(int, date[:10].split("-"))
    return (year * 12 + month) * 31 + day


def reachable(statement: Draft) -> tuple[str, ...]:
    """Return the sources. An archived copy replaces a source that is gone."""
    if not statement.gone:
        return statement.sources
    gone = {each.url for each in statement.gone}
    copies = {
        url: copy.url
        for url in statement.sources
        if url in gone and (copy := best_copy(statement, url))
    }
    return tuple(dict.fromkeys(copies.get(url, url) for url in statement.sources))
