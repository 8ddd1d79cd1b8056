"""Recognise and remove the number and marks of a name in a list."""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.words import SIGNING
from mediarel.text.urls import without_addresses

LONGEST_NAME = 300
_MARKS = "☆★✩✰※◇◆❖•·▪▫■□●○◦‣►▶➢✓✔*→・∙⁃\uf0b7"


def is_marked(line: str) -> bool:
    """Return whether `line` begins with a list mark: `• `, `- `."""
    bare = line.lstrip()
    return (bare[:1] in _MARKS and bool(bare)) or bare[:2] in {"- ", "– ", "— "}


def is_numbered(line: str) -> bool:
    """Return whether `line` begins with a list number: `1.`, `(1)`, `១.`."""
    return number().match(line) is not None


def without_number(line: str) -> str:
    """Return `line` without the number at its beginning."""
    found = number().match(line)
    return line[found.end() :] if found else line


def clean_name(name: str) -> str:
    """Return a name without list marks, separators and addresses, or ""."""
    name = without_addresses(name).strip().strip("\u200b").lstrip(f"{_MARKS} \t")
    name = re.sub(r"^[-–—]\s{1,20}", "", name)
    name = re.sub(
        r"(?:[;,]|\s[/|]|\s(?:and|und|et|y|e|ed|dan|và))\s*$", "", name.rstrip()
    ).strip()
    return name if any(letter.isalnum() for letter in name) else ""


def is_rest_of_list(name: str) -> bool:
    """Return whether `name` ends a list: `and others`, `12 others`, `et al.`."""
    return SIGNING.rest_of_list.fullmatch(name.strip(" .…")) is not None


@cache
def number() -> re.Pattern[str]:
    """Return a pattern for the number before a name: `1.`, `(1)`, `១.`."""
    return re.compile(
        r"\s{0,20}(?:[(\[]\d{1,4}[)\]]|\d{1,4}(?:[.)、។။．]|\s?[-–/](?=[\s\u0e00-\uffff]))(?!\d|org\b|com\b))"
        r"\s{0,20}(?=\S)"
    )


@cache
def loose_number() -> re.Pattern[str]:
    """Return a pattern for a number with no point before a name: `1 Harbour Watch`."""
    return re.compile(r"\s{0,20}(\d{1,4})\s{1,20}(?=\S)")


@cache
def bare_number() -> re.Pattern[str]:
    """Return a pattern for a number alone."""
    return re.compile(r"[(#]?\d{1,4}[.):]?")
