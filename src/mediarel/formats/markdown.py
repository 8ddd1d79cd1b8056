r"""Markdown: the fields as YAML front matter, the text below it as paragraphs.

    ---
    date: 2012-07-16
    program: CLEC
    title:
    tags:
    - radio
    ---

    Phnom Penh (July 16, 2012) – The undersigned organizations …

In the text, what is markup to Markdown gets a backslash in front, as any ASCII
punctuation may have (CommonMark, 2.4); reading takes it off.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.errors import UnreadableInputError
from mediarel.formats.utf8 import BOM, Utf8Writer
from mediarel.model.fields import DATE_FIELDS, FLAG_FIELDS, LIST_FIELDS, flag_said
from mediarel.text.lines import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import yaml

    from mediarel.formats.table import WriteOptions
    from mediarel.model.statement import Statement

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# The value on the line of a field or of a list item, unless it is quoted or begins
# as a list, a block or a name does in YAML.
_LITERAL = re.compile(
    r"""^(?P<name> [a-z_]+:[ \t]+ | [ \t]*-[ \t]+ )
    (?P<value> (?! [\[{|>&*!%@`] ) (?! "(?:[^"\\]|\\.)*"[ \t]*$ )
      (?! '(?:[^']|'')*'[ \t]*$ ) (?! [a-z_0-9]+:(?:[ \t]|$) )
      \S(?:.*[^ \t\n])?+ )
    [ \t]*+$ (?! \n[ \t]+[^-\s] )""",
    re.MULTILINE | re.VERBOSE,
)
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")

# YAML would quote these, as they look like its dates and numbers. Here everything
# is read as text, and they hold nothing that needs quotes.
_UNQUOTED = DATE_FIELDS

# PyYAML writes some of these unescaped, although nobody would see them.
_UNSEEN = re.compile(f"[{HARMFUL}]")

# What is markup anywhere in a line: escapes, code, emphasis, HTML,
# links, entities, and the struck-out text of GitHub.
_ACTS = re.compile(r"[\\`*_<\[]|&(?=#?[A-Za-z0-9]+;)|~(?=~)|(?<=~)~")

# What is markup at the start of a line: headings, quotes, lists, rules, the
# lines under headings, and the tables of GitHub.
_ACTS_FIRST = re.compile(
    r"""^([ \t]*)
    ( \# (?= \#{0,5} (?: [ \t] | $ ))
    | [>|]
    | \+ (?= [ \t] | $ )
    | -  (?= [ \t] | [-:|\ \t]* $ )
    | :  (?= [-:|\ \t]+ $ )
    | =  (?= =* [ \t]* $ )
    )""",
    re.MULTILINE | re.VERBOSE,
)
_NUMBERED = re.compile(r"^([ \t]*[0-9]{1,9})([.)])(?=[ \t]|$)", re.MULTILINE)

# Four spaces or a tab before a paragraph would make it code.
_INDENTED = re.compile(r"(?:\A|(?<=\n\n))(?: (?= {3}| {0,2}\t)|\t)")
_INDENT = re.compile(r"(?:\A|(?<=\n\n))&#(32|9);")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def write(
    statements: Iterable[Statement], out: BinaryIO, _options: WriteOptions
) -> None:
    """Write `statements` to `out`, one document after the other."""
    text = Utf8Writer(out)
    between = ""
    for statement in statements:
        text.write(between + write_one(statement.to_json()))
        between = "\n"


def write_one(fields: Mapping[str, Any]) -> str:
    """Return the document of one statement, whose JSON values `fields` holds.

    `Statement.to_json()` gives all of them, `Draft.fields()` those that a user
    may set. A field that is None has no value there, so that it can be filled in.
    """
    front = "".join(_yaml(name, fields[name]) for name in fields if name != "text")
    text = fields.get("text")
    body = f"\n{_escaped(text)}\n" if text else ""
    return f"---\n{front}---\n{body}"


def read_one(text: str, source: str) -> dict[str, object]:
    """Return the fields of the one document in `text`, as `read_draft` takes them.

    Raises UnreadableInputError.
    """
    text = text.removeprefix(BOM).replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    if not _FENCE.fullmatch(first):
        raise _unreadable(source, 1, "does not begin with ---")
    fence = _FENCE.search(rest)
    if fence is None:
        raise _unreadable(source, 1, "has no second --- that ends its fields")
    fields = _fields(rest[: fence.start()], source)
    fields["text"] = _unescaped(rest[fence.end() :].strip("\n")) or None
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
        style = '"' if _UNSEEN.search(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)

    Dumper.add_representer(str, represent)
    return Dumper


def _fields(front: str, source: str) -> dict[str, Any]:
    """Return the fields in the front matter, which begins on line 2 of `source`."""
    fields: dict[str, Any] = {}
    try:
        for name, line, value in _pairs(_mapping(front, source)):
            if name in fields:
                raise _unreadable(source, line + 2, f"gives the {name} twice")
            if name == "text":
                raise _unreadable(source, line + 2, "has the text among the fields")
            fields[name] = value or None
    except RecursionError:
        raise _unreadable(source, 2, "has lists that are nested too deep") from None
    for name in LIST_FIELDS:
        if isinstance(fields.get(name), str):
            fields[name] = [fields[name]]
    for name in FLAG_FIELDS:
        if isinstance(fields.get(name), str):
            fields[name] = flag_said(fields[name])
    return fields


def _quoted(line: re.Match[str]) -> str:
    """Return a line with its value quoted, so that `Land: no. #1` is a title."""
    value = line["value"].replace("'", "''")
    return f"{line['name']}'{value}'"


def _mapping(front: str, source: str) -> yaml.MappingNode:
    import yaml  # noqa: PLC0415 - as above

    try:
        node = yaml.compose(_LITERAL.sub(_quoted, front), Loader=_loader(source))
    except yaml.reader.ReaderError as error:
        line = front.count("\n", 0, error.position)
        reason = (
            f"holds the character U+{error.character:04X}, which YAML does not allow"
        )
        raise _unreadable(source, line + 2, reason) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        reason = f"is not YAML: {error.problem}"
        raise _unreadable(source, line + 2, reason) from error
    except (ValueError, OverflowError) as error:  # of the escape "\UFFFFFFFF"
        reason = f"is not YAML: {error}"
        raise _unreadable(source, 2, reason) from error
    if not isinstance(node, yaml.MappingNode):
        raise _unreadable(source, 2, "has no fields between its two lines of ---")
    return node


def _loader(source: str) -> type[yaml.BaseLoader]:
    """Return a loader that reads all values as text, so that 2012 and no stay so.

    It refuses aliases: nine lines of them can stand for more than memory holds.
    """
    import yaml  # noqa: PLC0415 - as above

    class Loader(yaml.BaseLoader):
        """A loader that refuses aliases."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> Any:  # noqa: ANN401 - as PyYAML has it
            if self.check_event(yaml.AliasEvent):
                event: Any = self.peek_event()  # type: ignore[no-untyped-call]
                line = event.start_mark.line + 2
                what = f"has the alias *{event.anchor}, which no field needs"
                raise _unreadable(source, line, what)
            return super().compose_node(parent, index)

    return Loader


def _pairs(mapping: yaml.MappingNode) -> Iterator[tuple[str, int, Any]]:
    """Yield each name with its line, counted from 0, and its value."""
    for name, value in mapping.value:
        yield str(name.value), name.start_mark.line, _value(value)


def _value(node: yaml.Node) -> Any:  # noqa: ANN401 - text, a list or a dict
    import yaml  # noqa: PLC0415 - as above

    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        values = {name: value for name, _, value in _pairs(node)}
        # The one number in a statement that a user sees: the size of a file.
        if _WHOLE_NUMBER.fullmatch(str(values.get("size"))):
            values["size"] = int(values["size"])
        return values
    return node.value


def _escaped(text: str) -> str:
    text = _ACTS.sub(r"\\\g<0>", text)
    text = _ACTS_FIRST.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    return _INDENTED.sub(lambda found: f"&#{ord(found[0])};", text)


def _unescaped(text: str) -> str:
    text = _INDENT.sub(lambda found: chr(int(found[1])), text)
    return _ESCAPED.sub(r"\1", text)


def _unreadable(source: str, line: int, reason: str) -> UnreadableInputError:
    return UnreadableInputError(
        source,
        line,
        reason,
        "Begin with a line of ---, then a field a line such as date: 2012-07-16, "
        "then a line of --- and the text.",
    )
