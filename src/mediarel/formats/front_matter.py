"""Read the front matter above a text, written by mediarel or for a site generator.

- YAML between two lines `---`, with the fields of mediarel
- YAML between two lines `---`: Jekyll, Hugo, Eleventy
- TOML between two lines `+++`, or a JSON object: Hugo
- lines such as `Title: On land`, up to an empty line: Pelican

All values in YAML are read as text, so that `2012` and `no` are not converted. Aliases
are refused, because they could fill the memory. Tags of Python objects are ignored.
"""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from mediarel import errors
from mediarel.model.fields import FLAG_FIELDS, LIST_FIELDS, flag_said

# The value on the line of a field or of a list item. A value does not match if it is
# quoted or looks like the beginning of a YAML list, block or name.
_LITERAL = re.compile(
    r"""^(?P<name> [a-z_]+:[ \t]+ | [ \t]*-[ \t]+ )
    (?P<value> (?! [\[{|>&*!%@`] ) (?! "(?:[^"\\]|\\.)*"[ \t]*$ )
      (?! '(?:[^']|'')*'[ \t]*$ ) (?! [a-z_0-9]+:(?:[ \t]|$) )
      \S(?:.*[^ \t\n])?+ )
    [ \t]*+$ (?! \n[ \t]+[^-\s] )""",
    re.MULTILINE | re.VERBOSE,
)
_FLAGS = {"true": True, "false": False}
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
_HINT_OURS = (
    "Write a line with ---, then one field per line, such as date: 2012-07-16, then a "
    "line --- and the text."
)
_HINT_SITE = "Correct this line. A value that contains a colon or a # needs quotes."
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_LONGEST = 200_000  # characters
_FENCE = re.compile(r"^(---|\+\+\+)[ \t]*$")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
# The first line that is not a comment. It has a name, or is the closing line.
_FIRST = re.compile(r"(?:\s|\#[^\n]*+\n)*+(?:---|\.\.\.|[\"'\w-][^:=\n]{0,99}[:=])")
_LINE = re.compile(r" {0,3}([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*)|)$")
_MORE = re.compile(r"(?: {4}|\t)\s*(\S.*)$")
_IS_NEWS = frozenset(("title", "date"))
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_HINT = "Correct this line, or export the file again."


class FieldValue(NamedTuple):
    """A value in front matter, and the number of its line."""

    value: object
    line: int


class FrontMatter(NamedTuple):
    """The front matter of a file: its format, its values, and the text below it."""

    form: str
    values: dict[str, FieldValue]
    body: str


def unreadable(
    source: str, line: int | None, reason: str, hint: str = _HINT_OURS
) -> errors.UnreadableInputError:
    """Return an error about front matter.

    The default hint describes mediarel's own format.
    """
    return errors.UnreadableInputError(source, line, reason, hint)


def has_front_matter(start: str) -> bool:
    """Return whether a file that begins with `start` has front matter.

    Front matter in JSON is not recognised, because an export can begin in the same way.
    """
    text = start.removeprefix("\ufeff").replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    if _FENCE.fullmatch(first):
        return _FIRST.match(rest) is not None
    lines = _lines(text) if "\n\n" in text else None
    return lines is not None and {*map(str.lower, lines[0])} >= _IS_NEWS


def front_matter(text: str, source: str) -> FrontMatter | None:
    """Return the front matter of a file with the content `text`, and the text below it.

    Returns None if there is no front matter. Raises UnreadableInputError.
    """
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if fence := _FENCE.fullmatch(first):
        is_yaml = fence[1] == "---"
        end = (_YAML_END if is_yaml else _TOML_END).search(rest)
        if end is None:
            # A horizontal rule at the top of a text is not front matter.
            if not _FIRST.match(rest):
                return None
            reason = f"has no closing line {fence[1]} after its fields"
            raise unreadable(source, 1, reason, _HINT)
        inner = _checked(rest[: end.start()], source)
        values = (site_fields if is_yaml else _toml)(inner, source)
        return FrontMatter("YAML" if is_yaml else "TOML", values, rest[end.end() :])
    if text.lstrip().startswith("{"):
        return _json(text, source)
    lines = _lines(text)
    if lines is None or not {*map(str.lower, lines[0])} & _IS_NEWS:
        return None
    return FrontMatter("lines", *lines)


def _checked(front: str, source: str) -> str:
    """Return `front` if it is not too long. Otherwise raise UnreadableInputError."""
    if len(front) > _LONGEST:
        reason = f"has {len(front):,} characters of fields; the limit is {_LONGEST:,}"
        raise unreadable(source, 1, reason, _HINT)
    return front


def _toml(front: str, source: str) -> dict[str, FieldValue]:
    try:
        return _said(tomllib.loads(front), 2)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line = int(at[1]) + 1 if at else front.count("\n") + 2
        reason = f"is not TOML: {_AT.sub('', str(error)).strip()}"
        raise unreadable(source, line, reason, _HINT) from error
    except (ValueError, RecursionError) as error:  # a number that is too long
        reason = "has TOML that is nested too deep, or a number that is too long"
        raise unreadable(source, 2, reason, _HINT) from error


def _json(text: str, source: str) -> FrontMatter:
    start = text.index("{")
    above = text.count("\n", 0, start) + 1
    try:
        found, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        reason = f"is invalid JSON at column {error.colno}: {error.msg}"
        raise unreadable(source, error.lineno, reason, _HINT) from error
    except (ValueError, RecursionError) as error:
        reason = "has JSON that is nested too deep, or a number that is too long"
        raise unreadable(source, above, reason, _HINT) from error
    _checked(text[start:end], source)
    return FrontMatter("JSON", _said(found, above), text[end:])


