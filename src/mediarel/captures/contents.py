"""Keep the contents of a capture in one temporary file, each content once."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import BinaryIO, NamedTuple

from mediarel import errors
from mediarel.documents.document_text import RefusedError

_BLOCK = 1 << 16  # bytes
LARGEST = 200 << 20  # bytes of one page or document
MOST_BYTES = 40 << 30  # bytes of all contents
MOST_RECORDS = 2_000_000


class Content(NamedTuple):
    """The position of a content in the file of a `Spool`."""

    begin: int
    size: int
    sha256: str


class TooLargeError(RefusedError):
    """A content is larger than `LARGEST`."""

    def __init__(self) -> None:
        super().__init__(f"is larger than {LARGEST >> 20} MB unpacked", "")


class Captured(NamedTuple):
    """A page, document or image of a capture.

    `address` is its URL. `time` is the time of the capture or of the last change, or
    "". `kind` is PAGE, DOCUMENT, IMAGE, MAIL or OTHER.
    """

    address: str
    time: str
    kind: str
    media_type: str
    content: Content | None = None
    charset: str | None = None
    """The encoding in the HTTP header."""
    why: str = ""
    """The reason why there is no content."""
    is_damaged: bool = False
    """True if the content is missing because the capture is damaged."""
    target: str = ""
    """The URL that has the content, if the capture names a different URL."""
    aliases: tuple[str, ...] = ()
    """More URLs by which links in the same capture name this page."""
    archived: tuple[str, str] | None = None
    """The URL and the time of the copy in a web archive from which the capture is."""
    is_guessed: bool = False
    """True if the capture does not tell whether the scheme is HTTP or HTTPS."""
    title: str = ""
    """The subject of a mail."""
    within: str = ""
    """The address of the mail to which this file is attached."""


IS_LINK = "is a symbolic link, which mediarel doesn't follow"
PAGE, DOCUMENT, IMAGE, MAIL, OTHER = "page", "document", "image", "mail", "other"


class Spool:
    """A temporary file with the contents of a capture."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "contents"
        self._file: BinaryIO = self.path.open("w+b")
        self._lock = Lock()
        self._end = self._read = 0
        self._known: dict[str, Content] = {}

    def close(self) -> None:
        """Close the file. Its folder must be removed by the caller."""
        self._file.close()

    def flush(self) -> None:
        """Make all contents visible to other processes."""
        self._file.flush()

    def keep(self, blocks: Iterable[bytes]) -> Content:
        """Store a content, and return its position.

        Raises TooLargeError, or InvalidError if the whole capture is too large.
        """
        digest, size = sha256(), 0
        self._file.seek(self._end)
        for block in blocks:
            size += len(block)
            self._read += len(block)
            if size > LARGEST:
                raise TooLargeError
            if self._read > MOST_BYTES:
                raise errors.InvalidError(
                    f"the capture is larger than {MOST_BYTES >> 30} GB unpacked",
                    "Import its parts one by one.",
                )
            digest.update(block)
            self._file.write(block)
        found = Content(self._end, size, digest.hexdigest())
        known = self._known.setdefault(found.sha256, found)
        if known is found:
            self._end += size
        return known

    def data(self, content: Content) -> bytes:
        """Return a content. Several threads can call this method."""
        with self._lock:
            self._file.seek(content.begin)
            return self._file.read(content.size)


def blocks_of(file: BinaryIO, first: bytes = b"") -> Iterator[bytes]:
    """Yield `first`, and the rest of an open file in blocks."""
    while first:
        yield first
        first = file.read(_BLOCK)
