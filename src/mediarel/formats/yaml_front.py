"""YAML between two lines of `---`: the fields of a statement, or those of a site.

All values are text, so that 2012 and no stay what they are. What could take more memory
than there is, or call for an object of Python, is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.errors import UnreadableInputError, shorten
from mediarel.model.fields import FLAG_FIELDS, LIST_FIELDS, flag_said

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

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
_FLAGS = {"true": True, "false": False}
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")


_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")
_HINT_OURS = (
    "Begin with a line of ---, then a field a line such as date: 2012-07-16, "
    "then a line of --- and the text."
)
_HINT_SITE = "Correct it there; a value that holds a colon or a # needs quotes."
_TOO_DEEP = "has lists that are nested too deep"
_NO_FIELDS = "has no fields between its two lines of ---"
_STANDARD = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset(
    _STANDARD + each
    for each in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Said(NamedTuple):
    """A value of front matter, and the line that it is on."""

    value: object
    line: int


def our_fields(front: str, source: str) -> dict[str, Any]:
    """Return the fields in front matter of ours, which begins on line 2 of `source`.

    A value that is typed without the quotes that YAML wants is a text all the same.

    Raises UnreadableInputError.
    """
    fields: dict[str, Any] = {}
    try:
        for name, said in _pairs(_mapping(_LITERAL.sub(_quoted, front), source)):
            if name in fields:
                raise unreadable(source, said.line, f"gives the {name} twice")
            if name == "text":
                raise unreadable(source, said.line, "has the text among the fields")
            fields[name] = said.value or None
    except RecursionError:
        raise unreadable(source, 2, _TOO_DEEP) from None
    for name in LIST_FIELDS:
        if isinstance(fields.get(name), str):
            fields[name] = [fields[name]]
    for name in FLAG_FIELDS:
        if isinstance(fields.get(name), str):
            fields[name] = flag_said(fields[name])
    return fields


def site_fields(front: str, source: str) -> dict[str, Said]:
    """Return what the front matter of a site generator says, from line 2 of `source`.

    Raises UnreadableInputError.
    """
    found: dict[str, Said] = {}
    try:
        if not front.strip() or (node := _node(front, source, tags=False)) is None:
            return {}
        for name, said in _pairs(node, none=_NULLS):
            if name in found:
                raise unreadable(source, said.line, f"gives the {name} twice")
            found[name] = said
    except RecursionError:
        raise unreadable(source, 2, _TOO_DEEP) from None
    except UnreadableInputError as error:
        raise unreadable(source, error.line, error.reason, _HINT_SITE) from error
    return found


def _quoted(line: re.Match[str]) -> str:
    """Return a line with its value quoted, so that `Land: no. #1` is a title."""
    value = line["value"].replace("'", "''")
    return f"{line['name']}'{value}'"


def _mapping(front: str, source: str) -> yaml.MappingNode:
    node = _node(front, source)
    if node is None:
        raise unreadable(source, 2, _NO_FIELDS)
    return node


def _node(front: str, source: str, *, tags: bool = True) -> yaml.MappingNode | None:
    """Return what `front` is in YAML, None where it holds comments alone.

    Without `tags` it is refused where a value calls for more than plain values are.
    """
    import yaml  # noqa: PLC0415 - costs 15 ms, which most commands needn't pay

    try:
        node = yaml.compose(front, Loader=_loader(source, tags=tags))
    except yaml.reader.ReaderError as error:
        line = front.count("\n", 0, error.position)
        reason = (
            f"holds the character U+{error.character:04X}, which YAML does not allow"
        )
        raise unreadable(source, line + 2, reason) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        reason = f"is not YAML: {error.problem}"
        raise unreadable(source, line + 2, reason) from error
    except (ValueError, OverflowError) as error:  # of the escape "\UFFFFFFFF"
        reason = f"is not YAML: {error}"
        raise unreadable(source, 2, reason) from error
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise unreadable(source, 2, _NO_FIELDS)
    return node


def _loader(source: str, *, tags: bool) -> type[yaml.BaseLoader]:
    """Return a loader that reads all values as text, so that 2012 and no stay so.

    It refuses aliases: nine lines of them can stand for more than memory holds. Tags
    mean nothing to it; without `tags` it refuses those of objects.
    """
    import yaml  # noqa: PLC0415 - as above

    class Loader(yaml.BaseLoader):
        """A loader that refuses aliases, and tags of objects."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> Any:  # noqa: ANN401 - as PyYAML has it
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            line = event.start_mark.line + 2
            if self.check_event(yaml.AliasEvent):
                what = f"has the alias *{event.anchor}, which no field needs"
                raise unreadable(source, line, what)
            tag = None if tags else getattr(event, "tag", None)
            if tag and tag != "!" and tag not in _PLAIN_TAGS:
                called = shorten(tag.removeprefix(_STANDARD))
                what = f"calls for an object, {called!r}, where a value should stand"
                raise unreadable(source, line, what)
            return super().compose_node(parent, index)

    return Loader


def _pairs(
    mapping: yaml.MappingNode, none: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Said]]:
    """Yield each name with its value and line; what is in `none` is no value."""
    for name, value in mapping.value:
        yield str(name.value), Said(_value(value, none), name.start_mark.line + 2)


def _value(node: yaml.Node, none: frozenset[str]) -> Any:  # noqa: ANN401 - text, a list or a dict
    import yaml  # noqa: PLC0415 - as above

    if isinstance(node, yaml.SequenceNode):
        return [_value(item, none) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        values = {name: said.value for name, said in _pairs(node, none)}
        # The one number in a statement that a user sees: the size of a file.
        if _WHOLE_NUMBER.fullmatch(str(values.get("size"))):
            values["size"] = int(str(values["size"]))
        if "sha256" in values:  # a file, whose one flag is this
            values["private"] = _FLAGS.get(str(values.get("private")))
        return values
    is_plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if is_plain and node.value in none else node.value


def unreadable(
    source: str, line: int | None, reason: str, hint: str = _HINT_OURS
) -> UnreadableInputError:
    """Return the error of front matter; by default it says what ours looks like."""
    return UnreadableInputError(source, line, reason, hint)
