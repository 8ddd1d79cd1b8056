"""What a release says of itself: the fields of a statement that its text fills.

`add`, `edit` and every import ask here, so that a text is read in one way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.release.dateline import date_of_sentence
from mediarel.release.feet import in_foot
from mediarel.release.head import Head, read_head
from mediarel.release.headline import after_dateline
from mediarel.release.issued_by import names_in_title
from mediarel.release.kinds import kind_in_title
from mediarel.release.signatories import Signatories, read_signatories
from mediarel.text.languages import language_of
from mediarel.text.lines import one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from collections.abc import Set as AbstractSet

    from mediarel.dates.typed import DayOrder
    from mediarel.model.statement import Draft

    Miscount = tuple[int, int] | None

_DATELINE_FIELDS = ("dateline", "place", "dated")
_READ = ("type", *_DATELINE_FIELDS, "signatories", "language")
_NONE: frozenset[str] = frozenset()


class Document(NamedTuple):
    """A statement's fields as JSON values, with what its text says.

    `read` are those that its text filled; `miscount` is how many signatories it
    announces and how many it names, where these differ.
    """

    fields: dict[str, Any]
    read: tuple[str, ...] = ()
    miscount: tuple[int, int] | None = None


def document(
    fields: Mapping[str, object],
    *,
    said: AbstractSet[str] = _NONE,
    order: DayOrder | None = None,
) -> dict[str, Any]:
    """Return `fields`, JSON values, with what their text says where nothing is given.

    See `read_document`.
    """
    return read_document(fields, said=said, order=order).fields


def read_document(
    fields: Mapping[str, object],
    *,
    said: AbstractSet[str] = _NONE,
    order: DayOrder | None = None,
    issuer: str | None = None,
) -> Document:
    """Return `fields`, JSON values, with what their text says where nothing is given.

    These are title (taken off the text), type, dateline, place, dated, signatories
    and language. The fields `said` are left as they are, also where they are empty,
    and so are all of a statement that an archive has recorded: one with a uuid.
    `order` is that of day and month where a date is in figures. `issuer` is the usual
    one, whose name is no title.
    """
    given: dict[str, Any] = dict(fields)
    if given.get("uuid"):
        said = {*said, *given}
    if any(map(given.get, _DATELINE_FIELDS)):
        said = {*said, *_DATELINE_FIELDS}
    wanted = {name for name in _READ if name not in said and not given.get(name)}
    text, title = given.get("text"), given.get("title")
    if isinstance(text, str) and text.strip():
        is_titled = bool(title) or "title" in said
        below = str(title or "") if is_titled else None
        issuer = str(given.get("program") or issuer or "")
        head = read_head(_lines(text), title=below, order=order, issuer=issuer)
        read, miscount = _read(head, order, wanted)
        if head.title and not is_titled:
            given["text"] = head.text
            read = {"title": head.title, **read}
    else:
        kind = kind_in_title(title) if isinstance(title, str) and title else None
        read, miscount = {"type": kind}, None
    filled = {
        name: value
        for name, value in read.items()
        if value and (name in wanted or name == "title")
    }
    if "signatories" not in filled:
        miscount = None
    return Document({**given, **filled}, tuple(filled), miscount)


def _read(
    head: Head, order: DayOrder | None, wanted: Container[str] = _READ
) -> tuple[dict[str, Any], Miscount]:
    """Return what `head` and the text below it say, as JSON values.

    What is not `wanted` may be missing: many texts are read whose source says more.
    """
    text = head.text
    is_dated = head.dated is not None or "dated" not in wanted
    is_signed = "signatories" in wanted or not is_dated
    signed = read_signatories(text) if is_signed else Signatories()
    place, dated, printed = head.place, head.dated, head.dateline
    if not is_dated and (found := in_foot(text, signed, order)):
        dated = found.dated
        place, printed = place or found.place, printed or found.printed
    if not is_dated and not dated and head.embargo:
        dated, printed = head.embargo.dated, printed or head.embargo.printed
    if not is_dated and not dated and place and (end := after_dateline(head)):
        dated = date_of_sentence(text, end, order)
    if not signed.names and head.kind and head.title:
        signed = signed._replace(names=names_in_title(head.title))
    read = {
        "type": head.kind,
        "dateline": one_line(printed) if printed else None,
        "place": place,
        "dated": str(dated) if dated else None,
        "signatories": [*signed.names],
        "language": language_of(text) if "language" in wanted else None,
    }
    named = len(signed.names)
    is_other = signed.announced is not None and signed.announced != named
    return read, (signed.announced or 0, named) if is_other else None


def _lines(text: str) -> str:
    """Return `text` with line feeds; most have them, and it takes time to look."""
    return paragraphs(text) if "\r" in text else text


def date_of(text: str, order: DayOrder | None = None) -> str:
    """Return the date (EDTF) that the release `text` says it is of, "" for none.

    `order` is that of day and month where it is in figures.
    """
    return str(document({"text": text}, order=order).get("dated") or "")


def updated_from_text(before: Draft, fields: Mapping[str, object]) -> dict[str, object]:
    """Return `fields` with those that are read from the text, where that is a new one.

    They are for an edit of `before`. What was set by hand, before or now, stays.
    """
    text = fields.get("text")
    if not isinstance(text, str) or text == before.text:
        return dict(fields)
    kept = before.fields()
    changed = {k: v for k, v in fields.items() if k not in kept or v != kept[k]}
    title = changed.get("title", before.title)
    old = _of_text(before.title, before.text or "")
    if title is None and old.pop("title") is None and "title" not in changed:
        new = _of_text(None, text)
    else:
        new = _of_text(title if isinstance(title, str) else "", text)
    followed = {name: new[name] for name in _READ if kept[name] == old[name]}
    if not new["type"]:
        followed.pop("type", None)
    if new["title"]:
        changed.update(title=new["title"], text=new["text"])
    return {**fields, **followed, **changed}


def _of_text(title: str | None, text: str) -> dict[str, Any]:
    """Return what a text says, None or [] where it says nothing.

    Its own title is looked for where `title` is None.
    """
    if not text.strip():
        return {**dict.fromkeys((*_READ, "title")), "signatories": [], "text": text}
    head = read_head(_lines(text), title=title)
    own = head.title if title is None else None
    return {**_read(head, None)[0], "title": own, "text": head.text}
