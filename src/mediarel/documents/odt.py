"""Read ODT files, packed or as one XML file (FODT), and DOC and RTF files.

LibreOffice converts DOC and RTF to ODT. It runs once for each document. Its profile
disables macros and network access. It is stopped shortly before this process reaches
its own time limit.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from mediarel.documents import flow
from mediarel.documents.document_text import DocumentText, RefusedError, own_title
from mediarel.documents.flow import OwnData, Packed, lacks, locked, parse_xml
from mediarel.text.damaged import marked
from mediarel.text.xml_events import Events

_NUMBERED = "text:list-level-style-number"
_NAMED = re.compile(r"urn:oasis:names:tc:opendocument:xmlns:([a-z-]{1,30}):1\.0\Z")
_LEFT_OUT = frozenset(
    (
        *("text:tracked-changes", "office:annotation", "text:note-citation"),
        *("office:forms", "text:ruby-text", "text:placeholder", "office:scripts"),
        *("office:event-listeners", "office:meta", "office:settings"),
        *("draw:object", "draw:object-ole", "office:master-styles"),
        *("office:binary-data", "table:covered-table-cell", "svg:title", "svg:desc"),
        *("text:sequence-decls", "text:variable-decls", "text:user-field-decls"),
        *("text:script", "text:dde-connection-decls"),
    )
)
_SOURCE = re.compile(r"text:[a-z-]{1,40}-source")  # the source of an index
_PARAGRAPHS = frozenset(("text:p", "text:h"))
_BEGIN_IN_TABLE = {
    "table:table": flow.Flow.begin_table,
    "table:table-row": flow.Flow.begin_row,
    "table:table-cell": flow.Flow.begin_cell,
}
# In these elements, only the content of paragraphs is text.
_OF_NO_TEXT = frozenset(("text:list", "text:list-item", "text:section", "text:note"))
_WHITE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 100
_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"


class Styles(flow.Styles):
    """The styles and lists of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: dict[str, dict[int, flow.Level]] = {}
        """The levels of each list, by the name of its style. Levels count from 0."""
        self._key = ""
        self._list = ""

    def take(self, tag: str, given: Mapping[str, str]) -> None:
        """Read an element that is a style or a part of a style."""
        if tag == "style:style":
            family = given.get("style:family", "")
            self._key = f"{family} {given.get('style:name', '')}"
            base = f"{family} {given.get('style:parent-style-name', '')}"
            list_ = given.get("style:list-style-name")
            self.known[self._key] = flow.Style(base, list=list_)
        elif tag == "style:text-properties" and self._key in self.known:
            style = self.known[self._key]
            if shown := given.get("text:display"):
                style = style._replace(is_hidden=shown == "none")
            font = given.get("style:font-name") or given.get("xsl-fo:font-family")
            self.known[self._key] = style._replace(font=font)
        elif tag == "text:list-style":
            self._list = given.get("style:name", "")
            self._key = ""
        elif tag in {_NUMBERED, "text:list-level-style-bullet"}:
            depth = flow.whole_number(given.get("text:level"), 1) - 1
            self.levels.setdefault(self._list, {})[depth] = _level(tag, given, depth)


@dataclass
class _List:
    """An open list. If `is_new`, the next paragraph is the first in its item."""

    style: str | None
    counter: flow.Counter
    is_new: bool = False


