"""Extract the text of several files at once, each in a separate process."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from mediarel import errors
from mediarel.documents import file_kinds
from mediarel.documents.document_text import GIVE_TEXT, DocumentText, Problem
from mediarel.formats.encoding import text_of
from mediarel.pages.markup import page_text
from mediarel.workers import answered, cores

Document = tuple[str, Callable[[], bytes]]
"""The name of a document, and a function that returns its data."""

Made = TypeVar("Made")

MEMORY = 1 << 30  # bytes
_LIBREOFFICE_MEMORY = 4 << 30  # bytes of address space, of which a tenth is used
_TASK = "mediarel.documents.process.answer"
_PLAIN = {file_kinds.HTML, file_kinds.MARKDOWN, file_kinds.TEXT}
_PDF_END, _TAIL = b"startxref", 2048  # bytes: the end of a complete PDF
UNKNOWN_TYPE = "has a type whose text can't be read"
_ADVICE = "Open the file and check its text."
LARGEST = 200 << 20  # bytes, largest file that is read


class Limits(NamedTuple):
    """Limits for reading a file: `seconds`, and `memory` in bytes.

    If scanned pages are read, `ocr_seconds` are added to the time limit.
    """

    seconds: int = 30
    memory: int = MEMORY
    ocr_seconds: int = 600


class UnreadableDocumentError(errors.InvalidError):
    """The text of a file can't be read. `what` completes the sentence "FILE …".

    `guess` is a text that may have wrong characters.
    """

    def __init__(self, source: str, what: str, advice: str, guess: str = "") -> None:
        super().__init__(f"{source} {what}", advice)
        self.what = what
        self.guess = guess


def refuse_large(name: str, size: int) -> None:
    """Raise UnreadableDocumentError if a file of `size` bytes is too large."""
    if size > LARGEST:
        raise UnreadableDocumentError(
            name,
            f"is larger than {LARGEST >> 20} MB, the limit for reading text",
            GIVE_TEXT,
        )


def read_data(
    data: bytes, name: str, limits: Limits | None = None, *, ocr: bool = False
) -> DocumentText:
    """Return the text of a file with this name and this data.

    If `ocr` is true, tesseract reads the scanned pages. Raises UnreadableDocumentError.
    """
    if not data.strip():
        raise UnreadableDocumentError(name, "is empty", "Use a different file.")
    kind = file_kinds.kind_of(name, data)
    if kind is None:
        known = ", ".join(each.suffixes[0][1:] for each in file_kinds.KINDS)
        hint = f"mediarel reads these types: {known}."
        raise UnreadableDocumentError(name, "has an unknown file type", hint)
    options = ["ocr"] if ocr and kind is file_kinds.PDF else []
    allowed = _limits(kind, limits or Limits())
    return _read(kind.reader, data, name, allowed, options)


def page_count(data: bytes, name: str) -> int | None:
    """Return the number of pages of a PDF.

    Return None if the file is not a PDF, or if it can't be read.
    """
    # A process takes 300 ms, so don't start one for a file that was cut off.
    if (
        file_kinds.kind_of(name, data) is not file_kinds.PDF
        or _PDF_END not in data[-_TAIL:]
    ):
        return None
    try:
        return _read("pdf.reader.count_pages", data, name, Limits(), []).pages
    except UnreadableDocumentError:
        return None


def read_searchable(
    documents: Iterable[Document],
) -> Iterator[str | UnreadableDocumentError]:
    """Yield the searchable text of each document, or the error if it can't be read.

    Text and HTML are decoded without a separate process, which saves 200 ms per file.
    """

    def read(name: str, data: bytes) -> str:
        kind = file_kinds.kind_of(name, data)
        if kind in {None, file_kinds.MSG}:
            raise UnreadableDocumentError(name, UNKNOWN_TYPE, _ADVICE)
        if kind not in _PLAIN:
            reader = "process.searchable"
            return _read(reader, data, name, _limits(kind, Limits()), []).text
        return _decoded(name, data, is_page=kind is file_kinds.HTML)

    return _at_once(documents, read)


def _decoded(name: str, data: bytes, *, is_page: bool) -> str:
    """Decode a text or a web page. Raises UnreadableDocumentError."""
    # If the encoding is unknown, this still finds most names in Latin letters.
    guess = data.decode("utf-8", "replace") + "\n" + data.decode("cp1252", "replace")
    try:
        if not is_page:
            return text_of(data, None, name) if data.strip() else ""
        guess, note = page_text(data, name, None)
        if not note:
            return guess
        what = f"has unknown characters: {note}"
    except errors.UnreadableInputError as error:
        what = error.reason.removeprefix("it ")
    raise UnreadableDocumentError(name, what, _ADVICE, guess)


def read_all(
    documents: Iterable[Document],
    limits: Limits | None = None,
    *,
    ocr: bool = False,
) -> Iterator[DocumentText | UnreadableDocumentError]:
    """Yield the text of each document in order, or the error if it can't be read.

    A document is loaded only when it is read. Documents are read in parallel, one on
    each core.

    If a document can't be loaded because of an UnreadableDocumentError, this error is
    yielded. Any other error while a document is loaded is raised.
    """
    return _at_once(
        documents, lambda name, data: read_data(data, name, limits, ocr=ocr)
    )


def _at_once(
    documents: Iterable[Document],
    read: Callable[[str, bytes], Made],
) -> Iterator[Made | UnreadableDocumentError]:
    """Yield the result of `read` for each document, in parallel on all cores.

    Errors are yielded or raised as in `read_all`.
    """

    def one(document: Document) -> Made | UnreadableDocumentError:
        name, data = document
        try:
            return read(name, data())
        except UnreadableDocumentError as error:
            return error

    with ThreadPoolExecutor(cores()) as readers:
        yield from readers.map(one, documents)


def _limits(kind: file_kinds.Kind, limits: Limits) -> Limits:
    """Return the limits for reading a file of this kind."""
    if kind not in {file_kinds.DOC, file_kinds.RTF}:
        return limits
    return limits._replace(memory=max(limits.memory, _LIBREOFFICE_MEMORY))


def _read(
    reader: str, data: bytes, name: str, limits: Limits, options: list[str]
) -> DocumentText:
    wait = limits.seconds + (limits.ocr_seconds if options else 0)
    allowed = limits.memory, limits.seconds
    found = answered(_TASK, data, allowed, reader, *options, wait=wait)
    if found is None:
        raise _too_much(name, limits)
    if "refused" in found:
        raise UnreadableDocumentError(name, found["refused"], found["advice"])
    found["problems"] = tuple(Problem(*each) for each in found["problems"])
    found["ocr_pages"] = tuple(found["ocr_pages"])
    return DocumentText(**found)


def _too_much(name: str, limits: Limits) -> UnreadableDocumentError:
    size = f"{limits.memory >> 20:,} MB"
    return UnreadableDocumentError(
        name,
        f"is damaged, or needs more than {limits.seconds} seconds or {size} to read",
        f"Allow more time with --patience SECONDS. {GIVE_TEXT}",
    )
