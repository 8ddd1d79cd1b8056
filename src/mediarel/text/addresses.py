"""Addresses of pages: whether two of them lead to the same one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Nothing but a host and a path of plain letters, which most are.
_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)((?:/[\w.~-]++)*+)/?", re.ASCII)
# What a campaign or a social network adds: it says nothing of the page.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid", re.IGNORECASE)


def address_key(url: str) -> str:
    """Return what two addresses of one page have in common.

    That is host and path, and what the query names, in any order; not the scheme, a
    `www.`, a slash at the end, or how letters are escaped.
    """
    if plain := _PLAIN.fullmatch(url):
        return plain[1] + plain[2]
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:  # an IPv6 host without its closing bracket, too many fields
        return url
    named = sorted(pair for pair in query if not _TRACKING.fullmatch(pair[0]))
    host = parts.netloc.lower().removeprefix("www.")
    path = quote(unquote(parts.path)).rstrip("/")
    return "".join(
        (
            host,
            path,
            f"?{urlencode(named)}" if named else "",
            f"#{parts.fragment}" if parts.fragment else "",
        )
    )


def with_further(addresses: Sequence[str], further: Iterable[str]) -> list[str]:
    """Return `addresses`, and behind them those of `further` that lead elsewhere."""
    found = list(addresses)
    keys = {address_key(each) for each in addresses}
    for each in further:
        if (key := address_key(each)) not in keys:
            keys.add(key)
            found.append(each)
    return found
