r"""Markdown: the fields as YAML front matter, the text below it as paragraphs.

    ---
    date: 2012-07-16
    program: CLEC
    title:
    tags:
    - radio
    ---

    Phnom Penh (July 16, 2012) – The undersigned organizations …

Several stand one after the other, or in a folder each in a file of its own
(`site_files.py`). A file of a site generator has fields of its own: `site_news.py`
reads it.

In the text, what is markup to Markdown gets a backslash in front, as any ASCII
punctuation may have (CommonMark, 2.4); reading takes it off.
"""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.errors import UnreadableInputError
from mediarel.formats.encoding import beginning, text_of
from mediarel.formats.reading import Entry, Reading
from mediarel.formats.site_files import SLUG, our_names, our_values
from mediarel.formats.utf8 import BOM, Utf8Writer, refuse_binary
from mediarel.formats.yaml_front import our_fields, unreadable
from mediarel.model.fields import ALL_FIELDS, DATE_FIELDS, EARLIER_NAMES, GIVEN_FIELDS
from mediarel.text.lines import HARMFUL
from mediarel.text.markdown_marks import escaped, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import yaml

    from mediarel.formats.reading import ReadOptions
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

# Where one of several documents begins: the first field of each is its id.
_DOCUMENT = re.compile(r"^---[ \t]*\n(?=id:)", re.MULTILINE)
_NAME = re.compile(r"^([A-Za-z_][\w-]{0,60}):", re.MULTILINE)
_OURS = frozenset(("uuid", "date", "program"))
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# YAML would quote these, as they look like its dates and numbers. Here everything
# is read as text, and they hold nothing that needs quotes.
_UNQUOTED = frozenset((*DATE_FIELDS, SLUG))

# A line of a list or of an object in it.
_ITEM = re.compile("^(?=[ -])", re.MULTILINE)

# PyYAML writes some of these unescaped, although nobody would see them.
_UNSEEN = re.compile(f"[{HARMFUL}]")

# What is no text to other readers of YAML, such as Hugo: `y`, `1e3`, `0o7`, `2012-7-6`.
_NO_TEXT = re.compile(
    r"[yYnN]|[-+]?(?:\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
)
_UUID = re.compile(rb"^uuid: *([0-9a-f-]{36})\s", re.MULTILINE)
_HEAD = 100_000  # bytes of a file in which its uuid stands


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
    """Yield the name of the file of each of `statements`, and what writes it."""
    from mediarel.formats.site_files import file_name  # noqa: PLC0415 - only for these

    for statement in statements:
        yield file_name(statement, ".md"), partial(_write_file, statement)


def is_own(found: str, _name: str) -> bool:
    """Tell whether `found` is such a name as the file of a statement has."""
    from mediarel.formats.site_files import is_file_name  # noqa: PLC0415 - as above

    return is_file_name(found)


def uuids_in(file: BinaryIO) -> set[str]:
    """Return the UUID of the statement in such a file."""
    found = _UUID.search(file.read(_HEAD))
    return {found[1].decode()} if found else set()


def _write_file(statement: Statement, out: BinaryIO) -> None:
    from mediarel.formats.site_files import site_fields  # noqa: PLC0415 - as above

    # Pelican reads a value on several lines only if these are indented by four spaces.
    out.write(write_one(site_fields(statement), indent="    ").encode())


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` has front matter."""
    from mediarel.formats.front_matter import has_front_matter  # noqa: PLC0415

    return has_front_matter(beginning(start))


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`: ours, or the one of a site generator's file.

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
    names = our_names(found)
    return names >= _OURS and names <= {*ALL_FIELDS, *EARLIER_NAMES}


def _documents(text: str, source: str) -> Iterator[Entry | UnreadableInputError]:
    """Yield each of the documents in `text`; an error for one that can't be read."""
    text = text.removeprefix(BOM)
    starts = [0, *(found.start() for found in _DOCUMENT.finditer(text, 1))]
    line = 1
    for start, end in pairwise([*starts, len(text)]):
        document = text[start:end]
        try:
            fields = read_one(document, source)
        except UnreadableInputError as error:
            place = line + (error.line or 1) - 1
            yield UnreadableInputError(source, place, error.reason, error.hint)
        else:
            yield Entry(fields, line, said=frozenset(GIVEN_FIELDS))
        line += document.count("\n")


def write_one(fields: Mapping[str, Any], indent: str = "") -> str:
    """Return the document of one statement, whose JSON values `fields` holds.

    `Statement.to_json()` gives all of them, `Draft.fields()` those that a user
    may set. A field that is None has no value there, so that it can be filled in.
    `indent` is put before the items of lists.
    """
    front = "".join(_yaml(name, fields[name]) for name in fields if name != "text")
    front = _ITEM.sub(indent, front)
    text = fields.get("text")
    body = f"\n{escaped(text)}\n" if text else ""
    return f"---\n{front}---\n{body}"


def read_one(text: str, source: str) -> dict[str, object]:
    """Return the fields of the one document in `text`, as `read_draft` takes them.

    Raises UnreadableInputError.
    """
    text = text.removeprefix(BOM).replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    if not _FENCE.fullmatch(first):
        raise unreadable(source, 1, "does not begin with ---")
    fence = _FENCE.search(rest)
    if fence is None:
        raise unreadable(source, 1, "has no second --- that ends its fields")
    fields = our_values(our_fields(rest[: fence.start()], source), source)
    fields["text"] = unescaped(rest[fence.end() :].strip("\n")) or None
    return fields


def _yaml(name: str, value: object) -> str:
    """Return the lines of one field."""
    import yaml  # noqa: PLC0415 - costs 15 ms, which most commands needn't pay

    if value is None:
        return f"{name}:\n"
    if name in _UNQUOTED:
        return f"{name}: {value}\n"
    written: str = yaml.dump(
        {name: value},
        Dumper=_dumper(),
        allow_unicode=True,
        sort_keys=False,
        width=float("inf"),
    )
    # What is unseen stands between double quotes now, where it has an escape.
    return _UNSEEN.sub(_numbered, written)


def _numbered(found: re.Match[str]) -> str:
    """Return a character's number as YAML has it, with four figures or eight."""
    number = ord(found[0])
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004


@cache
def _dumper() -> type[yaml.SafeDumper]:
    """Return a dumper that double-quotes text with characters that nobody sees."""
    import yaml  # noqa: PLC0415 - as above

    class Dumper(yaml.SafeDumper):
        """A dumper with a representer of its own for text."""

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = "'" if _NO_TEXT.fullmatch(text) else None
        style = '"' if _UNSEEN.search(text) or "\n" in text else style
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)

    Dumper.add_representer(str, represent)
    return Dumper
