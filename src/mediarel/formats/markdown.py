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
title. Other files for site generators have different fields. `site_news.py` reads these
files.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

import regex
import yaml

from mediarel import errors
from mediarel.dates.edtf import KeptDate, kept_date
from mediarel.formats.encoding import BOM, Utf8Writer, beginning, refuse_binary, text_of
from mediarel.formats.entries import Entry, EntryOrError, Reading, ReadOptions
from mediarel.formats.front_matter import has_front_matter, our_fields, unreadable
from mediarel.model.fields import ALL_FIELDS, DATE_FIELDS, EARLIER_NAMES, GIVEN_FIELDS
from mediarel.release.headline import headline, title_of
from mediarel.text.lines import HARMFUL
from mediarel.text.markdown_marks import escaped, unescaped
from mediarel.text.tokens import graphemes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


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
