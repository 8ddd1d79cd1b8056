"""Validate the JSON of a store, and read the tables that mediarel doesn't use.

These tables are kept unchanged. In a damaged file, tables are found by the indentation
of their names, which is the same for all tables.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from mediarel import errors
from mediarel.store.protocol import ID, TABLES, Document
from mediarel.store.tiny.layout import encoded

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
