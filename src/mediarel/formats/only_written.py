"""What mediarel writes for others, and doesn't read: known by how it begins."""

from __future__ import annotations

import re

from mediarel.formats.encoding import beginning

_KINDS = {
    "biblatex": "a bibliography for LaTeX",
    "csl": "a bibliography in CSL-JSON",
    "dublincore": "Dublin Core",
    "ead": "a finding aid",
    "jsonld": "JSON-LD",
    "ris": "a bibliography in RIS",
}
# Of JSON, what stands in its first object: as it is written, also by others.
_BEGINNINGS = {
    "biblatex": re.compile(r"\s*+@[A-Za-z]+\{[^\s,{}]*+,\s"),
    "csl": re.compile(
        r'\s*+\[\s*+\{(?=.*?"(?:issued|author)"\s*+:\s*+\[?\s*+'
        r'\{\s*+"(?:literal|family|date-parts)")',
        re.DOTALL,
    ),
    "dublincore": re.compile(r"\s*+(?:<\?[^>]*+>\s*+)?(?:<records>\s*+)?<oai_dc:dc\s"),
    "ead": re.compile(r'\s*+(?:<\?[^>]*+>\s*+)?<ead\s[^>]*urn:isbn:1-931666-22-9"'),
    "jsonld": re.compile(
        r'\s*+\{\s*+"@context"\s*+:\s*+"https?://schema\.org/?"\s*+,\s*+"@graph"'
    ),
    "ris": re.compile(r"\s*+TY  - [A-Z]+ *+\r?\n"),
}


def only_written(start: bytes) -> str | None:
    """Return what it is that begins with `start`, None where it is none of these.

    A program that reads it may have written it, too.
    """
    text = beginning(start).removeprefix("\ufeff")
    found = (_KINDS[name] for name, begins in _BEGINNINGS.items() if begins.match(text))
    return next(found, None)
