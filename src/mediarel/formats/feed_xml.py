"""Parse the XML of a feed to a tree, with the line and the base URL of each element.

A feed with a DTD is refused, so that it can't define entities.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mediarel import errors
from mediarel.text.xml_events import (
    BrokenXmlError,
    DtdError,
    Events,
    XmlError,
    read_events,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 200
_SPACES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.w3.org/1999/xhtml": "html:",
    **{f"http://wordpress.org/export/1.{n}/": "wp:" for n in range(3)},
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
SAVE_AGAIN = "Download the feed again from its URL."


@dataclass(slots=True, eq=False)
class Node:
    """An element: its name with a known prefix, its attributes, and its content."""

    name: str
    attributes: dict[str, str]
    line: int
    base: str
    children: list[Node | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Node]:
        """Yield the child elements with one of `names`, in order."""
        for child in self.children:
            if isinstance(child, Node) and child.name in names:
                yield child

    def first(self, *names: str) -> Node | None:
        """Return a child element with one of `names`; earlier names come first."""
        for name in names:
            if found := next(self.all(name), None):
                return found
        return None

    def text(self) -> str:
        """Return the text in the element, without text in child elements."""
        return "".join(each for each in self.children if isinstance(each, str)).strip()

    def inner_html(self) -> str:
        """Return the content of the element as HTML."""
        parts: list[str] = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(_escaped(child))
            else:
                tag = child.name.rpartition(":")[2]
                href = child.attributes.get("href", "")
                given = f' href="{_escaped(href)}"' if href else ""
                end = "" if tag in {"br", "hr", "img"} else f"</{tag}>"
                parts.append(f"<{tag}{given}>{child.inner_html()}{end}")
        return "".join(parts)


def read_xml(text: str, source: str) -> Node:
    """Return the root element of the XML `text`.

    Raises UnreadableInputError.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    above = text[: len(text) - len(bare)].count("\n")
    tree = _Tree(above)
    try:
        read_events([bare.encode(errors="replace")], tree, _DEEPEST, "utf-8")
    except DtdError as error:
        reason = "the feed has a DTD. mediarel refuses DTDs, because they are not safe"
        hint = "Remove the declaration that begins with <!DOCTYPE."
        line = above + error.line
        raise errors.UnreadableInputError(source, line, reason, hint) from error
    except XmlError as error:
        reason = error.reason
        if isinstance(error, BrokenXmlError):
            reason = f"is invalid XML at column {error.column}: {reason}"
        line = above + error.line
        raise errors.UnreadableInputError(source, line, reason, SAVE_AGAIN) from error
    return tree.outermost()


class _Tree(Events):
    """The tree during parsing.

    The XML begins after `above` lines of the file.
    """

    def __init__(self, above: int) -> None:
        self._above = above
        self._root = Node("", {}, 0, "")
        self._open = [self._root]

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Add an element to the open element."""
        given = {_short(key): value for key, value in attributes.items()}
        base = _joined(self._open[-1].base, given.get("xml:base", ""))
        node = Node(_short(name), given, self._above + line, base)
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _name: str) -> None:
        """Close the open element."""
        self._open.pop()

    def text(self, text: str) -> None:
        """Add a text to the open element."""
        self._open[-1].children.append(text)

    def outermost(self) -> Node:
        """Return the root element."""
        return next(each for each in self._root.children if isinstance(each, Node))


def _short(name: str) -> str:
    """Return the name of an element with our prefix for its namespace."""
    space, _, local = name.rpartition("}")
    return _SPACES.get(space, "other:") + local if space else local


def _joined(base: str, more: str) -> str:
    try:
        return urljoin(base, more.strip())
    except ValueError:  # no address
        return base


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
