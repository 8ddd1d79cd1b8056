"""Unpack the parts of a document (DOCX, ODT), and collect its paragraphs.

The parts are unpacked within limits. Paragraphs are collected while the elements of a
part are read one by one.
Each item of a list begins with a bullet or with its printed number.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mediarel.documents.document_text import GIVE_TEXT, RefusedError
from mediarel.text.lines import paragraphs
from mediarel.text.urls import with_address
from mediarel.text.xml_events import Events, XmlError, read_events

_TITLE = "http://purl.org/dc/elements/1.1/}title"
MOST = 200 << 20  # bytes that a document may unpack to
_DEEPEST_STYLE = 20  # styles that are based on one another
DEEPEST = 1_000  # nested elements: a table in a table has about ten
_CHUNK = 1 << 16
# zipfile's errors for a broken file, or an unsupported compression.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)
_BROKEN_FILE = "is damaged: it can't be unpacked"
SAVE_AGAIN = "Open it in a word processor, and save it again or as PDF."


class Style(NamedTuple):
    """A style of paragraphs or characters. None means that a field is not set."""

    base: str | None = None
    is_hidden: bool | None = None
    list: str | None = None
    depth: int | None = None
    font: str | None = None


class Styles:
    """The styles of a document by name. A style can be based on a different style."""

    def __init__(self) -> None:
        self.known: dict[str, Style] = {}

    def is_hidden(self, name: str | None) -> bool:
        """Return whether text in a style is hidden."""
        hidden = (each.is_hidden for each in self.chain(name))
        return next((each for each in hidden if each is not None), False)

    def font_of(self, *names: str | None) -> str:
        """Return the font of text in these styles. The first style has precedence."""
        fonts = (each.font for name in names for each in self.chain(name))
        return next(filter(None, fonts), "")

    def list_of(self, name: str | None) -> Style:
        """Return the style that defines the list of a paragraph with the style `name`.

        This is the style or one on which it is based. If none of these styles has a
        list, return an empty style.
        """
        return next((each for each in self.chain(name) if each.list), Style())

    def chain(self, name: str | None) -> list[Style]:
        """Return a style, followed by the styles on which it is based."""
        found: list[Style] = []
        while name in self.known and len(found) < _DEEPEST_STYLE:
            found.append(self.known[name])
            name = self.known[name].base
        return found


class OwnData(Events):
    """Read the title from the XML events of the metadata.

    The metadata has dates of creation and saving, but not of publication.
    """

    def __init__(self) -> None:
        self.title = ""
        self._is_title = False

    def start(self, name: str, _attributes: dict[str, str], _line: int) -> None:
        """Read the start of an element."""
        self._is_title = name == _TITLE

    def end(self, _name: str) -> None:
        """Read the end of an element."""
        self._is_title = False

    def text(self, text: str) -> None:
        """Read text."""
        if self._is_title:
            self.title += text


class Packed:
    """A zip file, of which at most `MOST` bytes are unpacked."""

    def __init__(self, data: bytes) -> None:
        """Read the names of the parts.

        Raises RefusedError.
        """
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise RefusedError(_BROKEN_FILE, SAVE_AGAIN) from None
        self.names = frozenset(self._file.namelist())
        self._left = MOST

    def parse(self, name: str, events: Events) -> bool:
        """Parse the part with this name as XML, and send its events to `events`.

        Return whether the part exists. Raises RefusedError.
        """
        if name not in self.names:
            return False
        parse_xml(self.chunks(name), name, events)
        return True

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part, or nothing if it is missing.

        Raises RefusedError.
        """
        if name not in self.names:
            return
        try:
            part = self._file.getinfo(name)
            if part.flag_bits & 1:
                raise locked()
            if part.file_size > self._left:
                size = part.file_size >> 20
                what = f"unpacks to {size:,} MB; the limit is {MOST >> 20} MB"
                raise RefusedError(what, "Save only its text, or split the document.")
            self._left -= part.file_size
            # zipfile reads at most the declared size, and verifies the checksum.
            with self._file.open(part) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except _BROKEN:
            raise RefusedError(_BROKEN_FILE, SAVE_AGAIN) from None


