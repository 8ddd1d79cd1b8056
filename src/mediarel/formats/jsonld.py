"""JSON-LD: each statement an `Article` of schema.org, all in one `@graph`.

schema.org has no type for a press release, so what kind it is stands in `genre`. What
is sure of the date is `datePublished`, as exact as it is known (ISO 8601); a date that
is unsure, and one that is only known to lie between two, is `temporal`, as it is kept
(EDTF). An excerpt is an `abstract`, a whole text the `articleBody`.

As it mostly stands in a `script` of a page, no text in it holds a `<`, which would end
that (HTML, 4.12.1.3): it is written by its number, and so is what HTML can't hold.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.dates.edtf import PartialDate
from mediarel.formats.json import indented, on_one_line
from mediarel.formats.outward import (
    USUAL,
    public_files,
    tell_lost,
    unknown_original,
    urn,
)
from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.writing import TOLD_FIELDS, once, told_of
from mediarel.formats.xml_text import NOT_IN_HTML
from mediarel.model.parts import DRAFT, WITHDRAWN
from mediarel.release.headline import title_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.dates.edtf import KeptDate
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.parts import Attachment, Translation
    from mediarel.model.statement import Statement

_HEAD = '{\n  "@context": "https://schema.org",\n  "@graph": ['
_INDENT = "\n    "
_STATUSES = {DRAFT: "Draft", WITHDRAWN: "Withdrawn"}
_TEXTS = "articleBody", "abstract"  # of a text that is whole, and of an excerpt
_LESS = r"\u003c"  # no mark of JSON: it stands within texts alone
_HELD = (
    *(*USUAL, *TOLD_FIELDS, "place", "excerpt"),
    *("translation_of", "attachments", "merged"),
)


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with only one in memory at a time."""
    text = Utf8Writer(out)
    text.write(_HEAD)
    before = end = ""
    for statement in statements:
        article = indented(
            _article(statement, title_of(statement), options), _INDENT.strip("\n")
        )
        text.write(f"{before}{_INDENT}{_harmless(article)}")
        before, end = ",", "\n  "
    text.write(f"{end}]\n}}\n")


def in_page(statement: Statement, title: str, options: WriteOptions) -> str:
    """Return the same of a statement on one line, for a page that has its text.

    Its headline is `title`.
    """
    article = _article(statement, title, options)
    for name in _TEXTS:
        article.pop(name, None)
    said = {"@context": "https://schema.org", "@graph": [article]}
    return _harmless(on_one_line(said))


def _harmless(encoded: str) -> str:
    encoded = encoded.replace("<", _LESS)
    if encoded.isprintable():  # what HTML can't hold is not
        return encoded
    return NOT_IN_HTML.sub(_escaped, encoded)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _article(one: Statement, title: str, options: WriteOptions) -> dict[str, Any]:
    lost = once(options.lost)
    created = _created(one)
    tell_lost(one, (*_HELD, "dated") if created else _HELD, lost)
    said: dict[str, Any] = {
        "@type": "Article",
        "@id": urn(one.uuid),
        "headline": title,
        **_published(one.date),
        **created,
        "dateModified": one.modified,
        "genre": one.type,
        "inLanguage": one.language,
        "author": _organization(one.program),
        "publisher": _organization(one.program),
        "contributor": [_organization(each) for each in one.signatories],
        "locationCreated": {"@type": "Place", "name": one.place} if one.place else None,
        "keywords": list(one.tags),
        "url": [*_page(one, options), *one.sources],
        "sameAs": [urn(each) for each in one.merged],
        **_linked(one, options.translations(one)),
        "creativeWorkStatus": _STATUSES.get(one.status or ""),
        "correction": [*map(str, told_of(one))],
        "encoding": [_file(each) for each in public_files(one, lost)],
        _TEXTS[one.excerpt]: one.text,
    }
    return {key: value for key, value in said.items() if value}


def _page(one: Statement, options: WriteOptions) -> list[str]:
    page = options.page_of(one)
    return [page] if page else []


def _is_sure(date: KeptDate) -> bool:
    return isinstance(date, PartialDate) and not date.qualifier


def _published(date: KeptDate) -> dict[str, str]:
    return {"datePublished" if _is_sure(date) else "temporal": str(date)}


def _created(one: Statement) -> dict[str, str]:
    """Return the date of the dateline, where it is sure."""
    is_sure = one.dated and _is_sure(one.dated)
    return {"dateCreated": str(one.dated)} if is_sure else {}


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _file(file: Attachment) -> dict[str, str]:
    said = {
        "@type": "MediaObject",
        "name": file.name,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
        "inLanguage": file.language,
        "description": file.role,
    }
    return {key: value for key, value in said.items() if value}


def _linked(
    one: Statement, translations: Sequence[Translation]
) -> dict[str, list[dict[str, Any]] | dict[str, Any]]:
    """Return what it is a translation of, or what is one of it.

    Translations of the same original are within that.
    """
    others = [_translation(each) for each in translations if not each.is_original]
    original = next(_originals(one, translations), None)
    if original is None:
        return {"workTranslation": others}
    within = {"workTranslation": others} if others else {}
    return {"translationOfWork": {**original, **within}}


def _originals(
    one: Statement, translations: Sequence[Translation]
) -> Iterator[dict[str, Any]]:
    yield from (_translation(each) for each in translations if each.is_original)
    unknown = unknown_original(one, translations)
    if unknown:
        yield {"@type": "Article", "@id": urn(unknown)}


def _translation(other: Translation) -> dict[str, Any]:
    said = {
        "@type": "Article",
        "@id": urn(other.uuid),
        "headline": other.headline,
        "inLanguage": other.language,
        "url": other.source,
    }
    return {key: value for key, value in said.items() if value}
