"""Write the address of a link after its text: `the report <https://salt.example>`."""

from __future__ import annotations

import re

_KEPT = re.compile(r"(?:https?://|mailto:)(?=\S)", re.IGNORECASE)
_LONGEST = 2000  # characters
_BEGINNING = re.compile(r"(?:https?://|mailto:)?(?:www\.)?", re.IGNORECASE)
_WRITTEN = re.compile(r"\s*<(?:https?://|[^\s<>@]+@)[^\s<>]*>")


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
