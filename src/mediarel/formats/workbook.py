"""A workbook (xlsx, ods, xls): its sheets, unpacked where it can do no harm.

Before it is unpacked its parts are looked at: how large they become, whether their XML
declares entities, whether it has a password. Then a process of its own reads it, which
may use only so much memory.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from typing import NamedTuple

from mediarel.errors import UnreadableInputError, shorten
from mediarel.formats import workbook_process

MOST = 500 << 20  # bytes of XML that a workbook may unpack to
MEMORY = 2 << 30  # bytes that may be used for it
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of xls, and of what has a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# In both ways in which XML may be encoded.
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST = max(map(len, _DECLARATIONS))
# What zipfile raises of a file that is broken, or packed in a way that it has not.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)

_SAVE_ANEW = "Open it in a spreadsheet, and save it anew or as CSV."


class Sheet(NamedTuple):
    """A sheet of a workbook: its rows as text, those that are empty left out."""

    name: str
    is_hidden: bool
    rows: list[tuple[int, list[str]]]


def sheets_of(data: bytes, source: str) -> list[Sheet]:
    """Return the sheets of the workbook `data`.

    Raises UnreadableInputError.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _locked(source)
    else:
        _check_parts(data, source)
    done = subprocess.run(  # noqa: S603 - our own file
        [sys.executable, "-P", workbook_process.__file__, str(MEMORY), str(MOST)],
        input=data,
        capture_output=True,
        check=False,
    )
    return _sheets(done.stdout, source)


def _sheets(lines: bytes, source: str) -> list[Sheet]:
    """Return the sheets that the process has written, one line after the other."""
    sheets: list[Sheet] = []
    for line in io.BytesIO(lines):
        try:
            read = json.loads(line)
        except ValueError:  # it ended within the line
            break
        if isinstance(read, list):
            sheets[-1].rows.append((read[0], read[1]))
        elif "sheet" in read:
            sheets.append(Sheet(read["sheet"], read["hidden"], []))
        elif "end" in read:
            return sheets
        elif read["error"] == workbook_process.LOCKED:
            raise _locked(source)
        elif read["error"] == workbook_process.TOO_MUCH:
            raise _too_large(f"more than {MOST >> 20} MB", source)
        else:
            raise UnreadableInputError(
                source, None, f"is no sheet: {shorten(read['error'])}", _SAVE_ANEW
            )
    raise UnreadableInputError(
        source, None, "is damaged, or takes too much memory to be unpacked", _SAVE_ANEW
    )


def _check_parts(data: bytes, source: str) -> None:
    """Raise UnreadableInputError where the parts of a zip file must not be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [part for part in packed.infolist() if _is_xml(part.filename)]
            size = sum(part.file_size for part in parts)
            if size > MOST:
                raise _too_large(f"{size >> 20} MB", source)
            for part in parts:
                if part.flag_bits & 1:
                    raise _locked(source)
                _check_part(packed, part, source)
    except _BROKEN as error:
        raise UnreadableInputError(
            source, None, f"is no sheet: {shorten(error)}", _SAVE_ANEW
        ) from None


def _check_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, source: str) -> None:
    is_manifest = part.filename == "META-INF/manifest.xml"
    # zipfile gives no more of it than it says to be, and compares the checksum.
    with packed.open(part) as file:
        before = b""
        while chunk := file.read(_CHUNK):
            seen = before + chunk
            if any(word in seen for word in _DECLARATIONS):
                raise UnreadableInputError(
                    source,
                    None,
                    f"declares entities in its {shorten(part.filename)}",
                    f"No spreadsheet writes these. {_SAVE_ANEW}",
                )
            if is_manifest and b"encryption-data" in seen:
                raise _locked(source)
            before = chunk[-_LONGEST:]


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _too_large(size: str, source: str) -> UnreadableInputError:
    return UnreadableInputError(
        source,
        None,
        f"unpacks to {size}; at most {MOST >> 20} MB are read",
        "Save it as CSV, or in several files.",
    )


def _locked(source: str) -> UnreadableInputError:
    return UnreadableInputError(
        source,
        None,
        "is locked with a password",
        "Open it in a spreadsheet, and save it without one.",
    )