class OdtBody(Events):
    """Read the text from the XML events of `styles.xml` and `content.xml`."""

    def __init__(self) -> None:
        self.notes: list[list[str]] = []
        """The paragraphs of each note, in the order of the text."""
        self._styles = Styles()
        self._flows = [flow.Flow()]
        self._above: list[str] = []
        self._fonts: list[str] = []  # the font in each element of `_above`
        self._skipped = 0
        self._muted: int | None = None  # open elements around the hidden element
        self._marks: list[str] = []  # the mark of each open paragraph
        self._lists: list[_List] = []
        self._counters: dict[str, flow.Counter] = {}
        self._numbered = 0
        self._is_blank = True  # whether the last character was a space

    def whole(self) -> list[str]:
        """Return all paragraphs of the text, followed by the notes."""
        notes = [each for note in self.notes for each in note]
        return [*self._flows[0].whole(), *notes]

    def start(self, name: str, attributes: dict[str, str], _line: int) -> None:
        """Read the start of an element."""
        tag = short(name)
        given = {short(key): value for key, value in attributes.items()}
        self._above.append(tag)
        self._fonts.append(self._font(tag, given))
        if self._skipped or tag in _LEFT_OUT or _SOURCE.fullmatch(tag):
            self._skipped += 1
            return
        if tag.startswith("style:") or "-style" in tag:
            self._styles.take(tag, given)
        elif self._is_hidden(tag, given):
            self._mute(len(self._above))
        elif tag in _PARAGRAPHS:
            self._begin_paragraph(given)
        elif tag in {"text:list", "text:list-item"}:
            self._begin_list(tag, given)
        elif begin := _BEGIN_IN_TABLE.get(tag):
            begin(self._flows[-1])
        else:
            self._take(tag, given)

    def _font(self, tag: str, given: Mapping[str, str]) -> str:
        family = "paragraph" if tag in _PARAGRAPHS else "text"
        own = self._styles.font_of(f"{family} {given.get('text:style-name', '')}")
        return own or (self._fonts[-1] if self._fonts else "")

    def _is_hidden(self, tag: str, given: dict[str, str]) -> bool:
        if tag == "text:section":
            return given.get("text:display") == "none" or _is_true(given)
        style = given.get("text:style-name", "")
        return (tag == "text:hidden-text" and _is_true(given)) or (
            tag == "text:span" and self._styles.is_hidden(f"text {style}")
        )

    def _begin_paragraph(self, given: dict[str, str]) -> None:
        style = given.get("text:style-name", "")
        if self._styles.is_hidden(f"paragraph {style}"):
            self._mute(len(self._above))
        self._marks.append("" if self._muted else self._mark(style))
        self._flows[-1].begin()
        self._is_blank = True

    def _mark(self, style: str) -> str:
        """Return the bullet or number if a paragraph begins an item, otherwise ""."""
        levels = self._styles.levels
        if self._lists and self._lists[-1].is_new:
            within = self._lists[-1]
            within.is_new = False
            name = (
                within.style or self._styles.list_of(f"paragraph {style}").list or "-"
            )
            return within.counter.mark(levels.get(name, {}), len(self._lists) - 1)
        return ""

    def _begin_list(self, tag: str, given: dict[str, str]) -> None:
        if tag == "text:list-item":
            if self._lists:
                self._lists[-1].is_new = True
                if start := given.get("text:start-value"):
                    depth = len(self._lists) - 1
                    self._lists[-1].counter.restart(depth, flow.whole_number(start, 1))
            return
        style = given.get("text:style-name")
        if self._lists:
            outer = self._lists[-1]
            self._lists.append(_List(style or outer.style, outer.counter))
            return
        before = given.get("text:continue-list") or (
            f"style {style}" if given.get("text:continue-numbering") == "true" else ""
        )
        counter = self._counters.get(before) or flow.Counter()
        names = [f"style {style}", *(v for k, v in given.items() if k.endswith(":id"))]
        self._counters.update(dict.fromkeys(names, counter))
        self._lists.append(_List(style, counter))

    def _take(self, tag: str, given: dict[str, str]) -> None:
        if tag == "text:s":
            count = flow.whole_number(given.get("text:c"), 1)
            self._say(" " * min(count, _MOST_SPACES))
        elif tag == "text:tab":
            self._say("\t")
        elif tag == "text:line-break":
            self._say("\n")
        elif tag == "text:note" and self._muted is None:
            self._numbered += 1
            self._say(flow.raised(self._numbered))
        elif tag == "text:note-body":
            self._flows.append(flow.Flow())
        elif tag == "text:a":
            self._flows[-1].begin_link(given.get(":href", ""))

    def end(self, _name: str) -> None:
        """Read the end of an element."""
        tag = self._above.pop()
        self._fonts.pop()
        if self._skipped:
            self._skipped -= 1
        elif tag in _PARAGRAPHS and self._marks:
            self._flows[-1].end(self._marks.pop())
        elif tag == "text:list" and self._lists:
            self._lists.pop()
        elif tag == "table:table-row":
            self._flows[-1].end_row()
        elif tag == "text:a":
            self._flows[-1].end_link()
        elif tag == "text:note-body":
            first, *more = self._flows.pop().whole() or [""]
            if first:
                self.notes.append([f"{flow.raised(self._numbered)} {first}", *more])
        if self._muted is not None and len(self._above) < self._muted:
            self._muted = None

    def text(self, text: str) -> None:
        """Read text. Each run of white space becomes one space."""
        above = self._above[-1] if self._above else ""
        if not self._skipped and above.startswith("text:") and above not in _OF_NO_TEXT:
            bare = _WHITE.sub(" ", text)
            bare = bare.removeprefix(" ") if self._is_blank else bare
            self._say(marked(bare, self._fonts[-1]))
            self._is_blank = bare.endswith(" ")

    def _say(self, text: str) -> None:
        self._is_blank = False
        if self._muted is None:
            self._flows[-1].add(text)

    def _mute(self, depth: int) -> None:
        """Hide the content of the open element at nesting level `depth`."""
        if self._muted is None:
            self._muted = depth


