"""Compare the addresses of pages, and write them as links and after link texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_KEPT = re.compile(r"(?:https?://|mailto:)(?=\S)", re.IGNORECASE)
_LONGEST = 2000  # characters
_BEGINNING = re.compile(r"(?:https?://|mailto:)?(?:www\.)?", re.IGNORECASE)
_WRITTEN = re.compile(r"\s*<(?:https?://|[^\s<>@]+@)[^\s<>]*>")
# Nothing but a host and a path of plain letters, which most are.
_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)((?:/[\w.~-]++)*+)/?", re.ASCII)
# What a campaign or a social network adds: it says nothing of the page.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid", re.IGNORECASE)
_OPENED = ("http://", "https://")  # what a browser opens as a page
_IN_ADDRESS = "%!#$&'()*+,/:;=?@[]~"
# Before the host (RFC 3986, 3.2.1); also a password with a `/` that nobody escaped.
_LOGIN = re.compile(r"(?<=://)(?:[^/?#]*|[^/?#:@[]+:(?!\d*(?:[/?#]|$))[^@]*)@")
_NO_NUMBER = re.compile("%(?![0-9A-Fa-f]{2})")


def web_address(source: str) -> str:
    """Return `source` as a link leads to it, "" if no browser would open it.

    What is not allowed in an address stands there by its number (RFC 3986, 2.1).
    """
    if not source.lower().startswith(_OPENED):
        return ""
    return _NO_NUMBER.sub("%25", quote(source, safe=_IN_ADDRESS))


def without_login(url: str, mask: str = "") -> str:
    """Return `url` with `mask` instead of user names and passwords in it."""
    return _LOGIN.sub(mask, url)


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


def with_address(text: str, address: str) -> str:
    """Return the `text` of a link with its web or mail address.

    The address is left out if `text` has it.
    """
    address = "".join(address.split())
    kept = _KEPT.match(address)
    if not kept or not text.strip() or len(address) > _LONGEST:
        return text
    if kept[0].casefold() == "mailto:":
        address = address[kept.end() :].partition("?")[0]
    if _bare(address) in "".join(text.split()).casefold():
        return text
    bare = text.rstrip()
    return f"{bare} <{address}>{text[len(bare) :]}"


def without_addresses(text: str) -> str:
    """Return `text` without the addresses of its links."""
    return _WRITTEN.sub("", text) if "<" in text else text


def _bare(address: str) -> str:
    """Return `address` as a person writes it: without scheme and last slash."""
    beginning = _BEGINNING.match(address)
    return address[beginning.end() if beginning else 0 :].rstrip("/").casefold()
