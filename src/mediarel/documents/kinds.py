"""The kinds of file that text is read from, and how one is known by its bytes."""

from __future__ import annotations

import codecs
import io
import zipfile
from pathlib import PurePath
from typing import NamedTuple

_LOOKED_AT = 4096  # bytes
_PDF_START = b"%PDF-"
# Texts of which nulls are a part of letters.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Kind(NamedTuple):
    """A kind of file.

    name        what it is called in words
    module      of this room: `read(data)` returns its DocumentText, or raises
                RefusedError
    media_type  of its files (IANA)
    suffixes    of its files, the usual one first
    takes_ocr   whether `read(data, ocr=True)` reads its pages that are pictures
    """

    name: str
    module: str
    media_type: str
    suffixes: tuple[str, ...]
    takes_ocr: bool = False


PDF = Kind("PDF", "pdf.reader", "application/pdf", (".pdf",), takes_ocr=True)
TEXT = Kind("text", "plain", "text/plain", (".txt", ".text"))
KINDS = (PDF, TEXT)
SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)

_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}


def kind_of(name: str, data: bytes) -> Kind | None:
    """Return the kind of the file `name` that holds `data`, None where it is none.

    What its bytes are counts before what it is called.
    """
    if data[:_LOOKED_AT].lstrip().startswith(_PDF_START):
        return PDF
    if b"\0" in data[:_LOOKED_AT] and not data.startswith(_WIDE):
        return None
    return _BY_SUFFIX.get(suffix_of(name), TEXT)


def suffix_of(name: str) -> str:
    """Return the suffix of the file `name` in small letters: `.pdf`."""
    return PurePath(name).suffix.lower()


def parts_of(data: bytes) -> frozenset[str]:
    """Return the names of the parts of a zip file, none where `data` is no zip file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return frozenset(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()
