"""Read DOCX files: the text that is visible in print.

Headers, footers and comments are left out. Footnotes and endnotes follow the text.
"""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from mediarel.documents import flow
from mediarel.documents.document_text import DocumentText, own_title
from mediarel.documents.flow import OwnData, Packed, lacks, locked
from mediarel.text.damaged import marked
from mediarel.text.xml_events import Events

# Prefixes for the namespaces of WordprocessingML (ECMA-376, 17).
_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
}
_OFF = frozenset(("0", "false", "off", "none"))
_FORMS: dict[str, str | None] = {
    "decimal": "1",
    "decimalZero": "1",
    "bullet": "",
    "none": None,
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "thaiNumbers": "๑",
}
_PRIVATE = range(0xF020, 0xF100)  # Word's code points for symbol fonts
# The usual bullets and arrows of symbol fonts, by the low byte of their code.
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xD8: "➢", 0xE0: "→", 0xFC: "✓"}
_SYMBOL_FONTS = ("symbol", "wingdings")
_SURROGATES = 0xD800
_LEFT_OUT = frozenset(
    (
        *("w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText"),
        *("w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange"),
        *("w:tcPrChange", "w:trPrChange", "w:tblPrExChange", "w:numberingChange"),
        *("w:fldData", "w:rt", "mc:Fallback"),
    )
)
_TEXTS = frozenset(("w:t", "m:t"))
_BREAKS = {"w:br": "\n", "w:cr": "\n", "w:tab": "\t", "w:ptab": "\t"}
_BREAKS["w:noBreakHyphen"] = "\u2011"
_NOTE_OF = {"w:footnoteReference": "w:footnote", "w:endnoteReference": "w:endnote"}
_CLOSED = frozenset(("w:tc", "w:txbxContent", "w:body"))  # these end paragraphs
_BEGIN_IN_TABLE = {
    "w:tbl": flow.Flow.begin_table,
    "w:tr": flow.Flow.begin_row,
    "w:tc": flow.Flow.begin_cell,
}
_PARTS = frozenset((*_BEGIN_IN_TABLE, "w:hyperlink"))
_OF_FONTS = (["w:style"], ["w:rPrDefault"])
_BLANKS = str.maketrans("\r\n", "  ")
_OLE = b"\xd0\xcf\x11\xe0"  # start of an encrypted package
_DOCUMENT = "word/document.xml"
_NOTES = ("footnotes", "endnotes")


class Styles(flow.Styles, Events):
    """Read the styles from the XML events of `word/styles.xml`."""

    def __init__(self) -> None:
        super().__init__()
        self._id = ""  # "" for the defaults of the document
        self._default: str | None = None  # the style of paragraphs without a style
        self._above: list[str] = []

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        """Read an element of a style."""
        tag, given = short(name), values(attributes)
        style = self.known.get(self._id, flow.Style())
        if tag == "w:style":
            self._id = given.get("styleId", "")
            style = flow.Style()
            is_default = given.get("default", "0") not in _OFF
            if is_default and given.get("type") == "paragraph":
                self._default = self._id
        elif tag == "w:basedOn":
            style = style._replace(base=given.get("val"))
        elif tag == "w:vanish" and self._above[-2:] == ["w:style", "w:rPr"]:
            style = style._replace(is_hidden=is_on(given))
        elif tag == "w:rFonts" and self._above[-2:-1] in _OF_FONTS:
            style = style._replace(font=font_in(given))
        elif tag == "w:numId":
            style = style._replace(list=given.get("val"))
        elif tag == "w:ilvl":
            style = style._replace(depth=flow.whole_number(given.get("val"), 0))
        self.known[self._id] = style
        self._above.append(tag)

    def end(self, _name: str) -> None:
        """Read the end of an element."""
        self._above.pop()

    def font_of(self, *names: str | None) -> str:
        """Return the font of text in these styles, or the font of the document."""
        return super().font_of(*names, None if names[-1] else self._default, "")


class Lists(Events):
    """Read the lists from `word/numbering.xml`, and count their items."""

    def __init__(self) -> None:
        self._levels: dict[str, dict[int, flow.Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, flow.Counter] = {}
        self._begun: set[tuple[str, int]] = set()
        self._id, self._list, self._depth = "", "", 0

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        """Read an element of a list."""
        tag, given = short(name), values(attributes)
        value = given.get("val", "")
        if tag == "w:abstractNum":
            self._id, self._list = given.get("abstractNumId", ""), ""
        elif tag == "w:num":
            self._list = given.get("numId", "")
        elif tag == "w:abstractNumId":
            self._abstract[self._list] = value
        elif tag in {"w:lvl", "w:lvlOverride"}:
            self._depth = flow.whole_number(given.get("ilvl"), 0)
        elif tag == "w:startOverride":
            starts = self._starts.setdefault(self._list, {})
            starts[self._depth] = flow.whole_number(value, 1)
        elif not self._list:
            self._take(tag, value)

    def _take(self, tag: str, value: str) -> None:
        levels = self._levels.setdefault(self._id, {})
        level = levels.get(self._depth, flow.Level())
        if tag == "w:start":
            levels[self._depth] = level._replace(start=flow.whole_number(value, 1))
        elif tag == "w:numFmt":
            levels[self._depth] = level._replace(form=_FORMS.get(value, ""))
        elif tag == "w:lvlText":
            levels[self._depth] = level._replace(text=value)

    def mark(self, list_: str, depth: int) -> str:
        """Return the bullet or number of the next item, or "" if it has none."""
        abstract = self._abstract.get(list_)
        if abstract is None:
            return ""
        counter = self._counters.setdefault(abstract, flow.Counter())
        starts = self._starts.get(list_, {})
        if depth in starts and (list_, depth) not in self._begun:
            counter.restart(depth, starts[depth])
        self._begun.add((list_, depth))
        return counter.mark(self._levels.get(abstract, {}), depth)


@cache
def short(name: str) -> str:
    """Return the short name of an element: `w:p`, or `:p` in an unknown namespace."""
    space, _, local = name.rpartition("}")
    return _SPACES.get(space, ":") + local


def values(attributes: dict[str, str]) -> dict[str, str]:
    """Return the attributes, without the namespaces in their names."""
    return {name.rpartition("}")[2]: value for name, value in attributes.items()}


def is_on(given: dict[str, str]) -> bool:
    """Return whether an on/off element, such as `<w:vanish/>`, is on."""
    return given.get("val", "1") not in _OFF


def font_in(given: Mapping[str, str]) -> str | None:
    """Return the font of Latin letters that an element `w:rFonts` names."""
    return given.get("asciiTheme") or given.get("ascii") or given.get("hAnsi")


class Note(NamedTuple):
    """A reference to a note: the kind and ID of the note, and its mark."""

    kind: str
    id: str
    mark: str


@dataclass
class _Run:
    """A run of characters that have the same format."""

    is_hidden: bool | None = None
    style: str | None = None
    font: str | None = None


@dataclass
class _Paragraph:
    """The properties of a paragraph, which come before its text."""

    style: str | None = None
    list: str | None = None
    depth: int | None = None
    is_joined: bool = False


class Body(Events):
    """Read the text from the XML events of a part, such as `word/document.xml`."""

    def __init__(self, styles: Styles, lists: Lists, links: Mapping[str, str]) -> None:
        self.flow = flow.Flow()
        self.notes: list[Note] = []
        """The notes that the text refers to, in order."""
        self.found: dict[tuple[str, str], list[str]] = {}
        """The paragraphs of each note in this part, by the kind and ID of the note."""
        self._styles, self._lists, self._links = styles, lists, links
        self._above: list[str] = []
        self._skipped = 0
        self._muted: int | None = None  # open elements around the hidden element
        self._fields: list[bool] = []
        """For each unfinished field: True before its result begins, then False."""
        self._runs: list[_Run] = []
        self._paragraphs: list[_Paragraph] = []
        self._note = ("", "")
        self._numbered = 0

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        """Read the start of an element."""
        tag = short(name)
        self._above.append(tag)
        if self._skipped or self._is_left_out(tag):
            self._skipped += 1
            return
        given = values(attributes)
        if tag == "w:p":
            self._paragraphs.append(_Paragraph())
            self.flow.begin()
        elif tag == "w:r":
            self._runs.append(_Run())
        elif tag in {"w:footnote", "w:endnote"}:
            self._note, self.flow = (tag, given.get("id", "")), flow.Flow()
        elif tag in _PARTS:
            self._begin_part(tag, given)
        elif self._above[-2:-1] == ["w:r"]:
            self._take_in_run(tag, given)
        else:
            self._take_said(tag, given)

    def _begin_part(self, tag: str, given: Mapping[str, str]) -> None:
        if begin := _BEGIN_IN_TABLE.get(tag):
            begin(self.flow)
        else:
            self.flow.begin_link(self._links.get(given.get("id", ""), ""))

    def _is_left_out(self, tag: str) -> bool:
        """Return True if an element and its content must be skipped.

        If the element marks a deleted row, hide the row. If it marks a deleted
        paragraph end, join the paragraph with the next paragraph.
        """
        above = self._above[-2] if len(self._above) > 1 else ""
        if tag in {"w:del", "w:moveFrom"} and above == "w:rPr":
            self._join()
        elif tag == "w:del" and above == "w:trPr":
            self._mute("w:tr")
        return tag in _LEFT_OUT

    def end(self, _name: str) -> None:
        """Read the end of an element."""
        tag = self._above.pop()
        if self._skipped:
            self._skipped -= 1
        elif tag == "w:p":
            self._end_paragraph()
        elif tag == "w:r":
            self._runs.pop()
        elif tag in {"w:footnote", "w:endnote"}:
            self.found[self._note] = self.flow.whole()
        elif tag in _CLOSED:
            self.flow.settle()
        elif tag == "w:tr":
            self.flow.end_row()
        elif tag == "w:hyperlink":
            self.flow.end_link()
        if self._muted is not None and len(self._above) < self._muted:
            self._muted = None

    def text(self, text: str) -> None:
        """Read text. Text outside of `w:t` and `m:t` is ignored."""
        if self._above and self._above[-1] in _TEXTS and not self._skipped:
            self._say(marked(text.translate(_BLANKS), self._font()))

    def _end_paragraph(self) -> None:
        said = self._paragraphs.pop()
        # If the code of a field does not end, the field is broken. Read text again.
        self._fields = [False] * len(self._fields)
        is_counted = not said.is_joined and self._muted is None
        mark = self._mark_of(said) if is_counted else ""
        self.flow.end(mark, is_joined=said.is_joined)

    def _mark_of(self, said: _Paragraph) -> str:
        """Return the bullet or number if a paragraph is in a list, otherwise ""."""
        style = self._styles.list_of(said.style)
        list_ = style.list if said.list is None else said.list
        depth = said.depth
        if depth is None and said.list is None:
            depth = style.depth
        return "" if list_ is None else self._lists.mark(list_, depth or 0)

    def _take_in_run(self, tag: str, given: Mapping[str, str]) -> None:
        """Read an element of a run that is not text, such as a line break."""
        if tag == "w:fldChar":
            self._take_field(given.get("fldCharType", ""))
        elif tag in _BREAKS:
            self._say(_BREAKS[tag])
        elif tag == "w:sym":
            code = given.get("char", "")
            if code and all(each in "0123456789abcdefABCDEF" for each in code[:6]):
                self._say(sign(int(code[:6], 16), given.get("font", "")))
        elif tag in _NOTE_OF and self._is_shown():
            self._numbered += 1
            mark = flow.raised(self._numbered)
            self.notes.append(Note(_NOTE_OF[tag], given.get("id", ""), mark))
            self._say(mark)

    def _take_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _take_said(self, tag: str, given: dict[str, str]) -> None:
        """Read a property of a run, a paragraph, a cell or a content control."""
        above = tuple(self._above[-3:-1])
        if above == ("w:r", "w:rPr"):
            self._take_form(tag, given)
        elif tag == "w:showingPlcHdr" and is_on(given):
            self._mute("w:sdt")
        elif self._paragraphs:
            self._take_of_paragraph(tag, given.get("val"))

    def _take_form(self, tag: str, given: dict[str, str]) -> None:
        run = self._runs[-1]
        if tag == "w:vanish":
            run.is_hidden = is_on(given)
        elif tag == "w:rStyle":
            run.style = given.get("val")
        elif tag == "w:rFonts":
            run.font = font_in(given)

    def _take_of_paragraph(self, tag: str, value: str | None) -> None:
        paragraph = self._paragraphs[-1]
        if tag == "w:pStyle":
            paragraph.style = value
        elif tag == "w:numId":
            paragraph.list = value
        elif tag == "w:ilvl":
            paragraph.depth = flow.whole_number(value, 0)

    def _join(self) -> None:
        """Join the open paragraph with the next one."""
        if self._paragraphs:
            self._paragraphs[-1].is_joined = True

    def _mute(self, tag: str) -> None:
        """Hide the content of the innermost open element with this tag."""
        if self._muted is None and tag in self._above:
            self._muted = len(self._above) - self._above[::-1].index(tag)

    def _say(self, text: str) -> None:
        if self._is_shown():
            self.flow.add(text)

    def _is_shown(self) -> bool:
        if self._muted is not None or any(self._fields):
            return False
        if not self._runs:
            return True
        run = self._runs[-1]
        if run.is_hidden is not None:
            return not run.is_hidden
        return not any(map(self._styles.is_hidden, self._styles_of(run)))

    def _font(self) -> str:
        run = self._runs[-1] if self._runs else _Run()
        return run.font or self._styles.font_of(*self._styles_of(run))

    def _styles_of(self, run: _Run) -> tuple[str | None, str | None]:
        return run.style, self._paragraphs[-1].style if self._paragraphs else None


def read(data: bytes) -> DocumentText:
    """Return the text of a DOCX file.

    Raises RefusedError.
    """
    if data.startswith(_OLE):
        raise locked()
    packed = Packed(data)
    package, _ = _related(packed, "")
    main = package.get("officeDocument", _DOCUMENT)
    if main not in packed.names:
        raise lacks(main)
    parts, links = _related(packed, main)
    styles, lists, own = Styles(), Lists(), OwnData()
    packed.parse(parts.get("styles", ""), styles)
    packed.parse(parts.get("numbering", ""), lists)
    packed.parse(package.get("core-properties", ""), own)
    body = Body(styles, lists, links)
    packed.parse(main, body)
    notes: dict[tuple[str, str], list[str]] = {}
    for kind in _NOTES:
        part = parts.get(kind, "")
        part_body = Body(styles, lists, _related(packed, part)[1] if part else {})
        packed.parse(part, part_body)
        notes |= part_body.found
    text = flow.joined_text([*body.flow.whole(), *_notes_of(body.notes, notes)])
    return DocumentText(text, own_title(own.title, text))


def _notes_of(
    references: Sequence[Note], notes: dict[tuple[str, str], list[str]]
) -> list[str]:
    """Return the paragraphs of the notes, in the order of `references`.

    Each note begins with its mark.
    """
    found: list[str] = []
    for note in dict.fromkeys(references):
        first, *more = notes.get((note.kind, note.id)) or [""]
        if first:
            found += [f"{note.mark} {first}", *more]
    return found


class _Relations(Events):
    """Read the relationships of a part (ECMA-376, Part 2).

    `found` maps a kind of part, such as "styles", to the path of the first such part.
    `links` maps the ID of a link to the URL.
    """

    def __init__(self, folder: str) -> None:
        self.found: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        given = values(attributes)
        if short(name) != "rel:Relationship":
            return
        if given.get("TargetMode") == "External":
            self.links[given.get("Id", "")] = given.get("Target", "")
        else:
            kind = given.get("Type", "").rpartition("/")[2]
            path = posixpath.join("/", self._folder, given.get("Target", ""))
            self.found.setdefault(kind, posixpath.normpath(path).lstrip("/"))


def _related(packed: Packed, part: str) -> tuple[dict[str, str], dict[str, str]]:
    """Read the relationships of `part`. Return `found` and `links` of `_Relations`."""
    folder, name = posixpath.split(part)
    relations = _Relations(folder)
    packed.parse(posixpath.join(folder, "_rels", f"{name}.rels"), relations)
    return relations.found, relations.links


def sign(code: int, font: str) -> str:
    """Return the character that a font prints for a code, or "" if it is unknown."""
    if code in _PRIVATE or font.casefold().startswith(_SYMBOL_FONTS):
        return _SYMBOLS.get(code & 0xFF, "")
    return chr(code) if ord(" ") <= code < _SURROGATES else ""
