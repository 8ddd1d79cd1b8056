"""The paragraphs in a part of a DOCX, as Word shows them with all changes accepted.

- what was deleted or moved from is left out, with the ends of its paragraphs and the
  rows of its tables; what was inserted is there
- of alternate content, the first choice; of fields, what they come to
- hidden text, prompts of empty controls and cells that are merged into others are left
  out
- a large first letter, which is a paragraph of its own, is joined to its word
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.documents.docx_names import is_on, short, values
from mediarel.documents.flow import Flow, raised
from mediarel.documents.list_marks import whole_number
from mediarel.documents.symbols import sign, with_signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.documents.docx_styles import Lists, Styles

_LEFT_OUT = frozenset(
    (
        *("w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText"),
        *("w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange"),
        *("w:tcPrChange", "w:trPrChange", "w:tblPrExChange", "w:numberingChange"),
        *("w:fldData", "w:rt"),
    )
)
_TEXTS = frozenset(("w:t", "m:t"))
_BREAKS = {"w:cr": "\n", "w:ptab": "\t", "w:noBreakHyphen": "\u2011"}
_NOTES = {"w:footnoteReference": "w:footnote", "w:endnoteReference": "w:endnote"}
_MARK = ("w:pPr", "w:rPr")  # in these, what is said is said of a paragraph's end
_CLOSED = frozenset(("w:tc", "w:txbxContent", "w:body"))  # no paragraph goes on behind
_PARTS = frozenset(("w:tbl", "w:tr", "w:tc", "w:hyperlink", "w:fldSimple"))
_BLANKS = str.maketrans("\r\n", "  ")


# Of a field (ECMA-376, Part 1, 17.16.5.25).
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)


def _address_in(code: str) -> str:
    """Return the address of the link that a field of this `code` is, "" for others."""
    found = _HYPERLINK.match(code)
    return found[1] if found else ""


class Note(NamedTuple):
    """A note that the text refers to: its kind, its id, and the mark of both."""

    kind: str
    id: str
    mark: str


class _Run:
    """Letters of one form: whether they are shown, and in which font."""

    def __init__(self) -> None:
        self.is_hidden: bool | None = None
        self.style: str | None = None
        self.font = ""


class _Paragraph:
    """What is said of a paragraph before its text."""

    def __init__(self) -> None:
        self.style: str | None = None
        self.list: str | None = None
        self.depth: int | None = None
        self.is_joined = False


class Body:
    """What is told of a part, such as `word/document.xml`."""

    def __init__(self, styles: Styles, lists: Lists, links: Mapping[str, str]) -> None:
        self.flow = Flow()
        self.notes: list[Note] = []
        """Those that are referred to, in the order of the text."""
        self.found: dict[tuple[str, str], list[str]] = {}
        """The paragraphs of the notes in this part, by their kind and id."""
        self._styles, self._lists, self._links = styles, lists, links
        self._above: list[str] = []
        self._skipped = 0
        self._muted: int | None = None  # how many elements are open around it
        self._chosen: list[bool] = []
        self._fields: list[bool] = []  # for each open one, whether its code is told
        self._code = ""  # of the field whose code was told last
        self._linked = 0  # how many fields are open, with the one that is a link
        self._runs: list[_Run] = []
        self._paragraphs: list[_Paragraph] = []
        self._sections = 0
        self._letterhead: str | None = None
        self._has_letterhead = False
        self._note = ("", "")
        self._numbered = 0

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        """Take the beginning of an element."""
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
            self._note, self.flow = (tag, given.get("id", "")), Flow()
        elif tag == "w:sectPr":
            self._sections += 1
        elif tag in _PARTS:
            self._begin_part(tag, given)
        elif self._above[-2:-1] == ["w:r"]:
            self._take_in_run(tag, given)
        else:
            self._take_said(tag, given)

    def _begin_part(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "w:tbl":
            self.flow.begin_table()
        elif tag == "w:tr":
            self.flow.begin_row()
        elif tag == "w:tc":
            self.flow.begin_cell()
        elif tag == "w:hyperlink":
            self.flow.begin_link(self._links.get(given.get("id", ""), ""))
        else:
            self.flow.begin_link(_address_in(given.get("instr", "")))

    def _is_left_out(self, tag: str) -> bool:
        """Tell whether an element is left out, with all that is in it."""
        above = self._above[-2] if len(self._above) > 1 else ""
        if tag == "mc:AlternateContent":
            self._chosen.append(False)
        elif tag in {"mc:Choice", "mc:Fallback"} and self._chosen:
            was_chosen, self._chosen[-1] = self._chosen[-1], True
            return was_chosen
        elif tag in {"w:del", "w:moveFrom"} and above == "w:rPr":
            self._join()
        elif tag == "w:del" and above == "w:trPr":
            self._mute("w:tr")
        return tag in _LEFT_OUT

    def end(self, _name: str) -> None:
        """Take the end of an element."""
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
        elif tag in {"w:hyperlink", "w:fldSimple"}:
            self.flow.end_link()
        if tag == "mc:AlternateContent" and self._chosen and not self._skipped:
            self._chosen.pop()
        if self._muted is not None and len(self._above) < self._muted:
            self._muted = None

    def text(self, text: str) -> None:
        """Take a text; what is not within `w:t` is none."""
        if self._above and self._above[-1] == "w:instrText" and self._skipped == 1:
            self._code += text
        if self._above and self._above[-1] in _TEXTS and not self._skipped:
            font = self._runs[-1].font if self._runs else ""
            self._say(with_signs(text.translate(_BLANKS), font))

    def _end_paragraph(self) -> None:
        said = self._paragraphs.pop()
        # A field whose code has no end is broken: what follows is text again.
        self._fields = [False] * len(self._fields)
        is_counted = not said.is_joined and self._muted is None
        mark = self._mark_of(said) if is_counted else ""
        self.flow.end(mark, is_joined=said.is_joined)

    def _mark_of(self, said: _Paragraph) -> str:
        """Return what stands before a paragraph that is in a list."""
        style, list_, depth = self._styles.list_of(said.style)
        if said.list is not None:
            list_, depth = said.list, said.depth or 0
        elif said.depth is not None:
            depth = said.depth
        return "" if list_ is None else self._lists.mark(list_, depth, style)

    def _take_in_run(self, tag: str, given: Mapping[str, str]) -> None:
        """Take what stands between the letters of a run."""
        if tag == "w:fldChar":
            self._take_field(given.get("fldCharType", ""))
        elif tag == "w:br":
            self._say("\n")
        elif tag == "w:tab":
            self._say("\t")
        elif tag in _BREAKS:
            self._say(_BREAKS[tag])
        elif tag == "w:sym":
            code = given.get("char", "")
            if code and all(each in "0123456789abcdefABCDEF" for each in code[:6]):
                self._say(sign(int(code[:6], 16), given.get("font", "")))
        elif tag in _NOTES and self._is_shown():
            is_numbered = not is_on({"val": given.get("customMarkFollows", "0")})
            self._numbered += is_numbered
            mark = raised(self._numbered) if is_numbered else ""
            self.notes.append(Note(_NOTES[tag], given.get("id", ""), mark))
            self._say(mark)

    def _take_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
            self._code = ""
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
            if address := _address_in(self._code):
                self._linked = len(self._fields)
                self.flow.begin_link(address)
        elif kind == "end" and self._fields:
            if self._linked == len(self._fields):
                self.flow.end_link()
            self._fields.pop()

    def _take_said(self, tag: str, given: dict[str, str]) -> None:
        """Take what is said of a run, a paragraph, a cell or a control."""
        above = tuple(self._above[-3:-1])
        if above == ("w:r", "w:rPr"):
            self._take_form(tag, given)
        elif tag == "w:vanish" and above == _MARK and is_on(given):
            self._join()
        elif tag in {"w:vMerge", "w:hMerge"}:
            if given.get("val", "continue") == "continue":
                self._mute("w:tc")
        elif tag == "w:cellDel":
            self._mute("w:tc")
        elif tag == "w:showingPlcHdr" and is_on(given):
            self._mute("w:sdt")
        elif tag == "w:framePr" and given.get("dropCap", "none") != "none":
            self._join()
        elif above[-1:] == ("w:sectPr",):
            self._take_section(tag, given)
        elif self._paragraphs:
            self._take_of_paragraph(tag, given.get("val"))

    def _take_section(self, tag: str, given: dict[str, str]) -> None:
        """Take what the first section says of the head of its first page."""
        if self._sections > 1:
            return
        if tag == "w:headerReference" and given.get("type") == "first":
            self._letterhead = given.get("id")
        elif tag == "w:titlePg" and is_on(given):
            self._has_letterhead = True

    @property
    def letterhead(self) -> str | None:
        """The id of the header that the first page alone has, if it has one."""
        return self._letterhead if self._has_letterhead else None

    def _take_form(self, tag: str, given: dict[str, str]) -> None:
        run = self._runs[-1]
        if tag == "w:vanish":
            run.is_hidden = is_on(given)
        elif tag == "w:rStyle":
            run.style = given.get("val")
        elif tag == "w:rFonts":
            run.font = given.get("ascii") or given.get("hAnsi") or ""

    def _take_of_paragraph(self, tag: str, value: str | None) -> None:
        paragraph = self._paragraphs[-1]
        if tag == "w:pStyle":
            paragraph.style = value
        elif tag == "w:numId":
            paragraph.list = value
        elif tag == "w:ilvl":
            paragraph.depth = whole_number(value, 0)

    def _join(self) -> None:
        """Have the paragraph that is open go on in the next one."""
        if self._paragraphs:
            self._paragraphs[-1].is_joined = True

    def _mute(self, tag: str) -> None:
        """Show nothing of the nearest element `tag` that is open."""
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
        styles = [run.style, self._paragraphs[-1].style if self._paragraphs else None]
        return not any(map(self._styles.is_hidden, styles))
