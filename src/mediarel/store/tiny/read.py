"""Read and validate the tables of a store as raw JSON.

Tables that mediarel doesn't use are kept unchanged. In a damaged file, they are found
by the indentation of their names, which is the same for all tables.

This module doesn't parse documents, so it doesn't need TinyDB. Loading TinyDB takes 15
ms. The format version describes the data in the tables. It is in document 1 of the
table `archive`:

    "archive": {"1": {"form": 5}}

A file of an earlier version can be read. The next change migrates the file.

    1  the table `archive` is missing; checksums and digests cover all fields
    2  the table `archive` exists; new checksums and digests ignore empty fields
    3  dates can be intervals, which programs for version 2 report as damage
    4  a statement has the list `sources` instead of one `source`; unchanged
       statements keep `source`, which is read as a list of one URL
    5  new checksums and digests are the SHA-256 of canonical JSON; `changed` has the
       times of the last change; `archive` has the number and digest of the last change
"""

import json
import os
import re
import weakref
from collections import UserDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.store import FORM
from mediarel.store.protocol import ID, TABLES, Document, Revision, Snapshot
from mediarel.store.records import read_fields
from mediarel.store.tiny.file import mark_of, opened, read_content
from mediarel.store.tiny.layout import encoded, is_laid_out

_KEY = "1"  # the key of the only document
_DECODER: msgspec.json.Decoder[dict[str, dict[str, Document]]] = msgspec.json.Decoder(
    dict[str, dict[str, msgspec.Raw]]
)

# For reading a file piece by piece.
_SIZE = 1 << 20  # bytes of a piece
# Texts in JSON have no line feeds, so these are ends and beginnings of documents.
_OPENING = b'\n  "statements": {\n'
_BETWEEN = b"\n    },\n"
_CLOSING = b"\n    }\n  }"