def read(data: bytes) -> DocumentText:
    """Return the text of an ODT file.

    Raises RefusedError.
    """
    body, own = OdtBody(), OwnData()
    if not data.startswith(b"PK"):
        parse_xml(iter([data]), "XML", own)
        parse_xml(iter([data]), "XML", body)
        return _document(body, own)
    packed = Packed(data)
    if b"encryption-data" in b"".join(packed.chunks(_MANIFEST)):
        raise locked()
    packed.parse("styles.xml", body)
    if not packed.parse(_CONTENT, body):
        raise lacks(_CONTENT)
    packed.parse("meta.xml", own)
    return _document(body, own)


def _document(body: OdtBody, own: OwnData) -> DocumentText:
    text = flow.joined_text(body.whole())
    return DocumentText(text, own_title(own.title, text))


@cache
def short(name: str) -> str:
    """Return the name of an element or attribute with its usual prefix: `text:p`."""
    space, _, local = name.rpartition("}")
    found = _NAMED.match(space)
    prefix = {"drawing": "draw"}.get(found[1], found[1]) if found else ""
    return f"{prefix.removesuffix('-compatible')}:{local}" if space else local


def _is_true(given: dict[str, str]) -> bool:
    return given.get("text:is-hidden") == "true"


def _level(tag: str, given: Mapping[str, str], depth: int) -> flow.Level:
    if tag != _NUMBERED:
        return flow.Level()
    form = given.get("style:num-format", "")[:1]
    if not form:
        return flow.Level(None)
    shown = min(flow.whole_number(given.get("text:display-levels"), 1), depth + 1)
    numbers = ".".join(f"%{each + 1}" for each in range(depth + 1 - shown, depth + 1))
    text = f"{given.get('style:num-prefix', '')}{numbers}"
    start = flow.whole_number(given.get("text:start-value"), 1)
    return flow.Level(form, text + given.get("style:num-suffix", ""), start)


if sys.platform != "win32":
    import resource

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SECONDS = 28  # if this process has no limit; the usual limit is 30
_KEPT_BACK = 2  # seconds for stopping LibreOffice before this process is stopped
_RTF = b"{\\rtf"
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SWITCHES = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}
_ITEM = (
    f'<item oor:path="{_SECURITY}"><prop oor:name="{{}}" oor:op="fuse"><value>{{}}'
    "</value></prop></item>"
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    f"{''.join(_ITEM.format(*each) for each in _SWITCHES.items())}</oor:items>"
)


def read_by_libreoffice(data: bytes) -> DocumentText:
    """Return the text of a DOC or RTF file.

    Raises RefusedError.
    """
    is_rtf = data.startswith(_RTF)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        kind = "an RTF file" if is_rtf else "an old Word document"
        raise RefusedError(
            f"is {kind}; reading it needs LibreOffice, which is not installed",
            "Install LibreOffice, or save the file as DOCX.",
        )
    with TemporaryDirectory(prefix="mediarel-") as folder:
        made = _as_odt(data, program, Path(folder), is_rtf=is_rtf)
    return read(made)


def _as_odt(data: bytes, program: str, folder: Path, *, is_rtf: bool) -> bytes:
    """Convert a DOC or RTF file to ODT, using `folder` for temporary files.

    Raises RefusedError.
    """
    source = folder / ("document.rtf" if is_rtf else "document.doc")
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    registry = profile / "user" / "registrymodifications.xcu"
    registry.write_text(_PROFILE, encoding="utf-8")
    _run_libreoffice(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            f"--infilter={'Rich Text Format' if is_rtf else 'MS Word 97'}",
            *("--convert-to", "odt:writer8", "--outdir", str(folder), str(source)),
        ]
    )
    made = folder / "document.odt"
    if made.exists():
        return made.read_bytes()
    raise RefusedError(
        "can't be read by LibreOffice: it is damaged, it has a password, or Writer is "
        "not installed",
        "Open it in a word processor, and save it as DOCX without a password.",
    )


def _run_libreoffice(command: list[str]) -> None:
    """Run a command. After a timeout, end the command and its child processes.

    Raises RefusedError after a timeout.
    """
    process = subprocess.Popen(  # noqa: S603 - found by its name
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    seconds = _seconds()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise RefusedError(
            f"takes LibreOffice more than {seconds} seconds to read",
            "Allow more time with --patience SECONDS, or save it as DOCX.",
        ) from None


def _seconds() -> int:
    """Return the time that LibreOffice may run, in seconds.

    The time is a little shorter than the CPU time limit of this process.
    """
    if sys.platform == "win32":
        return _SECONDS
    allowed, _ = resource.getrlimit(resource.RLIMIT_CPU)
    if allowed == resource.RLIM_INFINITY:
        return _SECONDS
    return max(1, allowed - _KEPT_BACK)
