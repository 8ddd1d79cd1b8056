"""The names of WordprocessingML, as short as they are in its text (ECMA-376, 17)."""

from __future__ import annotations

from functools import cache

_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
}
_OFF = frozenset(("0", "false", "off", "none"))


@cache
def short(name: str) -> str:
    """Return the name of an element: `w:p`; `:p` of a namespace that counts not."""
    space, _, local = name.rpartition("}")
    return _SPACES.get(space, ":") + local


def values(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by their names without the namespace: `val`."""
    return {name.rpartition("}")[2]: value for name, value in attributes.items()}


def is_on(given: dict[str, str]) -> bool:
    """Tell whether a switch with these attributes is on: `<w:vanish/>` is."""
    return given.get("val", "1") not in _OFF
