"""Parse HTML into a tree of the visible elements.

Scripts, forms and hidden elements are left out. Navigation is kept and marked, so that
its lines can be counted. No function is recursive, because the elements of a page can
be nested to any depth.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.text.damaged import family_of, from_legacy, has_khmer
from mediarel.text.encodings import codec_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode


_DECLARED_WITHIN = 4096  # bytes; the standard says 1024, old pages have long scripts
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s{0,8}=\s{0,8}"
    rb"[\"']?\s{0,8}([A-Za-z0-9][A-Za-z0-9_.:-]{1,30})",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings that browsers replace with a larger encoding (WHATWG Encoding, 4.2).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_HINT = "Add the encoding of the page, such as --encoding cp1252."
# If end tags are missing, these elements nest, and the page takes long to parse.
_NESTING = re.compile(
    r"<(/?)(?:div|table|section|article|main|aside|header|footer|nav|[uod]l|menu|center"
    r"|blockquote|fieldset|figure|details|span|dir|object)\b",
    re.IGNORECASE,
)
MOST_BYTES = 64_000_000  # pages with embedded pictures have several million bytes
_MOST_ELEMENTS = 400_000
_DEEPEST = 1_000
_FONT = re.compile(r"(?<![\w-])font(?:-family)?\s*:\s*([^;]+)", re.IGNORECASE)
# The selectors that are understood: a tag, a class or an ID, or a tag with a class.
_SELECTOR = re.compile(r"[a-zA-Z][\w-]*(?:\.[\w-]+)?|[.#][\w-]+")
_UNSEEN_TAGS = """
script style noscript template svg math iframe object embed canvas audio video
select datalist textarea input head link meta map area frameset dialog
"""
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_NAVIGATION = frozenset(("navigation", "menu", "menubar", "search", "tablist"))
_HIDDEN_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_HIDDEN_CLASSES = frozenset(("hidden", "d-none", "hide", "is-hidden"))
_KEPT = frozenset(
    ("id", "href", "datetime", "role", "alt", "rel", "colspan", "itemprop", "title")
)
_WITH_FIGURE = re.compile(r"[0-9]")
# Classes that show the position or the current state of an element, not its kind.
_STATE_WORDS = """
show shown active act open opened in current selected expanded collapsed closed fade
first last odd even alt alternate alternative sticky is-active is-open is-expanded
is-collapsed is-current is-selected is-first is-last is-odd is-even first-child
last-child row-first row-last row-odd row-even views-row-first views-row-last
views-row-odd views-row-even focus visited unread
"""
_STATES = frozenset(_STATE_WORDS.split())


class Element:
    """A visible element of a page.

    The element contains the lines from `begin` to `end` (exclusive). `shown_lines` sets
    these two attributes.
    """

    # `path` is equal for elements with the same kinds of ancestors.
    __slots__ = (
        *("tag", "parent", "children", "attributes", "classes", "depth"),
        *("path", "kind", "is_navigation", "begin", "end", "khmer_font"),
    )

    def __init__(self, tag: str, parent: Element | None) -> None:
        self.tag = tag
        self.parent = parent
        self.children: list[Element | str] = []
        self.attributes: dict[str, str] = {}
        self.classes: frozenset[str] = frozenset()
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.path = 0
        self.kind: tuple[str, frozenset[str]] = (tag, frozenset())
        self.is_navigation = False
        self.begin = self.end = 0
        # The family of a Khmer font from before Unicode, if the text is in such a font.
        self.khmer_font: str | None = None if parent is None else parent.khmer_font

    def ancestors(self) -> Iterator[Element]:
        """Yield the ancestors of the element, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def inner(self) -> Iterator[Element]:
        """Yield the element and its descendants, in page order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack += [x for x in reversed(element.children) if isinstance(x, Element)]

    def has(self, other: Element) -> bool:
        """Return whether `other` is this element or a descendant."""
        above: Element | None = other
        while above is not None and above.depth > self.depth:
            above = above.parent
        return above is self


def smallest_of(elements: Iterable[Element]) -> Element:
    """Return the smallest element that contains all `elements`."""
    smallest, *others = elements
    for each in others:
        while not smallest.has(each) and smallest.parent is not None:
            smallest = smallest.parent
    return smallest


class Markup(NamedTuple):
    """A parsed page: the tree of visible elements, and the document for selectors."""

    body: Element
    document: LexborHTMLParser
    elements: dict[int, Element]
    """A mapping from the `mem_id` of each node to its element."""
    scripts: int
    """The number of scripts on the page."""


def read_markup(text: str, source: str) -> Markup:
    """Parse the HTML of a page.

    Raises UnreadableInputError if the page is too large or nested too deep.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only for pages

    tags = Counter(_NESTING.findall(text))
    if tags[""] - tags["/"] > _DEEPEST:
        raise _excess(source, f"its elements are nested more than {_DEEPEST:,} deep")
    document = LexborHTMLParser(text.replace("\0", " ").lstrip("\ufeff\n\r\t "))
    node = document.body
    body = Element("body", None)
    if node is None:
        return Markup(body, document, {}, 0)
    _describe(body, node)
    elements = {node.mem_id: body}
    fonts = _fonts_of(document) if family_of(text) else None
    if fonts is not None:
        _set_font(body, node, fonts)
    scripts = _fill(body, node, elements, source, fonts)
    return Markup(body, document, elements, scripts)


