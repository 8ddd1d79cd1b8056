"""Create archives with withheld texts, and find the texts in published files.

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
from typing import Any
from urllib.parse import quote, unquote

import playa
from hypothesis import strategies as st

from archives import opened
from mediarel.model.fields import FIELDS as TABLE
from mediarel.model.fields import LINE, PARAGRAPHS
from mediarel.model.statement import read_draft
from mediarel.store.tiny.file import FileStore
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
    *("\u2800", "\u3164", "\ue000", "\ufe0f", "\ufeff", "\ufff0", "\ufffc"),
    "\U000e0041",
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


SECRETS = (
    "Zoqal Vimrek",
    "Žofqa Brnwq",
    "Иванка Щукова",
    "ចាន់ សុផល",
    "王小明華",
    "سلوى القاسمي",
    "สมชาย วิเศษกุล",
    "שלומית כהנוב",
    "099 876 543",
)
DRAFT, LATER, GONE = "Draftqux words", "Laterqux words", "Gonequx words"
FIELDS = [f.name for f in TABLE if f.public and f.kind in {LINE, PARAGRAPHS}]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a statement with withheld texts in some of its fields."""
    secrets = draw(
        st.lists(st.sampled_from(SECRETS), min_size=1, max_size=3, unique=True)
    )

    def said(before: str) -> str:
        secret = draw(st.sampled_from(secrets))
        address = f"https://example.org/{quote(secret)}"
        spelled = draw(st.sampled_from((*spellings(secret), address)))
        return f"{before} {spelled}, {draw(st.sampled_from(('said', 'បាន', '说')))}."

    given = {name: said(name) for name in draw(st.sets(st.sampled_from(FIELDS)))}
    slug = draw(st.sampled_from(secrets)).replace(" ", draw(st.sampled_from("-_+")))
    encoded = draw(st.booleans())
    place = slug.encode().hex("%", 1) if encoded else slug.replace(" ", "%20")
    return {
        "date": draw(st.sampled_from(("2012", "2012-07", "2012-07-16"))),
        "program": "CLEC",
        "text": "We, the undersigned.",
        **given,
        "signatories": [*draw(st.sampled_from(([], secrets, ["CLEC", said("Ms")])))],
        "tags": draw(st.sampled_from(([], ["land", secrets[0]]))),
        "sources": [f"https://example.org/{'%' * encoded}{place}", "https://a.org/"],
        "archived": [
            {
                "url": f"https://web.example/2012/https://example.org/{place}",
                "at": "2012-07-17T01:02:03Z",
            }
        ],
        "notes": [
            {"at": "2024-01-02T03:04:05Z", "kind": "correction", "text": said("Not")}
        ],
        "language": draw(st.sampled_from(("en", "km", "ar"))),
        "withheld": secrets,
        "status": draw(st.sampled_from((None, None, "withdrawn"))),
    }


def hidden(document: dict[str, Any], word: str, **fields: str) -> dict[str, Any]:
    """Return a statement that withholds `word` and has it in every field."""
    return {**document, "title": word, "text": word, "tags": [word], **fields}


def archive_of(folder: Path, given: list[dict[str, Any]]) -> Path:
    """Return the store of an archive of the statements `given`."""
    path = folder / "statements.json"
    folder.mkdir(exist_ok=True)
    FileStore.create(path)
    drafts = [read_draft(each) for each in given]
    with opened(path) as archive:
        added = [archive.add(each, allow_duplicate=True) for each in drafts]
        links = {"translation_of": added[0].uuid}
        archive.edit([added[-1].id], lambda _: links)
    return path
