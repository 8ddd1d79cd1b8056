"""Compare the URLs of pages, and write URLs as link targets or in plain text."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_KEPT = re.compile(r"(?:https?://|mailto:)(?=\S)", re.IGNORECASE)
_LONGEST = 2000  # characters
_BEGINNING = re.compile(r"(?:https?://|mailto:)?(?:www\.)?", re.IGNORECASE)
_WRITTEN = re.compile(r"\s*<(?:https?://|[^\s<>@]+@)[^\s<>]*>")
# Only a host and a path of plain characters, which is the usual case.
_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)((?:/[\w.~-]++)*+)/?", re.ASCII)
# Tracking parameters, which don't identify the page.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid", re.IGNORECASE)
_OPENED = ("http://", "https://")  # schemes that a browser opens as a page
_IN_ADDRESS = "%!#$&'()*+,/:;=?@[]~"
# Before the host (RFC 3986, 3.2.1); also a password with an unescaped `/`.
_LOGIN = re.compile(r"(?<=://)(?:[^/?#]*|[^/?#:@[]+:(?!\d*(?:[/?#]|$))[^@]*)@")
# The URL of a copy in a web archive ends with the time of the capture and the original
# URL. The time can be shortened, and letters can follow it: 2012, 20120716093000id_.
_CAPTURE = re.compile(
    r"https?://[^/?#\s]+/(?:[^/?#\s]+/){0,3}?"
    r"(?P<time>[12]\d{3}(?:\d\d){0,5})(?:[a-z]{2}_)?/"
    r"(?:(?P<scheme>https?):/{1,2})?(?P<rest>(?(scheme)[^/\s]|www\.)\S+)",
    re.IGNORECASE | re.ASCII,
)
# A URL that every program accepts (RFC 3986).
_CHARACTER = r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_LINK = re.compile(
    r"https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?::(?:[0-9]{1,4}|[1-5][0-9]{4}))?"
    rf"(?:/{_CHARACTER}*)?(?:\?(?:{_CHARACTER}|\?)*)?(?:#(?:{_CHARACTER}|\?)*)?",
    re.ASCII | re.IGNORECASE,
)
_EARLIEST = "00000101000000"  # replaces the missing part of a time
_NO_NUMBER = re.compile("%(?![0-9A-Fa-f]{2})")


def web_address(source: str) -> str:
    """Return `source` as the target of a link, or "" if it is not an HTTP URL.

    Characters that are not allowed in URLs are percent-encoded (RFC 3986, 2.1).
    """
    if not source.lower().startswith(_OPENED):
        return ""
    return _NO_NUMBER.sub("%25", quote(source, safe=_IN_ADDRESS))


def link_to(source: str) -> str:
    """Return `source` as a URL that every program accepts, or "" if it can't be one."""
    address = web_address(source).replace("[", "%5B").replace("]", "%5D")
    return address if _LINK.fullmatch(address) else ""


def without_login(url: str, mask: str = "") -> str:
    """Replace the user name and password in a URL with `mask`."""
    return _LOGIN.sub(mask, url)


def address_key(url: str) -> str:
    """Return a key that is equal for all URLs of the same page.

    The key consists of the host, the path, the sorted query parameters and the
    fragment. It ignores the scheme, `www.`, a final slash, percent-encoding and
    tracking parameters.
    """
    if plain := _PLAIN.fullmatch(url):
        return plain[1] + plain[2]
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:  # an IPv6 host without its closing bracket, or too many fields
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


def capture_in(url: str) -> tuple[str, str] | None:
    """Return the original URL of a copy in a web archive, and the time of the capture.

    The time is in RFC 3339, UTC. Return None if `url` is not such a copy.
    """
    found = _CAPTURE.fullmatch(url)
    if found is None:
        return None
    digits = found["time"] + _EARLIEST[len(found["time"]) :]
    try:
        at = dt.datetime.strptime(f"{digits}Z", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
    original = f"{found['scheme'] or 'http'}://{found['rest']}"
    return original, at.strftime("%Y-%m-%dT%H:%M:%SZ")


def with_further(addresses: Sequence[str], further: Iterable[str]) -> list[str]:
    """Add the URLs in `further` to `addresses`, and return the new list.

    URLs of pages that are already in the list are left out.
    """
    found = list(addresses)
    keys = {address_key(each) for each in addresses}
    for each in further:
        if (key := address_key(each)) not in keys:
            keys.add(key)
            found.append(each)
    return found


def with_address(text: str, address: str) -> str:
    """Return the text of a link, followed by the web or mail address of the link.

    The address is left out if the text contains it.
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
    """Return `text` without the addresses added after links."""
    return _WRITTEN.sub("", text) if "<" in text else text


def _bare(address: str) -> str:
    """Return an address in lower case, without scheme, `www.` and final slash."""
    beginning = _BEGINNING.match(address)
    return address[beginning.end() if beginning else 0 :].rstrip("/").casefold()