def refuse_size(data: bytes, source: str) -> None:
    """Raise UnreadableInputError if a page is too large to be a list."""
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:,.0f} MB"
        raise _excess(source, f"a page of {size} is too large")


def _excess(source: str, reason: str) -> errors.UnreadableInputError:
    hint = "Save the list in parts, or copy its text from the browser."
    return errors.UnreadableInputError(source, None, reason, hint)


def _fonts_of(document: LexborHTMLParser) -> dict[str, str]:
    """Return the fonts that the styles of a page set, by selector.

    Rules with other selectors and rules for some media only are left out.
    """
    css = "".join(node.text() for node in document.css("style")).replace("<!--", "")
    first, *others = css.split("/*")
    found: dict[str, str] = {}
    depth = 0
    for rule in (first + "".join(x.partition("*/")[2] for x in others)).split("}"):
        selectors, _, styles = rule.partition("{")
        if depth == 0 and "{" not in styles and (font := _FONT.search(styles)):
            for each in map(str.strip, selectors.split(",")):
                if _SELECTOR.fullmatch(each):
                    found[each] = font[1]
        depth = max(0, depth + rule.count("{") - 1)
    return found


def _set_font(element: Element, node: LexborNode, fonts: dict[str, str]) -> None:
    """Set the Khmer font of an element, if a style or an attribute gives it a font."""
    given = node.attributes
    classes = [f".{each}" for each in (given.get("class") or "").split()]
    tag = element.tag
    names = (
        tag,
        *classes,
        *(f"{tag}{each}" for each in classes),
        f"#{given.get('id')}",
    )
    of_rules = (fonts[name] for name in names if name in fonts)
    own = (given.get("face"), *_FONT.findall(given.get("style") or ""))
    for font in filter(None, (*of_rules, *own)):
        if font.strip().lower() != "inherit":
            element.khmer_font = family_of(font.split(",")[0])