# For validating a file, and for reading the tables that mediarel doesn't use.
# In a conflict, git puts the original lines between `|||||||` and `=======`.
CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})( .*)?\r?$", re.MULTILINE)
_RESTORE = errors.Hint(
    "Nothing was changed. Repair the archive: ", errors.Command("repair")
)
_CORRECT = errors.Hint(
    "Correct the file, or repair the archive: ", errors.Command("repair")
)
_DEEPEST = 500  # levels of nesting; mediarel's files have six
# A string, and the colon after it if the string is a key. Or, outside strings, a
# bracket or a constant.
_TOKEN = re.compile(
    r'("(?:[^"\\]|\\.)*")(\s*:)?|([{\[])|([}\]])|(NaN|-?Infinity)', re.DOTALL
)
ARCHIVE = "archive"
_READ = set(TABLES) - {ARCHIVE}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_INDENT = re.compile(rf'^([ \t]+)"(?:{"|".join(TABLES)})"\s*:\s*\{{', re.MULTILINE)
_FORM = re.compile(r'"archive"\s*:\s*\{[^}]*?"form"\s*:\s*([1-9][0-9]*)')
_NEXT_KEY = re.compile(r'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_BROKEN = "can't be read"


def read_snapshot(path: Path) -> Snapshot:
    """Validate the file of the store at `path`, and return all of its data.

    Raises DamagedError, NewerArchiveError, NoStoreError or StoreAccessError.
    """
    content = read_content(path)
    return snapshot_of(content.revision, validated_tables(path, content.data))


class _Statements(UserDict[str, Any]):
    """The statements in a file, read piece by piece when needed.

    `read` reads a piece. `piece_of` has the number of the piece of each statement.
    """

    def __init__(
        self, read: Callable[[int], dict[str, Document]], piece_of: dict[str, int]
    ) -> None:
        self.data, self._read = piece_of, lru_cache(maxsize=1)(read)

    def __getitem__(self, key: str) -> Document:
        return memoryview(self._read(self.data[key])[key])

    def items(self) -> Iterator[tuple[str, Document]]:  # type: ignore[override]
        """Yield all statements, and read each piece once."""
        for number in sorted({*self.data.values()}):
            for key, raw in self._read(number).items():
                yield key, memoryview(raw)


def streamed_snapshot(path: Path) -> Snapshot:
    """Return the same as `read_snapshot`, but keep no statements in memory.

    Reading a statement raises BusyError if a different program has written to the file.
    If the file is damaged or has an unusual layout, everything is read at once.
    """
    with suppress(OSError, errors.DamagedError):
        if found := _in_pieces(path):
            return found
    return read_snapshot(path)


def _in_pieces(path: Path) -> Snapshot | None:
    file = opened(path)
    mark = mark_of(os.fstat(file.fileno()))
    pieces: list[tuple[int, int]] = []  # position and size

    def mini(number: int) -> bytes:
        """Return a small archive file with the statements of a piece."""
        place, size = pieces[number]
        file.seek(place)
        data = file.read(size) or b""
        # If a new file replaces the file, only the last field changes, the ctime.
        if mark_of(os.fstat(file.fileno()))[:-1] != mark[:-1]:
            raise errors.BusyError(
                f"another program has just changed {path} without the lock",
                "Check the file, then try again.",
            )
        return b"{%b%b%b\n}\n" % (_OPENING, data, _CLOSING)

    def read(number: int) -> dict[str, Document]:
        return _DECODER.decode(mini(number))["statements"]

    weakref.finalize(read, file.close)
    head, opening, data = (file.read(_SIZE) or b"").partition(_OPENING)
    place = len(head + opening)
    while (end := data.find(_CLOSING)) < 0:
        if (end := data.rfind(_BETWEEN)) >= 0:
            pieces.append((place, end))
            place += end + len(_BETWEEN)
            data = data[end + len(_BETWEEN) :]
        more = file.read(_SIZE)
        if not (opening and more):
            return None
        data += more
    pieces.append((place, end))
    rest = data[end + len(_CLOSING) :] + (file.read() or b"")
    tables = validated_tables(path, b"%b%b}%b" % (head, opening[:-1], rest))
    piece_of: dict[str, int] = {}
    for number in range(len(pieces)):
        found = validated_tables(path, mini(number))
        keys = found.pop("statements")
        if found or not piece_of.keys().isdisjoint(keys):
            return None
        piece_of.update(dict.fromkeys(keys, number))
    statements = _Statements(read, piece_of)
    return snapshot_of(mark.revision, tables)._replace(statements=statements)


def snapshot_of(revision: Revision, tables: dict[str, dict[str, Document]]) -> Snapshot:
    """Return a snapshot with these tables and this revision."""
    return Snapshot(
        revision,
        tables.pop("statements", {}),
        tables.pop("history", {}),
        tables.pop("checksums", {}),
        tables,
    )


def validated_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Validate the content of the store at `path`, and return its tables.

    Raises DamagedError or NewerArchiveError.
    """
    tables: dict[str, dict[str, Document]] = {
        name: {key: memoryview(document) for key, document in table.items()}
        for name, table in raw_tables(path, data).items()
    }
    # A file in the exact layout has none of the problems that validation finds.
    if not is_laid_out(tables, data):
        refuse_newer(path, data)
        validate(path, data)
    return tables


def raw_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Return the tables of a store with raw documents, without validating them.

    Raises NewerArchiveError. Raises DamagedError if the tables can't be decoded.
    """
    try:
        tables: dict[str, dict[str, Document]] = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        refuse_newer(path, data)
        validate(path, data)
        raise damaged(
            path, "the file doesn't have the structure of an archive"
        ) from None
    try:
        form_in(path, tables)
    except errors.DamagedError:
        refuse_newer(path, data)
        raise
    return tables


def form_in(path: Path, tables: Mapping[str, Mapping[str, Document]]) -> int:
    """Return the format version of the tables of the store at `path`.

    Raises NewerArchiveError if the version is unknown, and DamagedError if it is
    invalid.
    """
    raw = tables.get(ARCHIVE, {}).get(_KEY)
    if raw is None:
        return 1
    try:
        form = read_fields(bytes(raw)).get("form")
    except errors.InvalidFieldError as error:
        raise damaged_record(path, ARCHIVE, 1, error.problem) from error
    if type(form) is not int or form < 1:
        what = f"the format version is {errors.shorten(form)!r}, not a positive number"
        raise damaged_record(path, ARCHIVE, 1, what)
    _refuse_newer_form(path, form)
    return form


def _refuse_newer_form(path: Path, form: int) -> None:
    if form > FORM:
        raise errors.NewerArchiveError(
            f"{path} was made by a newer mediarel (format version {form};"
            f" this one supports {FORM})"
        )


def refuse_newer(path: Path, data: bytes) -> None:
    """Raise NewerArchiveError if the content of a store has an unknown format version.

    The rest of the content may be damaged, or have any format.
    """
    if (form := form_said(data)) is not None:
        _refuse_newer_form(path, form)


class _Key(NamedTuple):
    """A key in a JSON text.

    `place` is the position of the key in the text, and `opening` is the position of the
    object that contains the key. `path` has the keys of the enclosing objects, and then
    the key itself.
    """

    place: int
    opening: int
    path: tuple[str, ...]


class OtherTables(NamedTuple):
    """The tables that mediarel does not use, with raw documents.

    The table `archive` is included. If its format version is invalid, the version is
    replaced by 1.

    - `lost`: the tables that are completely or partly lost, and the reasons
    - `is_whole`: True if the file is valid JSON; then no table is missing
    - `form`: the format version, or None if the file has no version. The version can be
      found even if `archive` is damaged.
    """

    tables: dict[str, dict[str, Document]]
    lost: dict[str, str]
    is_whole: bool
    form: int | None


def other_tables(data: bytes) -> OtherTables:
    """Return the tables of other programs from the content of a store.

    If any part of a table is damaged, the table is lost, and is not returned.
    """
    text = decoded(data)
    found = OtherTables({}, {}, _is_whole(text), _form_in(text))
    for name, raw in _raw_tables(text):
        if name in _READ and raw[:1] in {"", "{"}:  # read record by record
            continue
        if not raw.startswith("{"):
            found.lost[name] = _BROKEN if not raw else "is not an object"
        elif (table := _sound_documents(name, raw)) is None:
            found.lost[name] = _BROKEN
        else:
            if name in found.tables:
                found.lost[name] = "occurs twice; the later table is kept"
            found.tables[name] = table
    if document := found.tables.get(ARCHIVE, {}).get("1"):
        fields = msgspec.json.decode(document)
        form = fields.get("form")
        if type(form) is not int or form < 1:
            found.tables[ARCHIVE]["1"] = encoded({**fields, "form": 1})
    return found


def form_said(data: bytes) -> int | None:
    """Find the format version in the content of a store. Return None if it is missing.

    The version can be found even in heavily damaged data.
    """
    return _form_in(decoded(data))


def _form_in(text: str) -> int | None:
    form = _FORM.search(text)
    return int(form[1]) if form else None


def decoded(data: bytes) -> str:
    """Decode the content of a store. Replace invalid bytes by U+FFFD."""
    encoding = "utf-16" if data[:2] in _UTF_16 else "utf-8"
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


def _is_whole(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _raw_tables(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the raw JSON of each table.

    If the JSON is damaged, yields "" instead.
    """
    indent = _INDENT.search(text)
    if indent is None:  # the file is on one line
        yield from _raw_tables_in_order(text)
        return
    key = re.compile(rf'^{indent[1]}"((?:[^"\\\n]|\\.)*)"\s*:\s*', re.MULTILINE)
    for begin in key.finditer(text):
        end = begin.end()
        with suppress(ValueError, RecursionError):
            _, end = json.JSONDecoder().raw_decode(text, begin.end())
        yield _name(begin[1]), text[begin.end() : end]


def _raw_tables_in_order(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the raw JSON of each table.

    Stops after the first damaged table.
    """
    end = text.find("{") + 1
    while begin := _NEXT_KEY.match(text, end):
        end = len(text)
        with suppress(ValueError, RecursionError):
            _, end = json.JSONDecoder().raw_decode(text, begin.end())
        yield _name(begin[1]), text[begin.end() : end]


def _name(written: str) -> str:
    with suppress(msgspec.MsgspecError, UnicodeError):
        return str(msgspec.json.decode(f'"{written}"'))
    return written


def _sound_documents(name: str, raw: str) -> dict[str, Document] | None:
    """Return the documents of a table. Return None if the table is invalid."""
    try:
        whole = b"{%b: %b}" % (msgspec.json.encode(name), raw.encode())
        validate(Path(name), whole)
        table = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (errors.DamagedError, ValueError, RecursionError, msgspec.MsgspecError):
        return None
    return {key: bytes(each) for key, each in table.items()}


def damaged(path: Path, what: str, line: int | None = None) -> errors.DamagedError:
    """Return the error for a damaged store. Lines are counted from 1."""
    place = f"{path}, line {line}" if line else str(path)
    return errors.DamagedError(f"{place}: {what}", _RESTORE)


def validate(path: Path, data: bytes) -> None:
    """Check the content of a store, and raise DamagedError for the first problem."""
    text = _decoded_strictly(path, data)
    tables = _parsed(path, text)
    if not isinstance(tables, dict):
        raise damaged(path, "the file does not contain a JSON object", 1)
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise damaged(
                path, f"{name!r} is not an object", _line_of(path, text, name)
            )
    for name in TABLES:
        for key, document in tables.get(name, {}).items():
            what = ""
            if not ID.fullmatch(key):
                what = f"{key!r} in {name!r} is not an id"
            elif not isinstance(document, dict):
                what = f"record {key} of {name!r} is not an object"
            if what:
                raise damaged(path, what, _line_of(path, text, name, key))


def damaged_record(
    path: Path, table: str, number: int, what: str
) -> errors.DamagedError:
    """Return the error for an invalid record or entry, including the line number."""
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
        what = "the file contains merge conflict markers"
        refusal = damaged(path, what, _line_at(text, conflict.start()))
        refusal.hint = errors.Hint(
            "To see how to choose one of the two versions: ", errors.Command("repair")
        )
        raise refusal
    return text


def _parsed(path: Path, text: str) -> object:
    parsed: object = None
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            what = "the end of the file is missing"
        else:
            what = f"invalid JSON at column {error.colno}: {error.msg}"
        raise damaged(path, what, error.lineno) from None
    except RecursionError:
        pass  # `_refuse_doubled_keys` reports the error
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
    """Yield all keys of a JSON text, in order.

    Raises DamagedError for values that only Python accepts as JSON, such as NaN.
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
    """Return the number of the line that contains a key.

    `names` is the path of the key, which begins with the name of the table.
    """
    places = (key.place for key in _keys(path, text) if key.path == names)
    place = next(places, None)
    return None if place is None else _line_at(text, place)


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
