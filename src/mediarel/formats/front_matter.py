"""The front matter of a site generator's file: what stands above its text, and how.

- YAML between lines of `---`: Jekyll, Hugo, Eleventy
- TOML between lines of `+++`, or JSON as one object: Hugo
- lines such as `Title: On land`, ended by an empty one: Pelican
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from mediarel.formats.yaml_front import Said, site_fields, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 200_000  # letters
_FENCE = re.compile(r"^(---|\+\+\+)[ \t]*$")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
# The first line that is no comment: a name, or the end.
_FIRST = re.compile(r"(?:\s|\#[^\n]*+\n)*+(?:---|\.\.\.|[\"'\w-][^:=\n]{0,99}[:=])")
_LINE = re.compile(r" {0,3}([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*)|)$")
_MORE = re.compile(r"(?: {4}|\t)\s*(\S.*)$")
_IS_NEWS = frozenset(("title", "date"))
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_HINT = "Correct it there, or have it written anew."


class FrontMatter(NamedTuple):
    """What stands above a text: its form, what it says, and the text below."""

    form: str
    values: dict[str, Said]
    body: str


def has_front_matter(start: str) -> bool:
    """Tell whether a file that begins with `start` has front matter.

    JSON alone is none that can be told: an export begins so too.
    """
    text = start.removeprefix("\ufeff").replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    if _FENCE.fullmatch(first):
        return _FIRST.match(rest) is not None
    lines = _lines(text) if "\n\n" in text else None
    return lines is not None and {*map(str.lower, lines[0])} >= _IS_NEWS


def front_matter(text: str, source: str) -> FrontMatter | None:
    """Return the front matter of `text` and its body, None where it has none.

    Raises UnreadableInputError.
    """
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if fence := _FENCE.fullmatch(first):
        is_yaml = fence[1] == "---"
        end = (_YAML_END if is_yaml else _TOML_END).search(rest)
        if end is None:
            # A rule above a text that has no fields is none.
            if not _FIRST.match(rest):
                return None
            reason = f"has no second {fence[1]} that ends its fields"
            raise unreadable(source, 1, reason, _HINT)
        inner = _short(rest[: end.start()], source)
        values = (site_fields if is_yaml else _toml)(inner, source)
        return FrontMatter("YAML" if is_yaml else "TOML", values, rest[end.end() :])
    if text.lstrip().startswith("{"):
        return _json(text, source)
    lines = _lines(text)
    if lines is None or not {*map(str.lower, lines[0])} & _IS_NEWS:
        return None
    return FrontMatter("lines", *lines)


def _short(front: str, source: str) -> str:
    """Return front matter, which is refused where it is too long to be any."""
    if len(front) > _LONGEST:
        reason = f"has {len(front):,} letters of fields, more than any file needs"
        raise unreadable(source, 1, reason, _HINT)
    return front


def _toml(front: str, source: str) -> dict[str, Said]:
    try:
        return _said(tomllib.loads(front), 2)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line = int(at[1]) + 1 if at else front.count("\n") + 2
        reason = f"is not TOML: {_AT.sub('', str(error)).strip()}"
        raise unreadable(source, line, reason, _HINT) from error
    except (ValueError, RecursionError) as error:  # a number that is too long
        reason = "is not TOML that can be read: nested too deep, or a number too long"
        raise unreadable(source, 2, reason, _HINT) from error


def _json(text: str, source: str) -> FrontMatter:
    start = text.index("{")
    above = text.count("\n", 0, start) + 1
    try:
        found, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        reason = f"is not JSON at column {error.colno}: {error.msg}"
        raise unreadable(source, error.lineno, reason, _HINT) from error
    except (ValueError, RecursionError) as error:
        reason = "is not JSON that can be read: nested too deep, or a number too long"
        raise unreadable(source, above, reason, _HINT) from error
    _short(text[start:end], source)
    return FrontMatter("JSON", _said(found, above), text[end:])


def _said(found: Mapping[str, object], line: int) -> dict[str, Said]:
    return {name: Said(_plain(value), line) for name, value in found.items()}


def _plain(value: object) -> object:
    """Return a value of TOML or JSON as YAML has it here: text, a list or an object."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | dt.time):  # a time of a day is a date too
        return value.isoformat()
    return value if value is None else str(value)


def _lines(text: str) -> tuple[dict[str, Said], str] | None:
    """Return what lines such as `Title: On land` say, and the text below them.

    None where there are none, or no empty line ends them.
    """
    values: dict[str, Said] = {}
    name, place = "", 0
    for number, line in enumerate(text[:_LONGEST].split("\n"), 1):
        place += len(line) + 1
        if not line.strip():
            return (values, text[place:]) if values else None
        if found := _LINE.match(line):
            name = found[1].strip()
            values.setdefault(name, Said((found[2] or "").strip(), number))
        elif name and (more := _MORE.match(line)):
            value, at = values[name]
            values[name] = Said(f"{value} {more[1].strip()}".strip(), at)
        else:
            return None
    return (values, "") if values else None
