"""BibLaTeX: the entries of a bibliography, for biber.

The biblatex manual, 2: a statement is a `@report` by its issuer, with its headline for
a title where it has none. Names, places and titles stand in two pairs of braces: they
are never split at an "and" or a comma, nor written in other cases. Signatories are a
`note`, the text is the `abstract`, and the first source the `url`. What TeX would act
on is written so that it is printed. Biber counts the braces too that have a backslash
before them: where some have no partner, each gets one that is not printed, as Zotero
writes it.

Dates are EDTF, as in a store. But citation-js refuses a file with a date such as
`../2004`: its `date` is `2004?`, and its `note` says "2004 or earlier". Biber splits
tags at a comma, Zotero also at a semicolon: a tag has ` / ` for both.

The key of an entry is its issuer, its date and its id: `clec-2012-07-16-3`. The `uuid`
is a second key, in `ids`, by which it can be cited whatever becomes of the first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from mediarel.dates.edtf import Interval
from mediarel.formats.outward import FILES, USUAL, tell_lost
from mediarel.formats.references import MORE_SOURCES, on_lines, on_one_line, whole_tag
from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.writing import TOLD_FIELDS, once, told_of
from mediarel.release.headline import title_of
from mediarel.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.dates.edtf import KeptDate
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

_HELD = (*USUAL, *TOLD_FIELDS, "place", "attachments")
_LANGUAGE = "languages that LaTeX has no name for"
_NO_BEGINNING = "dates without a beginning"
_BRACES = "braces in the names of files"

_NAME = re.compile("[^a-z0-9]+")
_LONGEST_NAME = 40
_NO_NAME = "statement"

# What acts in TeX, and what becomes a dash or a quote before another: "{}" parts them.
_ACTS = re.compile(r"[\\{}%&#$_~^]|([-`',<>])(?=\1)|[?!](?=`)")
_PRINTED = {
    **{sign: f"\\{sign}" for sign in "{}%&#$_"},
    **{sign: f"{sign}{{}}" for sign in "-`',<>?!"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_PARTNERED = {**_PRINTED, "{": r"\{\vphantom{\}}", "}": r"\vphantom{\{}\}"}

# In an address nothing acts but what would end it; RFC 3986, 2 has none of these.
_IN_URL = {ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}
_IN_FILE = {ord("{"): "(", ord("}"): ")", ord("\\"): None}
_IN_FILE |= {ord(sign): f"\\{sign}" for sign in ":;"}

# What babel and polyglossia call the languages.
_LANGIDS = {
    "ar": "arabic",
    "de": "ngerman",
    "en": "english",
    "en-GB": "british",
    "en-US": "american",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "id": "indonesian",
    "it": "italian",
    "ja": "japanese",
    "km": "khmer",
    "ko": "korean",
    "lo": "lao",
    "ms": "malay",
    "my": "burmese",
    "nl": "dutch",
    "pt": "portuguese",
    "pt-BR": "brazilian",
    "ru": "russian",
    "th": "thai",
    "vi": "vietnamese",
    "zh": "chinese",
    "zh-Hans": "chinese-hans",
    "zh-Hant": "chinese-hant",
}


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with only one in memory at a time."""
    text = Utf8Writer(out)
    for statement in statements:
        lost = once(options.lost)
        _tell_lost(statement, lost)
        text.write(f"@report{{{key_of(statement)},\n")
        for name, value in _fields(statement, options, lost):
            if value:
                text.write(f"  {name} = {{{value}}},\n")
        text.write("}\n\n")


def key_of(statement: Statement) -> str:
    """Return what `statement` is cited by: `clec-2012-07-16-3`, of small ASCII letters.

    It is unique in an archive, and the same as long as issuer and date are.
    """
    issuer = _NAME.sub("-", fold(statement.program)).strip("-")[:_LONGEST_NAME]
    date = _NAME.sub("-", str(statement.date)).strip("-")
    return f"{issuer.strip('-') or _NO_NAME}-{date}-{statement.id}"


def _fields(
    statement: Statement, options: WriteOptions, lost: Callable[[str], object]
) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry and what stands between their braces."""

    def line(text: str) -> str:
        return _printed(on_one_line(text, lost))

    def whole(text: str) -> str:
        return f"{{{line(text)}}}" if text else ""

    yield "ids", statement.uuid
    yield "author", whole(statement.program)
    yield "title", whole(title_of(statement))
    yield "type", line(statement.type)
    yield "institution", whole(statement.program)
    yield "location", whole(statement.place or "")
    yield "date", _date(statement.date, lost)
    yield "langid", _langid(statement.language, lost)
    yield "url", next(iter(statement.sources), "").translate(_IN_URL)
    tags = (_printed(whole_tag(tag, ",;", lost)) for tag in statement.tags)
    yield "keywords", ", ".join(filter(None, tags))
    yield "note", line(". ".join(_notes(statement)))
    yield "file", ";".join(_files(statement, options, lost))
    yield "abstract", _printed(on_lines(statement.text or "", lost))


def _printed(text: str) -> str:
    """Return `text` so that TeX prints what it says."""
    printed = _PRINTED if _is_paired(text) else _PARTNERED
    return _ACTS.sub(lambda found: printed[found[0]], text)


def _is_paired(text: str) -> bool:
    """Tell whether each brace in `text` has its partner."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _date(date: KeptDate, lost: Callable[[str], object]) -> str:
    if not _has_no_beginning(date):
        return str(date)
    lost(_NO_BEGINNING)
    return str(date).removeprefix("../").rstrip("?~") + "?"


def _has_no_beginning(date: KeptDate) -> bool:
    return isinstance(date, Interval) and date.begin is None


def _notes(statement: Statement) -> Iterator[str]:
    if _has_no_beginning(statement.date):
        yield f"Date: {statement.date.long()}"
    if statement.signatories:
        yield f"Signed by: {'; '.join(statement.signatories)}"
    yield from (str(each).rstrip(".") for each in told_of(statement))


def _langid(language: str, lost: Callable[[str], object]) -> str:
    """Return what LaTeX calls a language (BCP 47), "" where it knows none."""
    known = _LANGIDS.get(language)
    if known is None:
        lost(_LANGUAGE)
    return known or _LANGIDS.get(language.partition("-")[0], "")


def _files(
    statement: Statement, options: WriteOptions, lost: Callable[[str], object]
) -> Iterator[str]:
    """Yield the files that go along as JabRef and Zotero read them: name:path:type."""
    for attachment in statement.attachments:
        place = options.place_of(attachment)
        if place is None:
            lost(FILES)
            continue
        name = on_one_line(attachment.name, lost)
        if {*"{}\\"} & {*name}:
            lost(_BRACES)
        type_ = attachment.media_type.translate(_IN_FILE)
        yield f"{name.translate(_IN_FILE)}:{place}:{type_}"


def _tell_lost(statement: Statement, lost: Callable[[str], object]) -> None:
    tell_lost(statement, _HELD, lost)
    if len(statement.sources) > 1:
        lost(MORE_SOURCES)
