"""Validate the JSON of a store, and read the tables that mediarel doesn't use.

These tables are kept unchanged. They can also be read from a damaged file: after a
broken part, reading continues at the next table. A table starts at a known name, or at
a key with the same indentation as the known tables.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.store.protocol import ID, TABLES
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.store.protocol import Document


# In a conflict, git puts the original lines between `|||||||` and `=======`.
CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})( .*)?\r?$", re.MULTILINE)
_RESTORE = errors.Hint(
    "Nothing was changed. Repair the archive: ", errors.Command("repair")
)
_CORRECT = errors.Hint(
    "Correct the file, or repair the archive: ", errors.Command("repair")
)
_DEEPEST = 500  # levels; mediarel's files have six
# A string, with a colon if it is a key; or a bracket or constant outside strings.
_TOKEN = re.compile(
    r'("(?:[^"\\]|\\.)*")(\s*:)?|([{\[])|([}\]])|(NaN|-?Infinity)', re.DOTALL
)
ARCHIVE = "archive"
_READ = set(TABLES) - {ARCHIVE}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLANKS = re.compile(r"[ \t\r\n]*")
# Within a string, each quote follows a backslash.
_KEY = re.compile(r'("(?:[^"\\\n]|\\.)*")[ \t\r\n]*:[ \t\r\n]*')
_NAMES = "|".join(TABLES)
_KNOWN_KEY = re.compile(rf'"(?:{_NAMES})"\s*:\s*\{{')
_INDENT = re.compile(rf'^([ \t]+)"(?:{_NAMES})"\s*:\s*\{{', re.MULTILINE)
_FORM = re.compile(r'"archive"\s*:\s*\{[^}]*?"form"\s*:\s*([1-9][0-9]*)')
_BROKEN = "can't be read"
_NOTHING: dict[str, Any] = {}


class _Object(NamedTuple):
    """An object of the JSON, reduced to the needed parts to save memory.

    `no_record` is the first pair of key and value that can't be a record, or None. Only
    the outermost object has `values`.
    """

    no_record: tuple[str, object] | None
    values: dict[str, object]


class _Key(NamedTuple):
    """A key of an object: its position, the start of its object, and its path."""

    place: int
    opening: int
    path: tuple[str, ...]


def _skipped(_: list[tuple[str, Any]]) -> dict[str, Any]:
    return _NOTHING


# Finds the end of a value without keeping the value, which may be large.
_SKIPPING = json.JSONDecoder(object_pairs_hook=_skipped)


class OtherTables(NamedTuple):
    """The tables of a file that mediarel does not use, with raw documents.

    The table `archive` is included; if it has a format version, the version is valid.

    - `lost`: tables that are completely or partly lost, with the reasons
    - `is_whole`: whether the file is valid JSON, so that all tables were found
    - `form`: the format version, even if `archive` is broken; None if missing
    """

    tables: dict[str, dict[str, Document]]
    lost: dict[str, str]
    is_whole: bool
    form: int | None


def other_tables(data: bytes) -> OtherTables:
    """Return the tables in `data`, the content of a store, that mediarel doesn't use.

    Each table is kept completely or not at all, except `archive`: each valid document
    of `archive` is kept.
    """
    text = decoded(data)
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
                lost = lost or "occurs twice; the later table is kept"
            found.tables[name] = kept
        if lost:
            found.lost[name] = lost
    for name in found.tables.keys() & found.lost.keys():
        if found.lost[name] == _BROKEN:
            found.lost[name] = "occurs twice; one of the two can't be read"
    return found


def _is_of_an_entry(raw: str) -> bool:
    """Return whether `raw` is the field `archive` of a history entry, not the table.

    In the field, the values are pairs; in the table, the keys are numbers.
    """
    parsed, _ = _value_at(raw, 0)
    if not isinstance(parsed, dict) or not parsed:
        return False
    is_pairs = all(isinstance(value, list) for value in parsed.values())
    return is_pairs and not any(map(ID.fullmatch, parsed))


def form_said(data: bytes) -> int | None:
    """Return the format version in `data`, the content of a store; None if missing.

    The version can be found even in heavily damaged data.
    """
    return _form_in(decoded(data))


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


def decoded(data: bytes) -> str:
    """Return the text of a store, with a replacement for each invalid byte."""
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8"
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


def _is_whole(text: str) -> bool:
    try:
        return isinstance(json.loads(text, object_pairs_hook=_skipped), dict)
    except (ValueError, RecursionError):
        return False


def _raw_tables(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield name and raw JSON (None if broken) of each table not used by mediarel.

    Reading continues after a broken table.
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
    """Return the position after white space and `mark`, which may be missing."""
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
    """Return the JSON value at `place` and its end position.

    For a broken value, both are None.
    """
    try:
        return json.JSONDecoder().raw_decode(text, place)
    except (ValueError, RecursionError):
        return None, None


def _end_at(text: str, place: int) -> int | None:
    """Return the end position of the JSON value at `place`, None if it is broken."""
    try:
        return _SKIPPING.raw_decode(text, place)[1]
    except (ValueError, RecursionError):
        return None


def _table(name: str, raw: str) -> tuple[dict[str, Document] | None, str]:
    """Return the documents of a table (None if it is broken), and the lost parts."""
    if not raw.startswith("{"):
        return None, "is not an object"
    documents = _sound_documents(name, raw)
    return documents, _BROKEN if documents is None else ""


def _archive(raw: str) -> tuple[dict[str, Document] | None, str]:
    """Return the valid documents of the table `archive`, and the lost parts.

    An invalid format version is replaced by version 1.
    """
    parsed, _ = _value_at(raw, 0)
    if not isinstance(parsed, dict):
        return None, "is not an object"
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
    return documents, f"only document {', '.join(lost)}" if lost else ""


def _sound_documents(name: str, raw: str) -> dict[str, Document] | None:
    """Return the documents of a table, or None if they are invalid."""
    try:
        whole = b"{%b: %b}" % (msgspec.json.encode(name), raw.encode())
        validate(Path(name), whole)
        table = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (errors.DamagedError, ValueError, RecursionError, msgspec.MsgspecError):
        return None
    return {key: bytes(each) for key, each in table.items()}


def damaged(path: Path, what: str, line: int | None = None) -> errors.DamagedError:
    """Return the error for a damaged store; `line` is counted from 1."""
    place = f"{path}, line {line}" if line else str(path)
    return errors.DamagedError(f"{place}: {what}", _RESTORE)


def validate(path: Path, data: bytes) -> None:
    """Raise DamagedError for the first problem in `data`, the content of the store."""
    text = _decoded_strictly(path, data)
    whole = _parsed(path, text)
    if not isinstance(whole, _Object):
        raise damaged(path, f"the file contains {_kind(whole)}, not an object", 1)
    for name, table in whole.values.items():
        if not isinstance(table, _Object):
            what = f"{name!r} is {_kind(table)}, not an object"
            raise damaged(path, what, _line_of(path, text, name))
    for name in TABLES:
        table = whole.values.get(name)
        if not isinstance(table, _Object) or table.no_record is None:
            continue
        key, document = table.no_record
        if not ID.fullmatch(key):
            what = f"{key!r} in {name!r} is not an id"
        else:
            what = f"record {key} of {name!r} is {_kind(document)}, not an object"
        raise damaged(path, what, _line_of(path, text, name, key))


def damaged_record(
    path: Path, table: str, number: int, what: str
) -> errors.DamagedError:
    """Return the error for an invalid record or entry, with its line."""
    text = path.read_text(encoding="utf-8", errors="replace")
    line = _line_of(path, text, table, str(number))
    error = damaged(path, f"record {number} of {table!r}: {what}", line)
    error.hint = errors.Hint(_CORRECT, " List all problems: ", errors.Command("check"))
    return error


def _decoded_strictly(path: Path, data: bytes) -> str:
    if not data.strip():
        raise damaged(path, "the file is empty")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start + 1} of the file is not UTF-8"
        raise damaged(path, what, line) from None
    if text.startswith("\ufeff"):
        raise damaged(path, "the file begins with a byte order mark", 1)
    if conflict := CONFLICT.search(text):
        what = "the file contains the marks of a merge conflict"
        refusal = damaged(path, what, _line_at(text, conflict.start()))
        refusal.hint = errors.Hint(
            "See how to choose one side: ", errors.Command("repair")
        )
        raise refusal
    return text


def _parsed(path: Path, text: str) -> object:
    last: list[tuple[str, object]] = []

    def as_object(pairs: list[tuple[str, object]]) -> _Object:
        nonlocal last
        last = pairs
        others = (
            (key, value)
            for key, value in pairs
            if not (ID.fullmatch(key) and isinstance(value, _Object))
        )
        return _Object(next(others, None), {})

    try:
        parsed: object = json.loads(text, object_pairs_hook=as_object)
        if isinstance(parsed, _Object):
            parsed = parsed._replace(values=dict(last))
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            what = "the end of the file is missing"
        else:
            what = f"invalid JSON at column {error.colno}: {error.msg}"
        raise damaged(path, what, error.lineno) from None
    except RecursionError:
        parsed = None  # `_refuse_doubled_keys` reports the error
    except ValueError as error:  # a number with thousands of digits
        raise damaged(path, f"the file is not JSON: {error}") from None
    _refuse_doubled_keys(path, text)
    return parsed


def _refuse_doubled_keys(path: Path, text: str) -> None:
    around: list[tuple[int, set[str]]] = []  # open objects, and their keys so far
    for key in _keys(path, text):
        name = key.path[-1]
        while around and around[-1][0] > key.opening:
            around.pop()
        if not around or around[-1][0] < key.opening:
            around.append((key.opening, set()))
        if name in around[-1][1]:
            what = f"the key {name!r} occurs twice in one object"
            raise damaged(path, what, _line_at(text, key.place))
        around[-1][1].add(name)


def _keys(path: Path, text: str) -> Iterator[_Key]:
    """Yield all keys of the JSON `text`, in order.

    Raises DamagedError for values that only Python accepts as JSON.
    """
    around: list[tuple[int, str]] = [(0, "")]
    for token in _TOKEN.finditer(text):
        string, colon, opens, closes, constant = token.groups()
        if string and "\\u" in string and not _is_text(json.loads(string)):
            what = f"{errors.shorten(string)} contains half of a surrogate pair"
            raise damaged(path, what, _line_at(text, token.start()))
        if colon:
            opening = around[-1][0]
            name = json.loads(string) if "\\" in string else string[1:-1]
            around[-1] = opening, name
            names = tuple(name for _, name in around)
            yield _Key(token.start(), opening, names[1:])
        elif opens:
            around.append((token.start(), ""))
            if len(around) > _DEEPEST:
                what = "the data is nested too deeply"
                raise damaged(path, what, _line_at(text, token.start()))
        elif closes and len(around) > 1:
            around.pop()
        elif constant:
            what = f"{constant} is not a JSON value"
            raise damaged(path, what, _line_at(text, token.start()))


def _is_text(string: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in string)


def _line_of(path: Path, text: str, *names: str) -> int | None:
    """Return the line of the key with the path `names`, outermost first."""
    places = (key.place for key in _keys(path, text) if key.path == names)
    place = next(places, None)
    return None if place is None else _line_at(text, place)


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = {dict: "an object", list: "a list", str: "text"}
    return next(
        (kind for of, kind in kinds.items() if isinstance(value, of)), "a number"
    )
