"""Find withheld texts in published files, in every readable form.

The search covers file names, ZIP contents, text of PDFs, and characters encoded for
URLs, JSON, HTML, TeX or Markdown. The search uses no code of the program except case
folding, so that it can find leaks that the program does not find.
"""

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from email import message_from_bytes
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import playa

from mediarel.text.folding import fold

_PDF, _ZIP, _GZIP = b"%PDF-", b"PK\3\4", b"\x1f\x8b"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_TAG = re.compile(r"<[^>]*>")
_FEWEST = 4  # letters; shorter secrets occur in ordinary words


def leaks(written: Path | bytes, secrets: Iterable[str]) -> list[str]:
    """Return the places in `written` where one of `secrets` can be read.

    `written` is a folder, a file or bytes. A place has the form `feed.xml: Chan
    Sophea`. A secret is also found in other words, so it must not be part of a common
    word.

    Raises ValueError if a secret is too short.
    """
    wanted = {secret: squashed(secret) for secret in secrets}
    for secret, letters in wanted.items():
        if len(letters) < _FEWEST:
            raise ValueError(f"{secret!r} stands in other words too")
    return [
        f"{place}: {secret}"
        for place, text in _texts(written)
        for secret, letters in wanted.items()
        if _is_read(text, letters)
    ]


@cache
def _is_kept(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def squashed(text: str) -> str:
    """Return only the letters of `text`, folded."""
    return "".join([each for each in fold(text) if _is_kept(each)])


def _is_read(text: str, letters: str) -> bool:
    return any(letters in squashed(each) for each in _readings(text))


def _readings(text: str) -> Iterator[str]:
    """Yield `text` in each form that a reader may decode."""
    seen: set[str] = set()
    without_tex = re.sub(r"\\[a-zA-Z]+\s?|[{}\\$]", "", text)
    for plain in (text, text.replace("\\", ""), without_tex):
        for decoded in (plain, _unescaped(plain)):
            for read in (decoded, html.unescape(html.unescape(decoded))):
                for whole in (read, unquote(unquote(read)), _TAG.sub("", read)):
                    if whole not in seen:
                        seen.add(whole)
                        yield whole


def _unescaped(text: str) -> str:
    """Return `text` with escapes of JSON and JavaScript decoded."""
    text = re.sub(r"\\[nrtbf]", " ", text)
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return _PAIR.sub(_joined, text).replace("\\", "")


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _texts(written: Path | bytes) -> Iterator[tuple[str, str]]:
    if isinstance(written, bytes):
        yield from _texts_in("it", written)
    elif written.is_dir():
        for path in sorted(written.rglob("*")):
            place = path.relative_to(written).as_posix()
            yield f"the name {place}", place
            if path.is_file():
                yield from _texts_in(place, path.read_bytes())
    else:
        yield f"the name {written.name}", written.name
        yield from _texts_in(written.name, written.read_bytes())


def _texts_in(place: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield each text in `data` with its place."""
    for name in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"):
        if name == "utf-8" or b"\0" in data:
            yield place, data.decode(name, "ignore")
    if data.startswith(_ZIP):
        yield from _in_zip(place, data)
    elif data.startswith(_GZIP):
        yield from _texts_in(f"{place}, unpacked", zlib.decompress(data, 31))
    elif data.lstrip().startswith(_PDF):
        yield from _in_pdf(place, data)
    elif b"Content-Type:" in data[:4096]:
        for part in message_from_bytes(data).walk():
            if isinstance(payload := part.get_payload(decode=True), bytes):
                yield place, payload.decode("utf-8", "ignore")


def _in_zip(place: str, data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        yield f"{place}, its comment", packed.comment.decode("utf-8", "ignore")
        for part in packed.infolist():
            yield f"{place}, the name {part.filename}", part.filename
            if not part.is_dir():
                yield from _texts_in(f"{place}, {part.filename}", packed.read(part))


def _in_pdf(place: str, data: bytes) -> Iterator[tuple[str, str]]:
    for stream in _STREAM.findall(data):
        try:
            unpacked = zlib.decompressobj().decompress(stream)
        except zlib.error:
            unpacked = stream
        yield f"{place}, a stream", unpacked.decode("utf-8", "ignore")
        yield f"{place}, a stream", unpacked.decode("utf-16-be", "ignore")
    with playa.parse(data) as document:
        for page in document.pages:
            yield f"{place}, page {page.page_idx + 1}", page.extract_text()


# Invisible characters, one of each kind.
UNSEEN = (
    *("\u00ad", "\u034f", "\u115f", "\u180e", "\u200b", "\u200d", "\u2060", "\u2065"),
    *(
        "\u2800",
        "\u3164",
        "\ue000",
        "\ufe0f",
        "\ufeff",
        "\ufff0",
        "\ufffc",
        "\U000e0041",
    ),
)


def spellings(secret: str) -> Sequence[str]:
    """Return spellings of `secret` that are the same after folding or decoding."""
    middle = len(secret) // 2
    start, end = secret[:middle], secret[middle:]
    words = secret.split(" ")
    return (
        secret,
        secret.upper(),
        unicodedata.normalize("NFD", secret),
        "\u00a0".join(words),
        "\n".join(words),
        "-".join(words),
        *(f"{start}{sign}{end}" for sign in UNSEEN),
        f"{start}<!-- -->{end}",
        f'{start}<b title="{"x" * 600}">{end}</b>',
        f"{start}&#{ord(end[0])};{end[1:]}",
        f"{start}&#{ord(end[0])} {end[1:]}" if end[1:2] == " " else secret,
        f"{start}&ZeroWidthSpace;{end}",
        "&NonBreakingSpace;".join(words),
        f"{start}{''.join(f'%{byte:02x}' for byte in end[0].encode())}{end[1:]}",
        f"{start}\\u{ord(end[0]):04x}{end[1:]}" if end[0] < "\U00010000" else secret,
        f"https://example.org/{','.join(reversed(words))}",
        f"{words[0][:2]}-\n{words[0][2:]} {' '.join(words[1:])}".strip()
        if words[0].isascii()
        else secret,
        f"{secret}’s" if secret.isascii() else secret,
    )
