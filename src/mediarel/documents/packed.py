"""Unpack the parts of a document (DOCX, ODT) within limits, and read its title."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from mediarel.documents.document_text import RefusedError
from mediarel.text.xml_events import DepthError, DtdError, Events, XmlError, read_events

_TITLE = "http://purl.org/dc/elements/1.1/}title"
MOST = 200 << 20  # bytes that a document may unpack to
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
SAVE_AGAIN = "Open it in a word processor, and save it again or as PDF."


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
            raise _broken() from None
        self.names = frozenset(self._file.namelist())
        self._left = MOST

    def parse(self, name: str, events: Events) -> bool:
        """Parse the part with this name as XML, and send its events to `events`.

        Return whether the part exists. Raises RefusedError.
        """
        if name not in self.names:
            return False
        parse_xml(self._chunks(name), name, events)
        return True

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            part = self._file.getinfo(name)
            if part.flag_bits & 1:
                raise locked()
            if part.file_size > self._left:
                raise _too_much(part.file_size)
            self._left -= part.file_size
            # zipfile reads at most the declared size, and verifies the checksum.
            with self._file.open(part) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except _BROKEN:
            raise _broken() from None


def parse_xml(chunks: Iterator[bytes], name: str, events: Events) -> None:
    """Parse XML, and send its events to `events`.

    `name` is the name of the document part, for errors. Raises RefusedError.
    """
    try:
        read_events(chunks, events, DEEPEST)
    except DtdError:
        what = (
            f"has a DTD in its {name}. mediarel refuses DTDs, because they are not safe"
        )
        raise RefusedError(what, SAVE_AGAIN) from None
    except DepthError:
        what = f"has more than {DEEPEST:,} levels of nesting in its {name}"
        raise RefusedError(what, SAVE_AGAIN) from None
    except XmlError as error:
        what = (
            f"is damaged: invalid XML in line {error.line} of {name} ({error.reason})"
        )
        raise RefusedError(what, SAVE_AGAIN) from None


def locked() -> RefusedError:
    """Return the error for a document that has a password."""
    hint = "Open it in a word processor, and save it without a password."
    return RefusedError("is locked with a password", hint)


def lacks(name: str) -> RefusedError:
    """Return the error for a document in which the part `name` is missing."""
    return RefusedError(f"is damaged: its {name} is missing", SAVE_AGAIN)


def _broken() -> RefusedError:
    return RefusedError("is damaged: it can't be unpacked", SAVE_AGAIN)


def _too_much(size: int) -> RefusedError:
    return RefusedError(
        f"unpacks to {size >> 20:,} MB; the limit is {MOST >> 20} MB",
        "Save only its text, or split the document.",
    )
