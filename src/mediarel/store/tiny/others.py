"""The tables of a file that mediarel does not read, and keeps as they are.

The file may be in any state. While it is JSON, its tables are met one after the other.
Behind a part that is broken, reading goes on at the next table: at one with a name
that is known, or at one that is indented as those are.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel.errors import DamagedError
from mediarel.store.protocol import ID, TABLES
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.store.protocol import Document

ARCHIVE = "archive"
_READ = set(TABLES) - {ARCHIVE}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLANKS = re.compile(r"[ \t\r\n]*")
# Within a text, each quote has a backslash before it.
_KEY = re.compile(r'("(?:[^"\\\n]|\\.)*")[ \t\r\n]*:[ \t\r\n]*')
_NAMES = "|".join(TABLES)
_KNOWN_KEY = re.compile(rf'"(?:{_NAMES})"\s*:\s*\{{')
_INDENT = re.compile(rf'^([ \t]+)"(?:{_NAMES})"\s*:\s*\{{', re.MULTILINE)
_FORM = re.compile(r'"archive"\s*:\s*\{[^}]*?"form"\s*:\s*([1-9][0-9]*)')
_BROKEN = "it can't be read"
_NOTHING: dict[str, Any] = {}


def _skipped(_: list[tuple[str, Any]]) -> dict[str, Any]:
    return _NOTHING


# Where a value ends: what is in it takes no memory, and an archive may be large.
_SKIPPING = json.JSONDecoder(object_pairs_hook=_skipped)


class OtherTables(NamedTuple):
    """The tables of a file that mediarel does not read, with raw documents.

    `archive` is among them, with a valid form or with none.

    - `lost`: those that can't be kept, or not whole, and why
    - `is_whole`: the file is JSON, so that it has no table that was not found
    - `form`: what the file says, also where `archive` is broken; None for none
    """

    tables: dict[str, dict[str, Document]]
    lost: dict[str, str]
    is_whole: bool
    form: int | None


def other_tables(data: bytes) -> OtherTables:
    """Return the tables in `data`, the content of a store, that mediarel does not read.

    Each is kept whole or not at all. Of `archive`, each document that is sound is kept.
    """
    text = _decoded(data)
    found = OtherTables({}, {}, _is_whole(text), _form_in(text))
    for name, raw in _raw_tables(text):
        if raw is None:
            found.lost.setdefault(name, _BROKEN)
            continue
        if name == ARCHIVE and _is_of_an_entry(raw):
            continue
        kept, lost = _archive(raw) if name == ARCHIVE else _table(name, raw)
        if kept is not None:
            if found.tables.get(name, kept) != kept:
                lost = lost or "it is there twice; the later is kept"
            found.tables[name] = kept
        if lost:
            found.lost[name] = lost
    for name in found.tables.keys() & found.lost.keys():
        if found.lost[name] == _BROKEN:
            found.lost[name] = "it is there twice; one can't be read"
    return found


def _is_of_an_entry(raw: str) -> bool:
    """Tell whether an `archive` is what an entry of the history says that it changed.

    That has pairs of values by their names; the table has documents by their numbers.
    """
    parsed, _ = _value_at(raw, 0)
    if not isinstance(parsed, dict) or not parsed:
        return False
    is_pairs = all(isinstance(value, list) for value in parsed.values())
    return is_pairs and not any(map(ID.fullmatch, parsed))


def form_said(data: bytes) -> int | None:
    """Return the form that `data`, the content of a store, says; None for none.

    It is found also where little else can be read.
    """
    return _form_in(_decoded(data))


def _form_in(text: str) -> int | None:
    first = next((key for key in _KNOWN_KEY.finditer(text) if ARCHIVE in key[0]), None)
    if first is None:
        return None
    table, _ = _value_at(text, first.end() - 1)
    document = table.get("1") if isinstance(table, dict) else None
    if isinstance(document, dict):
        form = document.get("form")
        return form if _is_form(form) else None
    said = _FORM.match(text, first.start())
    return int(said[1]) if said else None


def _is_form(form: object) -> bool:
    return type(form) is int and form >= 1


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8"
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


def _is_whole(text: str) -> bool:
    try:
        return isinstance(json.loads(text, object_pairs_hook=_skipped), dict)
    except (ValueError, RecursionError):
        return False


def _raw_tables(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the names of the tables in `text`, each with its raw JSON, None if broken.

    Those that mediarel reads are passed over; after one that is broken, another may be.
    """
    pattern = _KNOWN_KEY.pattern
    if indent := _INDENT.search(text):
        pattern += rf'|(?<=\n){indent[1]}(?="(?:[^"\\\n]|\\.)*"\s*:)'
    following = re.compile(pattern)
    place: int | None = _past(text, 0, "{")
    while place is not None:
        if not (key := _KEY.match(text, place)):
            place = _next(following, text, place)
            continue
        name = _name(key[1])
        end = _end_at(text, key.end())
        if name not in _READ:
            yield name, None if end is None else text[key.end() : end]
        if end is None:
            place = _next(following, text, key.end())
        else:
            place = _past(text, end, ",")


