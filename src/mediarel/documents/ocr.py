"""Read scanned pages with tesseract, which must be installed.

pdftoppm draws the pages. It belongs to poppler, which is well maintained. Systems that
have tesseract have poppler too. As a separate program, pdftoppm can't crash this
process.
"""

import html
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mediarel.documents.document_text import RefusedError

_LANGUAGES = ("eng", "khm", "fra", "vie", "tha")  # if installed
_PIXELS = 3508  # of the longer side: A4 at 300 dpi
_SECONDS = 60  # for a page
_INSTALL = (
    "On Debian and Ubuntu: apt-get install tesseract-ocr tesseract-ocr-khm "
    "poppler-utils"
)
# Elements of hOCR 1.2, tesseract's output: a page, its lines, their words.
_ELEMENT = re.compile(
    r"<(?:div|span) class='(?P<kind>ocr_page|ocr_line|ocr_header|ocr_caption"
    r"|ocr_textfloat|ocrx_word)'[^>]*? title=(?P<quote>['\"])(?P<title>.*?)(?P=quote)"
    r"[^>]*>(?P<text>[^\n]*)"
)
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_TAG = re.compile("<[^>]*>")


class Word(NamedTuple):
    """A word on a scanned page.

    Positions and sizes are fractions of the page height. `y` is measured from the
    bottom. `is_last` marks the last word of a line.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_last: bool = False


def pages_read(
    data: bytes, numbers: Iterable[int]
) -> Iterator[tuple[int, list[Word] | None]]:
    """Read pages of a PDF, and yield the number and the words of each page.

    The words are None if a page took too long or could not be drawn. Raises
    RefusedError if a program is not installed.
    """
    languages = "+".join(_languages())
    # One thread per page is fastest. This process reads only one document.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "document.pdf"
        source.write_bytes(data)
        for number in numbers:
            yield number, _page(source, number, languages)


def knows_khmer() -> bool:
    """Return whether tesseract supports Khmer.

    Without this support, tesseract reads Khmer text as wrong characters. Raises
    RefusedError if a program is not installed.
    """
    return "khm" in _languages()


def _page(source: Path, number: int, languages: str) -> list[Word] | None:
    picture = source.with_suffix(".pgm")
    where = ["-f", str(number), "-l", str(number), "-singlefile"]
    drawn = [*where, "-gray", "-scale-to", str(_PIXELS), str(source)]
    try:
        _run("pdftoppm", *drawn, str(picture.with_suffix("")))
        return words_of(_run("tesseract", str(picture), "-", "-l", languages, "hocr"))
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    finally:
        picture.unlink(missing_ok=True)


def words_of(hocr: str) -> list[Word]:
    """Return the words of a page from hOCR, the output of tesseract."""
    words: list[Word] = []
    height = 1
    baseline, size = 0.0, 0.0
    for element in _ELEMENT.finditer(hocr):
        title = element["title"]
        box = _BOX.search(title)
        if box is None:
            continue
        left, _, right, bottom = map(int, box.groups())
        if element["kind"] == "ocr_page":
            height = max(bottom, 1)
        elif element["kind"] == "ocrx_word":
            text = html.unescape(_TAG.sub("", element["text"])).strip()
            y = (height - baseline) / height
            words.append(Word(text, left / height, right / height, y, size / height))
        else:
            words[-1:] = [each._replace(is_last=True) for each in words[-1:]]
            offset, high = _BASELINE.search(title), _SIZE.search(title)
            baseline = bottom + (float(offset[2]) if offset else 0)
            size = float(high[1]) if high else 1
    words[-1:] = [each._replace(is_last=True) for each in words[-1:]]
    return [word for word in words if word.text]


@cache
def _languages() -> tuple[str, ...]:
    """Return the languages in `_LANGUAGES` that are installed for tesseract.

    Return English if there are none. Raises RefusedError if a program is missing.
    """
    for program in ("tesseract", "pdftoppm"):
        if shutil.which(program) is None:
            what = f"has scanned pages; reading them needs {program}"
            raise RefusedError(f"{what}, which is not installed", _INSTALL)
    installed = _run("tesseract", "--list-langs").split()
    return tuple(each for each in _LANGUAGES if each in installed) or ("eng",)


def _run(program: str, *arguments: str) -> str:
    path = shutil.which(program) or program
    done = subprocess.run(  # noqa: S603 - one of two known programs
        [path, *arguments], capture_output=True, check=True, timeout=_SECONDS
    )
    return done.stdout.decode("utf-8", "replace")