def parse_xml(chunks: Iterator[bytes], name: str, events: Events) -> None:
    """Parse XML, and send its events to `events`.

    `name` is the name of the document part, for errors. Raises RefusedError.
    """
    try:
        read_events(chunks, events, DEEPEST)
    except XmlError as error:
        what = f"is damaged: line {error.line} of {name} {error.reason}"
        raise RefusedError(what, SAVE_AGAIN) from None


def locked() -> RefusedError:
    """Return the error for a document that has a password."""
    hint = "Open it in a word processor, and save it without a password."
    return RefusedError("is locked with a password", hint)


def lacks(name: str) -> RefusedError:
    """Return the error for a document in which the part `name` is missing."""
    return RefusedError(f"is damaged: its {name} is missing", SAVE_AGAIN)


_LETTERS = 26
_MOST = 100_000  # greatest number that is accepted from a file
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_BLANKS = re.compile(r"[ \r\f\v]*\n[ \r\f\v]*")
_EDGES = " \t\r\n\f\v\u200b\ufeff"
# A soft hyphen is visible only at the end of a line.
_SOFT_HYPHEN = "\u00ad"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BULLET = "• "
_FEWEST_CELLS = 2  # cells that have text, in a row that becomes one line
_LONGEST_CELL = 200  # characters


class Level(NamedTuple):
    """A level of a list.

    form    the number 1 as printed: `1`, `a`, `A`, `i`, `I`, `១`; "" for a bullet,
            None if nothing is printed
    text    the text before each item: in `%1.%2`, the numbers of the first and the
            second level replace `%1` and `%2`
    start   the number of the first item
    """

    form: str | None = ""
    text: str = ""
    start: int = 1


class Counter:
    """Count the items of a list with several levels."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def mark(self, levels: dict[int, Level], depth: int) -> str:
        """Return the bullet or number of the next item. The top level has `depth` 0."""
        for deeper in [each for each in self._counts if each > depth]:
            del self._counts[deeper]
        start = levels.get(depth, Level()).start
        self._counts[depth] = self._counts.get(depth, start - 1) + 1
        level = levels.get(depth)
        if level is None or level.form == "":
            return BULLET
        if level.form is None:
            return ""
        text = level.text
        for each in range(depth, -1, -1):
            if f"%{each + 1}" in text:
                above = levels.get(each, Level())
                count = self._counts.get(each, above.start)
                text = text.replace(f"%{each + 1}", _number(count, above.form))
        return f"{text.strip()} " if text.strip() else ""

    def restart(self, depth: int, start: int) -> None:
        """Set the number of the next item at level `depth` to `start`."""
        self._counts[depth] = start - 1


def raised(number: int) -> str:
    """Return the number of a note in superscript digits."""
    return str(number).translate(_RAISED)


@dataclass
class _Paragraph:
    """An open paragraph, and the finished paragraphs nested in it."""

    pieces: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    link: tuple[str, int] | None = None
    """The URL of the open link, and the index in `pieces` where its text begins."""

    def begin_link(self, address: str) -> None:
        """Begin a link, or continue the preceding link if it has the same URL."""
        if self.link is None or self.link[0] != address:
            self.settle_link()
            self.link = address, len(self.pieces)

    def settle_link(self) -> None:
        """End the link, and add its URL after its text."""
        if self.link is not None:
            (address, first), self.link = self.link, None
            text = "".join(self.pieces[first:])
            self.pieces[first:] = [with_address(text, address)]


class Flow:
    """Collect paragraphs in reading order.

    If a paragraph contains a text box, the text in the box comes before the paragraph.
    """

    def __init__(self) -> None:
        self.finished: list[str] = []
        self._open: list[_Paragraph] = []
        self._carried: list[str] = []
        self._is_in_link = False
        self._cells: list[list[int]] = []
        """For each open row, the indices in `finished` where its cells begin."""
        self._last_row: int | None = None  # end of the previous row, if it is one line

    def begin_table(self) -> None:
        """Begin a table. Its rows become the lines of one paragraph."""
        self._last_row = None

    def begin_row(self) -> None:
        """Begin a row of the table."""
        self._cells.append([])

    def begin_cell(self) -> None:
        """Begin a cell of the row."""
        if self._cells:
            self._cells[-1].append(len(self.finished))

    def end_row(self) -> None:
        """End a row: put its cells on one line, with tabs between them.

        If a cell is long, the table is used for page layout. In this case, each cell
        remains a paragraph.
        """
        starts = self._cells.pop() if self._cells else []
        if self._open or not starts:
            return
        first, ends = starts[0], [*starts[1:], len(self.finished)]
        cells = [
            self.finished[start:end] for start, end in zip(starts, ends, strict=True)
        ]
        if sum(map(bool, cells)) < _FEWEST_CELLS or not all(map(_is_short, cells)):
            return
        row = "\t".join("".join(cell) for cell in cells).rstrip("\t")
        if first and self._last_row == first:
            self.finished[first - 1 :] = [f"{self.finished[first - 1]}\n{row}"]
        else:
            self.finished[first:] = [row]
        self._last_row = len(self.finished)

    def begin(self) -> None:
        """Begin a paragraph.

        If `end` was called with `is_joined` for the previous paragraph, continue the
        text of that paragraph.
        """
        self._open.append(_Paragraph(self._carried))
        self._carried = []

    def add(self, text: str) -> None:
        """Add text to the open paragraph, if any."""
        if self._open:
            if not self._is_in_link:
                self._open[-1].settle_link()
            self._open[-1].pieces.append(text)

    def begin_link(self, address: str) -> None:
        """Begin a link in the open paragraph, if any."""
        if self._open and address:
            self._is_in_link = True
            self._open[-1].begin_link(address)

    def end_link(self) -> None:
        """End the open link."""
        self._is_in_link = False

    def end(self, mark: str = "", *, is_joined: bool = False) -> None:
        """End the open paragraph. If it has text, its bullet (`mark`) comes first.

        If `is_joined`, the next paragraph continues this paragraph.
        """
        if not self._open:  # the paragraph began in a different flow
            return
        paragraph = self._open.pop()
        paragraph.settle_link()
        self._is_in_link = False
        text = "".join(paragraph.pieces)
        if is_joined:
            self._carried = [text]
        own = [] if is_joined or not (clean := _clean(text)) else [mark + clean]
        self._deliver([*paragraph.above, *own])

    def settle(self) -> None:
        """Finish a joined paragraph, so that the next paragraph doesn't continue it."""
        left, self._carried = _clean("".join(self._carried)), []
        if left:
            self._deliver([left])

    def whole(self) -> list[str]:
        """End the open paragraphs, and return all paragraphs."""
        while self._open:
            self.end()
        self.settle()
        return self.finished

    def _deliver(self, found: list[str]) -> None:
        """Add finished paragraphs to the enclosing open paragraph, or to the result."""
        (self._open[-1].above if self._open else self.finished).extend(found)