def _fill(
    body: Element,
    root: LexborNode,
    elements: dict[int, Element],
    source: str,
    fonts: dict[str, str] | None,
) -> int:
    """Add the visible parts of `root` to `body`, and return the number of scripts.

    Texts in Khmer fonts from before Unicode are converted, if there are `fonts`.
    """
    paths: dict[object, int] = {}
    scripts = 0
    parent = body
    node = root.child
    while node is not None:
        below = None
        if node.is_text_node:
            text = node.text_content or ""
            if (family := parent.khmer_font) and not has_khmer(text):
                text = from_legacy(text, family)
            parent.children.append(text)
        elif node.is_element_node and (tag := node.tag or "") not in _UNSEEN:
            element = Element(tag, parent)
            _describe(element, node)
            if fonts is not None:
                _set_font(element, node, fonts)
            if not _is_hidden(element, node):
                key = (parent.path, element.kind)
                element.path = paths.setdefault(key, len(paths) + 1)
                parent.children.append(element)
                elements[node.mem_id] = element
                _refuse_excess(element, elements, source)
                below = node.child
                parent = element if below is not None else parent
        elif node.is_element_node and node.tag == "script":
            scripts += 1
        following = below if below is not None else node.next
        while following is None:
            up = node.parent
            if up is None or parent.parent is None:
                return scripts
            node, parent = up, parent.parent
            following = node.next
        node = following
    return scripts


def _refuse_excess(element: Element, elements: dict[int, Element], source: str) -> None:
    if element.depth > 2 * _DEEPEST:
        reason = f"its elements are nested more than {_DEEPEST:,} deep"
        raise _excess(source, reason)
    if len(elements) > _MOST_ELEMENTS:
        raise _excess(source, f"it has more than {_MOST_ELEMENTS:,} elements")


def _describe(element: Element, node: LexborNode) -> None:
    """Set the attributes, classes and kind of `element` from `node`."""
    element.is_navigation = element.tag == "nav"
    given = node.attributes
    if not given:
        return
    classes = (given.get("class") or "").lower().split()
    element.attributes = {k: v or "" for k, v in given.items() if k in _KEPT}
    element.classes = frozenset(classes)
    # Numbers in classes count or alternate; the rest identifies the element.
    same = frozenset(
        each
        for each in classes
        # "event--important" is a variant of "event".
        if not _WITH_FIGURE.search(each) and each not in _STATES and "--" not in each
    )
    element.kind = (element.tag, same)
    role = element.attributes.get("role", "").lower()
    element.is_navigation |= role in _NAVIGATION


def _is_hidden(element: Element, node: LexborNode) -> bool:
    """Return whether browsers hide an element."""
    given = node.attributes
    if not given:
        return False
    if "hidden" in given:
        return True
    if (style := given.get("style")) and _HIDDEN_STYLE.search(style):
        return True
    classes = element.classes
    # `hidden md:block` is hidden only on narrow screens.
    return bool(classes & _HIDDEN_CLASSES) and not any(
        ":" in each or each.startswith(("d-sm", "d-md", "d-lg", "d-xl"))
        for each in classes
    )


def page_text(data: bytes, source: str, encoding: str | None) -> tuple[str, str]:
    """Decode a page. Return its text and a note for the user, which may be "".

    `encoding` is the user's encoding for pages that are not UTF-8. It overrides the
    encoding that the page declares. Raises UnreadableInputError if the encoding is
    unknown.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding or name)
    try:
        return data.decode(), ""
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if encoding is not None:
        return _lenient(data, _known(encoding, source))
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    if declared is None:
        reason = "it is not UTF-8, and the page doesn't declare its encoding"
        raise errors.UnreadableInputError(source, line, reason, _HINT)
    return _lenient(data, _known(declared[1].decode(), source))


def _known(name: str, source: str) -> str:
    """Return the codec for an encoding.

    Raises UnreadableInputError if the encoding is unknown.
    """
    codec = codec_of(name)
    if codec is None:
        reason = f"the encoding {name!r} is unknown"
        raise errors.UnreadableInputError(source, None, reason, _HINT)
    return _READ_AS.get(codec, codec)


def _lenient(data: bytes, encoding: str) -> tuple[str, str]:
    """Decode `data`. Return the text, and a note on unreadable characters or ""."""
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd") - data.decode(encoding, errors="ignore").count("\ufffd")
    if lost == 0:
        return text, ""
    letters = "1 character" if lost == 1 else f"{lost:,} characters"
    return text, f"{letters} can't be read as {encoding}"
