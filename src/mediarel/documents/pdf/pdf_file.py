"""Read a PDF file: its pages with their content, and its metadata.

Only this module uses the PDF library. It converts the errors of the library.
"""

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import playa
from playa.content import (
    GlyphObject,
    ImageObject,
    MarkedContent,
    PathObject,
    TextObject,
)
from playa.exceptions import PDFEncryptionError, PDFException, PDFPasswordIncorrect
from playa.font import CIDFont, Font
from playa.page import TEXT_OPERATORS
from playa.pdftypes import ObjRef, PDFObject, PSLiteral, dict_value, resolve1
from playa.utils import decode_text

from mediarel.documents.document_text import RefusedError
from mediarel.documents.pdf.page_lines import NOTE_ROLES, Block, Glyph, Page, Style

# The library's errors for a damaged file: its own, and Python's for values of an
# unexpected type.
DAMAGE = (
    PDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,  # with RecursionError and NotImplementedError
    StopIteration,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_WHOLE = {*NOTE_ROLES, "LI"}  # always one paragraph, even if they contain others
_CELLS = {"TD", "TH", "Table"}  # their parts are separate paragraphs
_BLOCKS = {
    *("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "Caption", "TD", "TH"),
    *("BlockQuote", "TOCI", "Aside"),
}
_DEEPEST = 40  # elements around a paragraph
_BOLD = re.compile("bold|black|heavy|demi", re.IGNORECASE)
_PRINT_IT = "If the file opens in a viewer, print it to a new PDF and use the new file."
_FARTHEST = 1e6  # points; a page has 14,400 at most
_SLANT = 0.1  # a page scanned at an angle is still read
_MOST = 0.5  # of a page, covered by images
_FEW_LETTERS = 100  # of a page: text that a scanner or a letterhead adds
_MANY_OUTLINES = 100  # on a page without text: probably drawn characters


class File:
    """An open PDF."""

    def __init__(self, document: playa.Document) -> None:
        self._document = document
        self._roles = _roles(document)
        self._letters: dict[Font, dict[int, str | None]] = {}
        self._spans = 0
        self._span: MarkedContent | None = None

    def info(self) -> dict[str, str]:
        """Return the texts of the metadata, unless they are missing or damaged."""
        found: dict[str, str] = {}
        with suppress(*DAMAGE):
            info = resolve1(self._document.trailer.get("Info"))
            for name, value in info.items() if isinstance(info, dict) else ():
                found[name] = text_value(value)
        return found

    def count(self) -> int:
        """Return the number of pages.

        Raises RefusedError.
        """
        with _as_refused():
            return len(self._document.pages)

    def pages(self) -> Iterator[Page]:
        """Yield the pages.

        Raises RefusedError.
        """
        with _as_refused():
            for number, page in enumerate(self._document.pages, start=1):
                yield self._page(number, page)

    def page_texts(self) -> Iterator[str]:
        """Yield the complete text of each page in drawing order.

        Raises RefusedError.
        """
        with _as_refused():
            for page in self._document.pages:
                yield page.extract_text()

    def _page(self, number: int, page: playa.Page) -> Page:
        width, height = page.width, page.height
        if page.rotate in {90, 270}:
            width, height = height, width
        glyphs: list[Glyph] = []
        is_damaged = is_picture = False
        try:
            for glyph in self._glyphs(page, width, height):
                glyphs.append(glyph)  # noqa: PERF402 - keeps the glyphs before an error
            is_picture = _is_picture(page, glyphs)
        except DAMAGE:
            is_damaged = True
        turns = Counter(glyph.style.turn for glyph in glyphs)
        is_turned = bool(turns) and turns.most_common(1)[0][0] % 2 == 1
        return Page(
            number, width if is_turned else height, glyphs, is_picture, is_damaged
        )

    def _glyphs(self, page: playa.Page, width: float, height: float) -> Iterator[Glyph]:
        blocks: dict[int, Block | None] = {}
        for shown in page.flatten(TextObject, TEXT_OPERATORS):
            if shown.gstate.font is None:
                continue
            size = shown.size
            if not size:
                continue
            turn = _turn(shown.matrix)
            if turn is None:
                continue
            style = self._style(shown, turn, page, blocks)
            for glyph in shown:
                text = self._text_of(glyph)
                (x, y), (right, up) = glyph.origin, glyph.displacement
                if turn == 0:
                    start, end = x, x + right
                elif turn == 1:
                    start, end, y = y, y + up, width - x
                elif turn == 2:  # noqa: PLR2004 - quarters
                    start, end, y = width - x, width - x - right, height - y
                else:
                    start, end, y = height - y, height - y - up, x
                # Excludes NaN too, which a damaged file may contain.
                if not abs(start) + abs(end) + abs(y) + size < _FARTHEST:
                    continue
                yield Glyph(text, min(start, end), max(start, end), y, size, style)

    def _style(
        self,
        shown: TextObject,
        turn: int,
        page: playa.Page,
        blocks: dict[int, Block | None],
    ) -> Style:
        mcid: int | None = None
        span: MarkedContent | None = None
        is_artifact = False
        for mark in shown.mcstack:
            is_artifact = is_artifact or mark.tag == "Artifact"
            mcid = mcid if mark.mcid is None else mark.mcid
            if mark.props and isinstance(mark.props.get("ActualText"), bytes):
                span = mark
        if span is not None and span is not self._span:
            self._spans += 1
        self._span = span
        if mcid is not None and mcid not in blocks:
            blocks[mcid] = self._block(page, mcid)
        name = shown.fontbase
        return Style(
            name,
            _BOLD.search(name) is not None,
            turn,
            None if span is None else self._spans,
            "" if span is None else text_value(span.props["ActualText"]),
            None if mcid is None else blocks[mcid],
            is_artifact,
        )

    def _block(self, page: playa.Page, mcid: int) -> Block | None:
        """Return the structure element that holds the content `mcid` of `page`.

        Return None if the structure is damaged.
        """
        found: Block | None = None
        with suppress(*DAMAGE):
            found = self._nearest(page.structure.parents[mcid])
        return found

    def _nearest(self, reference: PDFObject) -> Block | None:
        """Return the nearest paragraph, item, cell or note around an element."""
        found: Block | None = None
        for _ in range(_DEEPEST):
            if not isinstance(reference, ObjRef):
                break
            element = dict_value(reference)
            name = getattr(resolve1(element.get("S")), "name", "")
            role = self._roles.get(name, name)
            if role in _WHOLE or (role in _BLOCKS and found is None):
                found = Block(reference.objid, role)
            if role in _WHOLE or role in _CELLS:
                break
            reference = element.get("P")
        return found

    def _text_of(self, glyph: GlyphObject) -> str | None:
        known = self._letters.setdefault(glyph.font, {})
        if glyph.cid not in known:
            known[glyph.cid] = _letters(glyph.font, glyph.cid, glyph.text or "")
        return known[glyph.cid]


@contextmanager
def opened(data: bytes) -> Iterator[File]:
    """Open the PDF in `data`. If it is encrypted, the empty password is used.

    Raises RefusedError.
    """
    logging.getLogger("playa").setLevel(
        logging.CRITICAL
    )  # hides problems that playa can handle
    with _as_refused():
        document = playa.parse(data, space="page")
        file = File(document)
    yield file


@contextmanager
def _as_refused() -> Iterator[None]:
    try:
        yield
    except PDFPasswordIncorrect:
        raise RefusedError("is locked with a password", _PRINT_IT) from None
    except PDFEncryptionError:
        raise RefusedError("has an unknown kind of encryption", _PRINT_IT) from None
    except DAMAGE:
        advice = f"Get the file again from its source. {_PRINT_IT}"
        raise RefusedError("is damaged: it can't be read as PDF", advice) from None


def _roles(document: playa.Document) -> dict[str, str]:
    """Map the document's own names of structure elements to standard names."""
    with suppress(*DAMAGE):
        if document.structure is not None:
            return document.structure.role_map
    return {}


def text_value(value: PDFObject) -> str:
    """Decode a text of the metadata. Return "" if the value is not a text."""
    value = resolve1(value)
    return decode_text(value) if isinstance(value, bytes) else ""


def _letters(font: Font, cid: int, text: str) -> str | None:
    """Return the characters of a glyph, or None if the file doesn't define them."""
    table = getattr(font, "tounicode", None)
    if table is not None:
        # For entries missing in the table, the library returns the code itself.
        lengths = range(1, 5)
        is_lacking = text == chr(cid) and not any(
            cid.to_bytes(length, "big") in table.bytes2unicode
            for length in lengths
            if cid < 1 << 8 * length
        )
        return None if is_lacking else text
    if type(font) is Font:  # the library's replacement for a missing or damaged font
        return None
    if isinstance(font, CIDFont) and font.unicode_map is None:
        # Its codes are glyph numbers, unless it declares Unicode.
        return text if isinstance(font.spec.get("ToUnicode"), PSLiteral) else None
    return text or None


def _turn(matrix: tuple[float, ...]) -> int | None:
    """Return the rotation of text in quarter turns, or None if the text is slanted."""
    along, up = matrix[:2]
    if abs(up) <= _SLANT * abs(along):
        return 0 if along >= 0 else 2
    if abs(along) <= _SLANT * abs(up):
        return 1 if up > 0 else 3
    return None


def _is_picture(page: playa.Page, glyphs: list[Glyph]) -> bool:
    """Return whether a page with these visible glyphs is a scanned page."""
    letters = sum(len((glyph.text or "?").strip()) for glyph in glyphs)
    if letters >= _FEW_LETTERS:
        return False
    area = outlines = 0.0
    for shown in page.flatten():
        if isinstance(shown, ImageObject):
            x0, y0, x1, y1 = shown.bbox or (0, 0, 0, 0)
            area += (x1 - x0) * (y1 - y0)
        outlines += isinstance(shown, PathObject)
    is_drawn = not letters and outlines >= _MANY_OUTLINES
    return is_drawn or area >= _MOST * page.width * page.height