def joined_text(found: Iterable[str]) -> str:
    """Join paragraphs into one text.

    Raises RefusedError if the text is empty.
    """
    text = paragraphs("\n\n".join(found))
    if not text:
        what = "has no text; it is empty or contains only pictures"
        raise RefusedError(what, GIVE_TEXT)
    return text


def _is_short(cell: list[str]) -> bool:
    """Return whether the paragraphs of a cell fit on one short line."""
    text = "\n".join(cell)
    return "\n" not in text and "\t" not in text and len(text) <= _LONGEST_CELL


def _clean(text: str) -> str:
    """Return the text of a paragraph without invisible characters."""
    return _BLANKS.sub("\n", text.replace(_SOFT_HYPHEN, "")).strip(_EDGES)


def whole_number(text: str | None, default: int) -> int:
    """Parse a number in a file. Return `default` if it is missing or not valid."""
    try:
        number = int(text or "")
    except ValueError:
        return default
    return number if 0 <= number <= _MOST else default


def _number(count: int, form: str | None) -> str:
    if form in {"a", "A"} and count > 0:
        letters = chr(ord(form) + (count - 1) % _LETTERS)
        return letters * ((count - 1) // _LETTERS % _LETTERS + 1)
    if form in {"i", "I"} and count > 0:
        roman = _roman(count)
        return roman.upper() if form == "I" else roman
    figures = str(count)
    if form and not form.isascii() and form.isdecimal():
        zero = ord(form) - int(form)
        return "".join(chr(zero + int(each)) for each in figures)
    return figures


def _roman(count: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        parts.append(letters * (count // value))
        count %= value
    return "".join(parts)
