"""Define the text and metadata read from a file, and the problems found."""

import re
from typing import NamedTuple

from mediarel.release.titles import may_be_title
from mediarel.text.folding import fold
from mediarel.text.languages import UNDETERMINED, language_of
from mediarel.text.lines import one_line
from mediarel.text.tokens import is_unspaced, tokenize

PAGE_BREAK = "\u2029"  # between the pages in the searchable text of a PDF
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 12  # in a script without spaces between words
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~]+")
_OF_TEXT = 0.6  # share of the words of a title that must be in the text
_PROGRAM = re.compile(
    r"(?:microsoft|libreoffice|openoffice|powerpoint|adobe)\b", re.IGNORECASE
)
_FILE = re.compile(
    r"\.(?:docx?|dotx?|docm|rtf|odt|ott|pdf|pptx?|xlsx?|pub|indd|html?|txt|wpd|pages|eml"
    r"|jpe?g|png|tiff?)\b|[/\\]\S+[/\\]|\w_\w+_\w|%20",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S+\.\w|https?:|www\.", re.IGNORECASE)


class Problem(NamedTuple):
    """A part of a file that could not be read, or was repaired.

    `what` completes the sentence "FILE …". `advice` names the next step, or is "". If
    `is_lost`, some of the text is missing or differs from the printed text.
    """

    what: str
    advice: str = ""
    is_lost: bool = False


GIVE_TEXT = "Add its text from a text file: --text FILE."
LEGACY = Problem(
    "uses a Khmer font from before Unicode, such as Limon, so its text is unreadable",
    "Convert it to Unicode, or type its text into a file: --text FILE.",
    is_lost=True,
)


CONVERTED = Problem(
    "used a Khmer font from before Unicode, such as Limon (converted to Unicode)"
)


class DocumentText(NamedTuple):
    """The text of a file, with empty lines between paragraphs.

    title       from the metadata, if it looks like a title
    source      the URL of a page or a mail, as stated in the file
    date        the date of publication from the metadata (EDTF)
    language    the language (BCP 47) from the metadata
    pages       the number of pages, or None if the format has no pages
    problems    parts that could not be read, or were repaired
    ocr_pages   the pages whose text was read by OCR, counted from 1
    is_titled   True if the title is certain, because it is a line of the text
    """

    text: str
    title: str | None = None
    source: str | None = None
    date: str | None = None
    language: str | None = None
    pages: int | None = None
    problems: tuple[Problem, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    is_titled: bool = False


class RefusedError(Exception):
    """A file can't be read.

    `what` completes the sentence "FILE …", and `advice` names the next step.
    """

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


def own_title(value: str | None, text: str, *, is_subject: bool = False) -> str | None:
    """Return the title in a file's metadata, or None if `value` is not a title.

    Often `value` is a file name, a URL, a type such as "Statement", or the name of a
    person or a program. Most words of a title occur in `text`.

    If `is_subject`, the value is the subject of an e-mail. A subject is a title even if
    its words don't occur in `text`. But if it begins in lower case, they must occur.
    """
    from mediarel.pages.labels import is_kind  # noqa: PLC0415 - 11 ms

    title = one_line(value or "").strip()
    if not may_be_title(title) or not _is_of_words(title) or is_kind(title):
        return None
    if _FILE.search(title) or _ADDRESS.search(title):
        return None
    if _letters(title) in _letters(text):
        return title
    if _PROGRAM.match(title):
        return None
    is_written = is_subject and not title[0].islower()
    return title if is_written or _has_words(text, title) else None


def _is_of_words(title: str) -> bool:
    """Return whether `title` has enough words to be a title."""
    if is_unspaced(title):
        return sum(map(str.isalpha, title)) >= _FEWEST_LETTERS
    words = [word for word in title.split() if any(map(str.isalpha, word))]
    return len(words) >= _FEWEST_WORDS


def _has_words(text: str, title: str) -> bool:
    """Return whether most words of `title` occur in `text`."""
    words = _words(title)
    return len(words & _words(text)) >= _OF_TEXT * len(words)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(tokenize(text)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def own_language(value: str | None, text: str) -> str | None:
    """Return the language (BCP 47) that a file declares.

    Return None if the file declares no language, or if `text` is in a different
    language.
    """
    if value is None or not _TAG.fullmatch(value):
        return None
    seen = language_of(text)
    is_likely = seen in {UNDETERMINED, value.split("-")[0].lower()}
    return value if is_likely else None
