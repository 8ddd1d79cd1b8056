"""ODT, as LibreOffice writes it, packed or as one XML file (FODT)."""

from __future__ import annotations

from mediarel.documents.flow import text_of
from mediarel.documents.found import DocumentText
from mediarel.documents.odt_body import OdtBody, short
from mediarel.documents.own_data import OwnData
from mediarel.documents.own_titles import own_title
from mediarel.documents.packed import MACROS, Packed, lacks, locked, tell_xml

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_FLAT_MACRO = b":module "  # of OpenOffice Basic
_INDEXES = ("script-lc.xml", "script-lb.xml")  # of libraries, also of empty ones


def read(data: bytes) -> DocumentText:
    """Return the text in `data`.

    Raises RefusedError.
    """
    body, own = OdtBody(), OwnData()
    if not data.startswith(b"PK"):
        tell_xml(iter([data]), "XML", own)
        tell_xml(iter([data]), "XML", body)
        return _document(body, own, has_macros=_FLAT_MACRO in data)
    packed = Packed(data)
    manifest = _Manifest()
    packed.tell(_MANIFEST, manifest)
    if manifest.is_locked:
        raise locked()
    packed.tell("styles.xml", body)
    if not packed.tell(_CONTENT, body):
        raise lacks(_CONTENT)
    packed.tell("meta.xml", own)
    has_macros = any(
        name.startswith(("Basic/", "Scripts/")) and not name.endswith(("/", *_INDEXES))
        for name in packed.names
    )
    return _document(body, own, has_macros=has_macros)


def _document(body: OdtBody, own: OwnData, *, has_macros: bool) -> DocumentText:
    text = text_of(body.whole())
    problems = (MACROS,) if has_macros else ()
    return DocumentText(text, own_title(own.title, text), problems=problems)


class _Manifest:
    """What a package says of its parts: whether one is locked."""

    def __init__(self) -> None:
        self.is_locked = False

    def start(self, name: str, _attributes: dict[str, str], _line: int) -> None:
        self.is_locked |= short(name) == "manifest:encryption-data"

    def end(self, _name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass
