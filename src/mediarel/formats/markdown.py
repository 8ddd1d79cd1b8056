"""Read and write Markdown: the fields as YAML front matter, and the text below.

    ---
    date: 2012-07-16
    program: CLEC
    title:
    tags:
    - radio
    ---

    Phnom Penh (July 16, 2012) – The undersigned organizations …

If a character in the text would be Markdown markup, a backslash is written before it.
CommonMark (2.4) allows this for all ASCII punctuation. Reading removes the backslash.

An export to a single file writes all statements into it, one after the other. An
export to a folder writes a file for each statement.

The files in a folder are for site generators. Hugo and Pelican need a title and a whole
date for each page, and Pelican makes the name of a page from its title. So a file in a
folder has additional fields:

- `slug`: the name of the file without `.md`
- `date_known`: the date of the statement, if the date is partial or uncertain. In this
  case, `date` is the first day of `date_known`.
- `linktitle`: the headline, if the statement has no title. In this case, `title` is the
  headline too.

Reading removes these fields. If `title` and `linktitle` are equal, the statement has no
title.

Files for site generators have front matter in one of these formats. `site_news.py`
finds the statement in them:

- YAML between two lines `---`: Jekyll, Hugo, Eleventy
- TOML between two lines `+++`, or a JSON object: Hugo
- lines such as `Title: On land`, up to an empty line: Pelican

All values in YAML are read as text, so that `2012` and `no` are not converted. Aliases
are refused, because they could fill the memory. Tags of Python objects are ignored.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
import unicodedata
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import regex
import yaml

from mediarel import errors
from mediarel.dates.edtf import KeptDate, kept_date
from mediarel.formats.encoding import BOM, Utf8Writer, beginning, refuse_binary, text_of
from mediarel.formats.entries import Entry, EntryOrError, Reading, ReadOptions
from mediarel.model.fields import (
    ALL_FIELDS,
    DATE_FIELDS,
    EARLIER_NAMES,
    FLAG_FIELDS,
    GIVEN_FIELDS,
    LIST_FIELDS,
    flag_said,
)
from mediarel.release.headline import headline, title_of
from mediarel.text.lines import HARMFUL, escaped, unescaped
from mediarel.text.tokens import graphemes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


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
_FRONT_FENCE = re.compile(r"^(---|\+\+\+)[ \t]*$")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
# The first line that is not a comment. It has a name, or is the closing line.
_FIRST = re.compile(r"(?:\s|\#[^\n]*+\n)*+(?:---|\.\.\.|[\"'\w-][^:=\n]{0,99}[:=])")
_NAMED_LINE = re.compile(r" {0,3}([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*)|)$")
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
    if _FRONT_FENCE.fullmatch(first):
        return _FIRST.match(rest) is not None
    lines = _lines(text) if "\n\n" in text else None
    return lines is not None and {*map(str.lower, lines[0])} >= _IS_NEWS


def front_matter(text: str, source: str) -> FrontMatter | None:
    """Return the front matter of a file with the content `text`, and the text below it.

    Returns None if there is no front matter. Raises UnreadableInputError.
    """
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if fence := _FRONT_FENCE.fullmatch(first):
        is_yaml = fence[1] == "---"
        end = (_YAML_END if is_yaml else _TOML_END).search(rest)
        if end is None:
            # A horizontal rule at the top of a text is not front matter.
            if not _FIRST.match(rest):
                return None
            reason = f"has no closing line {fence[1]} after its fields"
            raise unreadable(source, 1, reason, _HINT)
        inner = _checked(rest[: end.start()], source)
        values = (yaml_fields if is_yaml else _toml)(inner, source)
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
        if found := _NAMED_LINE.match(line):
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
    said = yaml_fields(
        _LITERAL.sub(_with_quotes, front), source, _HINT_OURS, frozenset()
    )
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


def yaml_fields(
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


def _with_quotes(line: re.Match[str]) -> str:
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


SLUG = "slug"
HEADLINE = "linktitle"
KNOWN_DATE = "date_known"
# Older files have `modified_at` instead of `modified`, or `date_known` but no `date`.
_NAME_OF = {KNOWN_DATE: "date", "modified_at": "modified"}
NAMES = frozenset((SLUG, HEADLINE, *_NAME_OF))
_FILE = re.compile(r"(?:since-|until-)?[0-9]{4}.*-[0-9]+\.md")
_MOST_LETTERS = 60  # for all words in a file name
# The limit for a file name. Most systems allow 255 bytes, but some programs add endings
# or write each byte as `%E1` in a URL.
_MOST_BYTES = 120
_ENDING = ".md"
_QUOTES = re.compile("['’‘ʼ]")
_UNSURE = re.compile("[?~]")
# The beginning of a document if there are several: the first field is the ID.
_DOCUMENT = re.compile(r"^---[ \t]*\n(?=id:)", re.MULTILINE)
_NAME = re.compile(r"^([A-Za-z_][\w-]{0,60}):", re.MULTILINE)
_OURS = frozenset(("uuid", "date", "program"))
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# PyYAML would quote these values, because they look like dates or numbers. mediarel
# reads all values as text, so the quotes are not needed.
_UNQUOTED = frozenset((*DATE_FIELDS, SLUG))
# A line of a list item, or of an object in a list.
_ITEM = re.compile("^(?=[ -])", re.MULTILINE)
# Invisible characters. PyYAML does not escape all of them.
_UNSEEN = re.compile(f"[{HARMFUL}]")
# Values that Hugo and other programs would not read as text: `y`, `1e3`, `2012-7-6`.
_NO_TEXT = re.compile(
    r"[yYnN]|[-+]?(?:\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
)


def write(
    statements: Iterable[Statement], out: BinaryIO, _options: WriteOptions
) -> None:
    """Write `statements` to `out`, one document after the other."""
    text = Utf8Writer(out)
    between = ""
    for statement in statements:
        text.write(between + write_one(statement.to_json()))
        between = "\n"


def files(
    statements: Iterable[Statement], _name: str, _options: WriteOptions
) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
    """Yield the file name of each statement, and a function that writes the file."""
    for statement in statements:
        yield file_name(statement, ".md"), partial(_write_file, statement)


def is_own(found: str, _name: str) -> bool:
    """Return True if a file name looks like a name that `files` yields."""
    return _FILE.fullmatch(found) is not None


def _write_file(statement: Statement, out: BinaryIO) -> None:
    # If a value has several lines, Pelican needs an indent of four spaces.
    out.write(write_one(site_fields(statement), indent="    ").encode())


def sniff(start: bytes) -> bool:
    """Return whether a file that begins with `start` has front matter."""
    return has_front_matter(beginning(start))


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`, an export or the file of a site generator.

    Raises UnreadableInputError.
    """
    text = text_of(data, options.encoding, source).replace("\r\n", "\n")
    if _is_ours(text):
        return Reading(_documents(text, source), "our own fields")
    from mediarel.formats.site_news import read_news  # noqa: PLC0415 - loads much

    refuse_binary(data, source)
    return read_news(text, source, options)


