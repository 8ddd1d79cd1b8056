"""The text and the metadata that were read from a file, and the problems found."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A part of a file that could not be read, or was repaired.

    `what` completes the sentence "FILE …"; `advice` says what to do, "" where nothing
    need be done. Where `is_lost`, some of the text is missing or is not as printed.
    """

    what: str
    advice: str = ""
    is_lost: bool = False


LEGACY = Problem(
    "is Khmer in a font from before Unicode, such as Limon: its letters come out as"
    " Latin ones and signs",
    "Have it converted to Unicode, or type its text and give that: --text FILE.",
    is_lost=True,
)


class DocumentText(NamedTuple):
    """The text of a file, its paragraphs with a blank line between.

    title       of the file's own data, where it looks like one
    source      the address that a page or a mail says it is at
    date        when it was published, by its own data (EDTF); never when it was saved
    language    BCP 47, by its own data
    pages       how many it has, where it has pages
    problems    what could not be read, or was put right
    ocr_pages   the pages whose text was read off a picture, the first is 1
    """

    text: str
    title: str | None = None
    source: str | None = None
    date: str | None = None
    language: str | None = None
    pages: int | None = None
    problems: tuple[Problem, ...] = ()
    ocr_pages: tuple[int, ...] = ()


class RefusedError(Exception):
    """A file can't be read: `what` completes "FILE …", `advice` says what to do."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice
