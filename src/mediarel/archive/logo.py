"""Check the file of a logo: a small PNG, or an SVG without scripts.

Visitors can open the file itself, and a browser then runs the scripts of an SVG. So
only known elements are allowed, and nothing that loads a different file.
"""

from __future__ import annotations

import re

from mediarel import errors
from mediarel.text.lines import size_in_words
from mediarel.text.xml_events import Events, XmlError, read_events

LARGEST = 200_000  # bytes: each page shows the logo
SVG, PNG = "image/svg+xml", "image/png"
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"IEND\xaeB`\x82"
_SVG = "http://www.w3.org/2000/svg}"
_DEEPEST = 100
_ELEMENT = re.compile(
    "svg|g|defs|symbol|use|switch|title|desc|metadata|style|path|rect|circle|ellipse"
    "|line|polyline|polygon|text|tspan|textPath|marker|clipPath|mask|pattern|stop"
    "|linearGradient|radialGradient|image|filter|fe[A-Z][A-Za-z]+"
)
# In a value or a style: what loads a file, and escapes, which could hide it.
_LOADS = re.compile(
    r"url\s*\(\s*[\"']?\s*(?!#|[\"'\s])|\\|@import|image-set|image\s*\(|src\s*\(",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);base64,)")
# Instructions for browsers, such as a style sheet, and other encodings.
_FOREIGN = re.compile(
    r".+<\?|<\?(?!xml\s)|<\?xml[^>]*encoding\s*=\s*.(?!utf-8.)",
    re.IGNORECASE | re.DOTALL,
)


def logo_type(data: bytes, name: str) -> str:
    """Return the media type of the logo in `data`, `SVG` or `PNG`.

    `name` is for errors. Raises InvalidError.
    """
    is_png = data.startswith(_PNG_START)
    problem = ""
    if len(data) > LARGEST:
        problem = f"has more than {size_in_words(LARGEST)}"
    elif is_png and not data.endswith(_PNG_END):
        problem = "is damaged"
    elif not is_png:
        try:
            if _FOREIGN.match(data.decode("utf-8-sig")):
                problem = "has instructions for other programs"
            read_events([data], _SafeSvg(), _DEEPEST, "utf-8")
        except UnicodeDecodeError:
            problem = "is neither PNG nor SVG in UTF-8"
        except XmlError as error:
            problem = f"is not a safe SVG (line {error.line}: {error.reason})"
    if problem:
        raise errors.InvalidError(
            f"the logo {name} {problem}",
            "In your drawing program, save it as plain SVG or as a small PNG.",
        )
    return PNG if is_png else SVG


class _SafeSvg(Events):
    """Refuse elements and attributes that are not known to be safe."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._style = ""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        local = name.removeprefix(_SVG)
        is_known = name.startswith(_SVG) and _ELEMENT.fullmatch(local)
        is_placed = self._open[-1] != "style" if self._open else local == "svg"
        if not (is_known and is_placed):
            raise XmlError(f"it has the element <{local.rpartition('}')[2]}>", line, 1)
        self._open.append(local)
        for key, value in attributes.items():
            attribute = key.rpartition("}")[2].lower()
            is_link = attribute in {"href", "src"}
            is_bad = not _INSIDE.match(value) if is_link else _LOADS.search(value)
            if is_bad or attribute.startswith("on") or attribute == "base":
                raise XmlError(f"it has an unsafe attribute {attribute}", line, 1)

    def end(self, name: str) -> None:
        if self._open.pop() == "style" and _LOADS.search(self._style):
            raise XmlError(f"its <{name.removeprefix(_SVG)}> loads a file", 1, 1)

    def text(self, text: str) -> None:
        if self._open[-1] == "style":
            self._style += text
