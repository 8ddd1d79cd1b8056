"""DOCX, as Word writes it: the text that a reader of the printed page has.

Headers, footers and comments are left out, but for the head that the first page alone
has: a letterhead. Foot- and endnotes stand at the end.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from mediarel.documents.docx_body import Body
from mediarel.documents.docx_names import short, values
from mediarel.documents.docx_styles import Lists, Styles
from mediarel.documents.flow import letterhead, text_of
from mediarel.documents.found import DocumentText
from mediarel.documents.own_data import OwnData
from mediarel.documents.own_titles import own_title
from mediarel.documents.packed import MACROS, Packed, lacks, locked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.documents.docx_body import Note

_OLE = b"\xd0\xcf\x11\xe0"  # what a package becomes by a password
_DOCUMENT = "word/document.xml"
_NOTES = ("footnotes", "endnotes")


def read(data: bytes) -> DocumentText:
    """Return the text in `data`.

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
    packed.tell(parts.get("styles", ""), styles)
    packed.tell(parts.get("numbering", ""), lists)
    packed.tell(package.get("core-properties", ""), own)
    body = Body(styles, lists, links)
    packed.tell(main, body)
    notes: dict[tuple[str, str], list[str]] = {}
    for kind in _NOTES:
        part = parts.get(kind, "")
        told = Body(styles, lists, _related(packed, part)[1] if part else {})
        packed.tell(part, told)
        notes |= told.found
    paragraphs = [*body.flow.whole(), *_notes_of(body.notes, notes)]
    head = Body(styles, lists, {})
    packed.tell(parts.get(f"id {body.letterhead}", ""), head)
    text = text_of([*letterhead(head.flow.whole(), paragraphs), *paragraphs])
    has_macros = any(name.endswith("vbaProject.bin") for name in packed.names)
    problems = (MACROS,) if has_macros else ()
    return DocumentText(text, own_title(own.title, text), problems=problems)


def _notes_of(
    told: Sequence[Note], notes: dict[tuple[str, str], list[str]]
) -> list[str]:
    """Return the paragraphs of the notes that a text refers to, each with its mark."""
    found: list[str] = []
    for note in dict.fromkeys(told):
        first, *more = notes.get((note.kind, note.id)) or [""]
        if first:
            found += [f"{note.mark} {first}".strip(), *more]
    return found


class _Relations:
    """What a part refers to, by what each is to it and by its id (ECMA-376, Part 2).

    The addresses of `links` are by their ids.
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
            part = posixpath.normpath(path).lstrip("/")
            self.found.setdefault(kind, part)
            self.found.setdefault(f"id {given.get('Id')}", part)

    def end(self, _name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


def _related(packed: Packed, part: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the parts that `part` refers to, and the addresses of its links.

    The parts are by kind and by id: `styles`, `id r1`.
    """
    folder, name = posixpath.split(part)
    relations = _Relations(folder)
    packed.tell(posixpath.join(folder, "_rels", f"{name}.rels"), relations)
    return relations.found, relations.links
