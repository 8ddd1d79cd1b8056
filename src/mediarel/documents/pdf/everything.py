"""All that can be read in a PDF, or the refusal of one that may say more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.documents.found import RefusedError
from mediarel.documents.pdf.file import opened
from mediarel.documents.pdf.reader import read
from mediarel.text.legacy_khmer import is_legacy_font

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADVICE = "Look at it yourself."
# What says that there is more than text: pictures, files, what forms show, scripts.
_MORE = {
    "/Image": "with pictures",
    "/EmbeddedFile": "with files in it",
    "/Filespec": "with files in it",
    "/AP": "with notes or a form",
    "/JavaScript": "with a script",
    "/JS": "with a script",
    "/RichMedia": "with films",
    "/3D": "with films",
    "/Sound": "with sound",
    "/Encrypt": "locked",
}
_INLINE = re.compile(rb"(?:^|\s)BI\s.{0,400}?\sID\s", re.DOTALL)
_CURVE = re.compile(rb"\s[cvy](?=\s)")
_MOST_CURVES = 60  # letters may be drawn as curves; a rounded frame has four
_REVISIONS = {True: 2, False: 1}  # one that is made for the web has two ends


def parts_in(data: bytes) -> Iterator[str]:
    """Yield all that can be read in `data`.

    Raises RefusedError where it may say more.
    """
    if data.count(b"startxref") > _REVISIONS[b"/Linearized" in data[:2048]]:
        raise _more("with earlier versions of itself in it")
    found = read(data)
    for problem in found.problems:
        if problem.is_lost:
            raise _more(problem.what)
    yield found.text
    yield found.title or ""
    with opened(data) as file:
        yield from file.page_texts()
        for names, texts, streams in file.objects():
            _refuse_named(names)
            yield from texts
            for stream in streams:
                _refuse_drawn(stream)
                if stream.lstrip().startswith((b"<?xpacket", b"<x:xmpmeta", b"<?xml")):
                    yield stream.decode("utf-8", "replace")


def _refuse_named(names: list[str]) -> None:
    """Raise RefusedError where one of the `names` of an object says more than text."""
    for name in names:
        if what := _MORE.get(name):
            raise _more(what)
        if is_legacy_font(name.lstrip("/").rpartition("+")[2]):
            raise _more("in a font from before Unicode")


def _refuse_drawn(stream: bytes) -> None:
    """Raise RefusedError where a `stream` has a picture, or may draw letters."""
    if _INLINE.search(stream):
        raise _more("with pictures")
    if len(_CURVE.findall(stream)) > _MOST_CURVES:
        raise _more("with drawings")


def _more(what: str) -> RefusedError:
    return RefusedError(f"may say more than can be read: it is {what}", _ADVICE)