def _is_ours(text: str) -> bool:
    first, _, rest = text.removeprefix(BOM).partition("\n")
    fence = _FENCE.search(rest) if _FENCE.fullmatch(first) else None
    found = _NAME.findall(rest, 0, fence.start()) if fence else []
    names = {_NAME_OF.get(name, name) for name in found} - NAMES
    return names >= _OURS and names <= {*ALL_FIELDS, *EARLIER_NAMES}


def _documents(text: str, source: str) -> Iterator[EntryOrError]:
    """Yield an entry for each document in `text`, or an error if it can't be read."""
    text = text.removeprefix(BOM)
    starts = [0, *(found.start() for found in _DOCUMENT.finditer(text, 1))]
    line = 1
    for start, end in pairwise([*starts, len(text)]):
        document = text[start:end]
        try:
            fields = read_one(document, source)
        except errors.UnreadableInputError as error:
            place = line + (error.line or 1) - 1
            yield errors.UnreadableInputError(source, place, error.reason, error.hint)
        else:
            yield Entry(fields, line, said=frozenset(GIVEN_FIELDS))
        line += document.count("\n")


def write_one(fields: Mapping[str, Any], indent: str = "") -> str:
    """Return a statement as a Markdown document. `fields` are its JSON values.

    For all fields, pass `Statement.to_json()`. For the fields that a user may set, pass
    `Draft.fields()`. A field that has no value is written too, so that a user can fill
    in the value. The items of lists are indented by `indent`.
    """
    front = "".join(_yaml(name, fields[name]) for name in fields if name != "text")
    front = _ITEM.sub(indent, front)
    text = fields.get("text")
    body = f"\n{escaped(text)}\n" if text else ""
    return f"---\n{front}---\n{body}"


def read_one(text: str, source: str) -> dict[str, object]:
    """Return the fields of the only document in `text`, as values for `read_draft`.

    Raises UnreadableInputError.
    """
    text = text.removeprefix(BOM).replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    if not _FENCE.fullmatch(first):
        raise unreadable(source, 1, "does not begin with the line ---")
    fence = _FENCE.search(rest)
    if fence is None:
        raise unreadable(source, 1, "has no closing line --- after its fields")
    fields = our_values(our_fields(rest[: fence.start()], source), source)
    fields["text"] = unescaped(rest[fence.end() :].strip("\n")) or None
    return fields


def _yaml(name: str, value: object) -> str:
    """Return the lines of one field in YAML."""
    if value is None:
        return f"{name}:\n"
    if name in _UNQUOTED:
        return f"{name}: {value}\n"
    written: str = yaml.dump(
        {name: value},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=float("inf"),
    )
    # Text with invisible characters is now in double quotes, so YAML allows escapes.
    return _UNSEEN.sub(_numbered, written)


def _numbered(found: re.Match[str]) -> str:
    """Return the YAML escape for an invisible character, with four or eight digits."""
    number = ord(found[0])
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004


class _Dumper(yaml.SafeDumper):
    """A YAML dumper that puts text with invisible characters in double quotes."""


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if _NO_TEXT.fullmatch(text) else None
    style = '"' if _UNSEEN.search(text) or "\n" in text else style
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _represent)


def site_fields(statement: Statement) -> dict[str, Any]:
    """Return the fields of a statement for a file in a folder, as JSON values."""
    found: dict[str, Any] = {}
    for name, value in statement.to_json().items():
        # Pelican would read the brackets of an empty list as a tag.
        found[name] = None if value == [] else value
        if name == "date" and value != statement.date.first:
            found[name], found[KNOWN_DATE] = statement.date.first, value
        if name == "title":
            found[SLUG] = file_name(statement, "")
            if not value:
                found[name] = found[HEADLINE] = title_of(statement)
    return found


def our_values(fields: dict[str, Any], source: str) -> dict[str, Any]:
    """Return `fields` without the fields that are only for site generators.

    Raises UnreadableInputError if `date` and `date_known` contradict each other,
    because somebody has changed one of them.
    """
    found = {name: value for name, value in fields.items() if name not in NAMES}
    if HEADLINE in fields and fields[HEADLINE] == fields.get("title"):
        found["title"] = None
    for kept, name in _NAME_OF.items():
        if kept not in fields:
            continue
        value = fields[kept]
        if name in fields and _first_day(value) != fields[name]:
            reason = f"{name} {fields[name]} and {kept} {value} disagree"
            raise unreadable(source, 2, reason, "Delete the wrong line.")
        found[name] = value
    return found


def _first_day(date: object) -> str:
    """Return the first day of an EDTF date, or "" if the date is invalid."""
    try:
        return kept_date(str(date)).first
    except errors.InvalidDateError:
        return ""


def file_name(statement: Statement, ending: str) -> str:
    """Return a unique file name for a statement: `2012-07-16-free-the-radio-3.md`.

    The name consists of the date, the headline and the id. It has at most 120 bytes,
    including the ending `.md`. Marks of an uncertain date are left out, and so are
    characters that a system might not allow.
    """
    date, number = _date(statement.date), str(statement.id)
    room = _MOST_BYTES - len(f"{date}--{number}{_ENDING}")
    words = _words(headline(statement), room)
    return "-".join(part for part in (date, words, number) if part) + ending


def _date(date: KeptDate) -> str:
    begin, between, end = _UNSURE.sub("", str(date)).partition("/")
    if not between:
        return begin
    if begin == "..":
        return f"until-{end}"
    return f"since-{begin}" if end == ".." else f"{begin}-to-{end}"


def _words(text: str, room: int) -> str:
    """Return as many words of `text` as fit into `room` bytes, joined by `-`."""
    plain = unicodedata.normalize("NFC", _QUOTES.sub("", text).lower())
    kept = ""
    for word in regex.findall(r"[\p{L}\p{M}\p{N}]+", plain):
        longer = f"{kept}-{word}" if kept else word
        if not _fits(longer, room):
            return kept or _cut(word, room)
        kept = longer
    return kept


def _cut(word: str, room: int) -> str:
    """Return as much of a long word as fits, without splitting a grapheme."""
    end = 0
    for _, place in graphemes(word):
        if not _fits(word[:place], room):
            break
        end = place
    return word[:end]


def _fits(words: str, room: int) -> bool:
    return len(words) <= _MOST_LETTERS and len(words.encode()) <= room