def _said(found: Mapping[str, object], line: int) -> dict[str, FieldValue]:
    return {name: FieldValue(_plain(value), line) for name, value in found.items()}


def _plain(value: object) -> object:
    """Convert numbers and dates in a TOML or JSON value to text, as in YAML."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | dt.time):  # includes a date with a time
        return value.isoformat()
    return value if value is None else str(value)


def _lines(text: str) -> tuple[dict[str, FieldValue], str] | None:
    """Return the values of lines such as `Title: On land`, and the text below them.

    Returns None if there are no such lines, or if no empty line follows them.
    """
    values: dict[str, FieldValue] = {}
    name, place = "", 0
    for number, line in enumerate(text[:_LONGEST].split("\n"), 1):
        place += len(line) + 1
        if not line.strip():
            return (values, text[place:]) if values else None
        if found := _LINE.match(line):
            name = found[1].strip()
            values.setdefault(name, FieldValue((found[2] or "").strip(), number))
        elif name and (more := _MORE.match(line)):
            value, at = values[name]
            values[name] = FieldValue(f"{value} {more[1].strip()}".strip(), at)
        else:
            return None
    return (values, "") if values else None


def our_fields(front: str, source: str) -> dict[str, Any]:
    """Return the fields in `front`, the front matter of mediarel.

    `source` is the name of the file. The front matter begins on line 2 of the file. If
    a value needs quotes in YAML but has none, the value is still read as text. Raises
    UnreadableInputError.
    """
    said = site_fields(_LITERAL.sub(_quoted, front), source, _HINT_OURS, frozenset())
    if not said:
        raise unreadable(source, 2, 'has no fields between the two lines "---"')
    if "text" in said:
        reason = "has a field 'text'; write the text below the second ---"
        raise unreadable(source, said["text"].line, reason)
    fields = {name: value or None for name, (value, _) in said.items()}
    for name, value in fields.items():
        if isinstance(value, str) and name in LIST_FIELDS:
            fields[name] = [value]
        elif isinstance(value, str) and name in FLAG_FIELDS:
            fields[name] = flag_said(value)
    return fields


def site_fields(
    front: str, source: str, hint: str = _HINT_SITE, none: frozenset[str] = _NULLS
) -> dict[str, FieldValue]:
    """Return the fields in `front`, front matter in YAML.

    `source` is the name of the file. The front matter begins on line 2 of the file.
    `none` has the words that mean a missing value, such as `null`. `hint` is the
    hint for all errors. Raises UnreadableInputError.
    """
    found: dict[str, FieldValue] = {}
    try:
        node = _node(front, source)
        for name, said in _pairs(node, none) if node else ():
            if name in found:
                raise unreadable(source, said.line, f"has {name!r} twice")
            found[name] = said
    except RecursionError:
        raise unreadable(
            source, 2, "has lists that are nested too deep", hint
        ) from None
    except errors.UnreadableInputError as error:
        raise unreadable(source, error.line, error.reason, hint) from error
    return found


def _quoted(line: re.Match[str]) -> str:
    """Put quotes around the value of a line, so that YAML reads it as text."""
    value = line["value"].replace("'", "''")
    return f"{line['name']}'{value}'"


def _node(front: str, source: str) -> yaml.MappingNode | None:
    """Parse YAML, and return its top node. Return None if it has only comments."""
    try:
        node = yaml.compose(front, Loader=_loader(source))
    except yaml.reader.ReaderError as error:
        line = front.count("\n", 0, error.position)
        reason = f"YAML does not allow the character U+{error.character:04X}"
        raise unreadable(source, line + 2, reason) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        reason = f"is not YAML: {error.problem}"
        raise unreadable(source, line + 2, reason) from error
    except (ValueError, OverflowError) as error:  # for the escape "\UFFFFFFFF"
        reason = f"is not YAML: {error}"
        raise unreadable(source, 2, reason) from error
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise unreadable(source, 2, 'has no fields between the two lines "---"')
    return node


def _loader(source: str) -> type[yaml.BaseLoader]:
    """Return a loader that reads all values as text, so that `2012` and `no` stay text.

    The loader ignores tags. It refuses aliases, because nine lines of aliases can fill
    the memory.
    """

    class Loader(yaml.BaseLoader):
        """A loader that refuses aliases."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> Any:
            if self.check_event(yaml.AliasEvent):
                event: Any = self.peek_event()  # type: ignore[no-untyped-call]
                what = f"has the YAML alias *{event.anchor}, which is not supported"
                raise unreadable(source, event.start_mark.line + 2, what)
            return super().compose_node(parent, index)

    return Loader


def _pairs(
    mapping: yaml.MappingNode, none: frozenset[str]
) -> Iterator[tuple[str, FieldValue]]:
    """Yield each name, its value and its line. The words in `none` are read as None."""
    for name, value in mapping.value:
        yield str(name.value), FieldValue(_value(value, none), name.start_mark.line + 2)


def _value(node: yaml.Node, none: frozenset[str]) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, none) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        values = {name: said.value for name, said in _pairs(node, none)}
        for name in ("size", "pages"):  # of a file; no other field is a number
            if _WHOLE_NUMBER.fullmatch(str(values.get(name))):
                values[name] = int(str(values[name]))
        if "sha256" in values:  # a file, which has only this flag
            values["private"] = _FLAGS.get(str(values.get("private")))
        return values
    is_plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if is_plain and node.value in none else node.value