def _next(following: re.Pattern[str], text: str, place: int) -> int | None:
    found = following.search(text, place)
    return _after_blanks(text, found.start()) if found else None


def _past(text: str, place: int, mark: str) -> int:
    """Return the place behind `mark` and blanks, where those come at `place`."""
    place = _after_blanks(text, place)
    return _after_blanks(text, place + 1) if text.startswith(mark, place) else place


def _after_blanks(text: str, place: int) -> int:
    blanks = _BLANKS.match(text, place)
    return blanks.end() if blanks else place


def _name(written: str) -> str:
    try:
        name = str(json.loads(written))
    except ValueError:
        name = written[1:-1]
    return name.encode(errors="replace").decode()


def _value_at(text: str, place: int) -> tuple[Any, int | None]:
    """Return the JSON value at `place` and where it ends, None where it is broken."""
    try:
        return json.JSONDecoder().raw_decode(text, place)
    except (ValueError, RecursionError):
        return None, None


def _end_at(text: str, place: int) -> int | None:
    """Return where the JSON value at `place` ends, None where it is broken."""
    try:
        return _SKIPPING.raw_decode(text, place)[1]
    except (ValueError, RecursionError):
        return None


def _table(name: str, raw: str) -> tuple[dict[str, Document] | None, str]:
    """Return the documents of a table and what is lost, None if it can't be kept."""
    if not raw.startswith("{"):
        return None, "it is not an object"
    documents = _sound_documents(name, raw)
    return documents, _BROKEN if documents is None else ""


def _archive(raw: str) -> tuple[dict[str, Document] | None, str]:
    """Return the documents of the table `archive` that are sound, and what is lost.

    A form that is none is left out, and the first is put in its place.
    """
    parsed, _ = _value_at(raw, 0)
    if not isinstance(parsed, dict):
        return None, "it is not an object"
    sound = _sound_documents(ARCHIVE, raw) or {}
    documents: dict[str, Document] = {}
    lost = []
    for key, fields in parsed.items():
        if not ID.fullmatch(key) or not isinstance(fields, dict):
            lost.append(key)
            continue
        has_form = key != "1" or _is_form(fields.get("form"))
        if has_form and key in sound:
            documents[key] = sound[key]
            continue
        try:
            documents[key] = encoded(fields if has_form else {**fields, "form": 1})
        except (ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
            lost.append(key)
    return documents, f"only {', '.join(lost)}" if lost else ""


def _sound_documents(name: str, raw: str) -> dict[str, Document] | None:
    """Return the documents of a table as they are, None where they break a rule."""
    try:
        whole = b"{%b: %b}" % (msgspec.json.encode(name), raw.encode())
        validate(Path(name), whole)
        table = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (DamagedError, ValueError, RecursionError, msgspec.MsgspecError):
        return None
    return {key: bytes(each) for key, each in table.items()}
