"""Find the readable records, entries and checksums in a damaged store.

The file is read from one `"KEY": {` to the next:

- After a readable object, reading continues at the end of the object. So the keys
  inside the object are skipped.
- After a broken object, reading continues at the next key.
- A broken entry contains keys of its own. So reading continues at the next key that is
  not indented more than the key of the entry.
- If an object has lost its end, it may seem to end where a later object ends. In this
  case, the first object is treated as broken. Reading continues at the first key that
  is indented less than the keys inside the broken object.

The fields of an object show whether the object is a record or an entry. If the fields
don't show this, the table that contains the object decides.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from mediarel.model.fields import FIELDS, GIVEN_FIELDS
from mediarel.recovery.best_records import (
    BrokenObject,
    Salvage,
    SalvagedObject,
    fields_in_lines,
)
from mediarel.store.protocol import ID, TABLES
from mediarel.store.sound import checksums_of
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.read import decoded

# No key in a store is longer. Within a text, a backslash precedes each quote.
KEY_OF_OBJECT = re.compile(r'"([^"\\\n]{1,40})"\s*:\s*(?=\{)')
_FIRST_KEY = re.compile(KEY_OF_OBJECT.pattern + r'\{\s*\n([ \t]*)"')
_WINDOW = 1 << 14  # characters: enough for most objects; it grows for larger ones
_GROWTH = 16
OF_A_CHANGE = {"added", "changed", "removed"}
# An object with all these required fields is a record or an entry. If some of them are
# lost, any `_ENOUGH` fields of a record or an entry suffice.
_STATEMENT = {"uuid", *(field.name for field in FIELDS if field.required)}
_FIELDS_OF_A_STATEMENT = {"uuid", *GIVEN_FIELDS}
_CHANGE = {"at", "by", "command"}
_FIELDS_OF_A_CHANGE = {*_CHANGE, "last_id", "added", "changed", "removed", "undoes"}
_ENOUGH = 6
_CHECKSUM = re.compile(
    r'"([1-9][0-9]{0,17})"\s*:\s*"((?:5:[0-9a-f]{48})?[0-9a-f]{16})"'
)
_LENGTHS = {16, 66}  # characters of a checksum, in early and in current versions
_UUID = re.compile(r'^([ \t]*)"uuid"', re.MULTILINE)
WITHOUT_KEY = "without an id"
_LONGEST_TEXT = 10**6  # characters of unreadable text


class _WithDoubledKeys(dict[str, Any]):
    """A JSON object that had duplicate keys. It has the last value of each key."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else _WithDoubledKeys(fields)


# Not strict: a damaged text may contain control characters.
_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, strict=False)


def object_at(text: str, start: int) -> tuple[dict[str, Any] | None, int]:
    """Return the JSON object at the position `start`, and the position of its end.

    The object is None if it is broken.
    """
    size = _WINDOW
    while True:
        # After an error, the decoder counts all lines before it; so parse only a part.
        window = text[start : start + size]
        try:
            fields, end = _DECODER.raw_decode(window)
        except json.JSONDecodeError as error:
            if start + size >= len(text) or not _is_cut(window, error):
                return None, start
            size *= _GROWTH
        except (ValueError, RecursionError):  # a number too long, or nesting too deep
            return None, start
        else:
            return fields, start + end


def _is_cut(window: str, error: json.JSONDecodeError) -> bool:
    """Return True if `error` may occur only because `window` ends too early."""
    if error.msg.startswith("Unterminated string"):
        return True
    return error.pos >= len(window) - len('"\\ud83d\\ude00')


def next_key_pattern(text: str, start: int) -> re.Pattern[str]:
    """Return a pattern for keys that are not indented more than the key at `start`.

    If other text precedes the key at `start` in its line, the pattern matches any key.
    """
    if not begins_line(text, start):
        return KEY_OF_OBJECT
    depth = start - text.rfind("\n", 0, start) - 1
    return _key_at_most(depth)


def pattern_beyond(text: str, start: int, end: int) -> re.Pattern[str] | None:
    """Return a pattern for the keys that come after an object that has lost its end.

    Such an object seems to contain the objects after it. `start` is the position of the
    object's key, and `end` is the position after its apparent end. A key belongs to a
    later object if both rules apply:

    - The key is indented less than the first key inside the object.
    - The key is not indented more than the object's own key. This rule is skipped if
      other text precedes the object's own key in its line.

    Return None if there are no such keys, or if the object is on one line.
    """
    first = _FIRST_KEY.match(text, start, end)
    if first is None:
        return None
    depth = len(first[2]) - 1
    if begins_line(text, start):
        depth = min(depth, start - text.rfind("\n", 0, start) - 1)
    pattern = _key_at_most(depth) if depth >= 0 else None
    return pattern if pattern and pattern.search(text, start + 1, end) else None


def _key_at_most(depth: int) -> re.Pattern[str]:
    """Return a pattern for keys at the start of a line, indented at most by `depth`."""
    return re.compile(rf"(?m:^)[ \t]{{0,{depth}}}" + KEY_OF_OBJECT.pattern)


def begins_line(text: str, start: int) -> bool:
    """Return whether only spaces come before the position `start` in its line."""
    line = text.rfind("\n", max(0, start - 80), start)
    return line >= 0 and not text[line:start].strip()


def valid_json(raw: bytes, fields: dict[str, Any]) -> bytes:
    """Return `raw`, or `fields` as JSON if `raw` is invalid or has duplicate keys."""
    if not any(isinstance(each, _WithDoubledKeys) for each in _objects(fields)):
        try:
            msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            pass
        else:
            return raw
    return encoded(encodable(fields))


def _objects(value: dict[str, Any] | list[Any]) -> Iterator[object]:
    """Yield `value`, and all JSON objects and lists in it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value
    for each in inner:
        if isinstance(each, dict | list):
            yield from _objects(each)


def encodable(value: Any) -> Any:
    """Replace lone surrogates in a JSON value, because UTF-8 can't encode them."""
    if isinstance(value, dict):
        return {encodable(name): encodable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [encodable(each) for each in value]
    if isinstance(value, str):
        pairs = value.encode("utf-16", "surrogatepass")
        return pairs.decode("utf-16", "replace")
    return value


def salvage(data: bytes) -> Salvage:
    """Return the readable objects in `data`, the content of a store.

    The running time is proportional to the length of `data`, for any content.
    """
    return _Walk(decoded(data)).run()


class _Walk:
    """Collects the objects in the text of a store, from start to end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._table = ""
        self._counted = 0
        self._line = 1
        self._highest_id = 0
        self._records: dict[str, list[tuple[str, bytes]]] = {n: [] for n in TABLES}
        self._partial: list[SalvagedObject] = []
        self._is_closed = False
        self._is_in_broken = False  # after a broken object in its table
        self._loose_checksums: dict[int, str] = {}
        self._broken: list[BrokenObject] = []
        self._unrecognized: list[BrokenObject] = []

    def run(self) -> Salvage:
        """Walk from the first key to the last, and return the objects found."""
        place = 0
        after = -1  # end of the last readable object, or -1
        pattern: re.Pattern[str] = KEY_OF_OBJECT
        while key := pattern.search(self._text, place):
            name = key[1]
            pattern = KEY_OF_OBJECT
            if after == place:
                self._add_strays(self._text[place : key.start()])
            if name in TABLES:
                is_last = self._table == "history" and name == "checksums"
                self._is_closed |= is_last and not self._is_in_broken
                self._table = name
                after = place = key.end() + 1
                continue
            start = key.start(1) - 1
            fields, end = object_at(self._text, key.end())
            # An object with tables in it lost its own end: the end of a later object
            # made it valid JSON.
            if fields is None or has_tables(fields):
                if self._table != "statements":
                    pattern = next_key_pattern(self._text, start)
                place = key.end() + 1
                self._add_broken(name, start, place, pattern)
                continue
            if name not in OF_A_CHANGE and (table := table_within(fields)):
                self._table = table
                place = key.end() + 1
                continue
            if (within := records_within(fields)) and begins_line(self._text, start):
                # The end of this object is lost, so it contains the objects after it.
                own = {n: value for n, value in fields.items() if n not in within}
                self._add_rewritten(name, own)
                self._is_in_broken = True
                pattern = next_key_pattern(self._text, start)
                place = key.end() + 1
                continue
            if beyond := pattern_beyond(self._text, start, end):
                # The end is lost here too, but it is unknown which keys belong to the
                # object.
                pattern = beyond
                place = key.end() + 1
                self._add_broken(name, start, place, pattern)
                continue
            if name in OF_A_CHANGE:
                self._table = "history"
            self._add(name, fields, key, end)
            after = place = end
        return self._result()

    def _result(self) -> Salvage:
        """Return all objects that were found.

        If a record matches a checksum, the id of this checksum is added to the record.
        """
        checksums = self._loose_checksums
        blocks = set()
        for block, raw in self._records["checksums"]:
            read = msgspec.json.decode(raw)
            blocks.add(block)
            checksums.update((int(n), c) for n, c in read.items() if ID.fullmatch(n))
        owners = {value: number for number, value in checksums.items()}
        statements = []
        for key, raw in self._records["statements"]:
            values = list(checksums_of(raw))
            own = ID.fullmatch(key) and checksums.get(int(key)) in values
            others = (owners[value] for value in values if value in owners)
            id_by_checksum = int(key) if own else next(others, None)
            statements.append(SalvagedObject(key, raw, id_by_checksum))
        # Partial records first: a later object with the same key is preferred.
        return Salvage(
            statements=[*self._partial, *statements],
            history=[
                SalvagedObject(key, raw, None) for key, raw in self._records["history"]
            ],
            broken=self._broken,
            unrecognized=self._unrecognized,
            checksums=checksums,
            blocks=blocks,
            is_closed=self._is_closed,
            highest_id=max(self._highest_id, *checksums, 0),
        )

    def _add(
        self, name: str, fields: dict[str, Any], key: re.Match[str], end: int
    ) -> None:
        """Add a readable object to a table. The object's fields decide which table."""
        table = table_of(fields)
        if table == "statements" and self._table == "history":
            if not begins_line(self._text, key.start(1) - 1):
                return  # the statement is in a broken entry that removed it
        elif not table:
            if fields and self._table not in {"archive", "history"}:
                line = self._line_at(key.start())
                self._unrecognized.append(BrokenObject(self._table, name, line))
            return
        if table == "history":
            self._note_ids(fields)
        elif table == "statements":
            self._note_id(name)
        self._is_in_broken = False
        raw = self._text[key.end() : end].encode()
        self._records[table].append((name, valid_json(raw, fields)))

    def _add_rewritten(self, name: str, fields: dict[str, Any]) -> None:
        """Add an object that lost its end.

        `fields` are the fields that belong to it.
        """
        if table := table_of(fields):
            self._note_id(name) if table == "statements" else self._note_ids(fields)
            self._records[table].append((name, encoded(encodable(fields))))

    def _add_strays(self, text: str) -> None:
        """Add the records in `text` that have lost their key.

        `text` is between two objects.
        """
        uuid = _UUID.search(text) if self._table == "statements" else None
        if uuid is not None:
            end = rf"(?m:^)[ \t]{{0,{max(0, len(uuid[1]) - 1)}}}\}}"
            for lines in re.split(end, text):
                self._add_rewritten(WITHOUT_KEY, fields_in_lines(lines))

    def _add_broken(
        self, name: str, start: int, inside: int, following: re.Pattern[str]
    ) -> None:
        """Add an object to the broken objects.

        If the object is a record, its readable fields are kept.
        """
        self._is_in_broken = True
        if self._table == "statements":
            self._note_id(name)
        is_within_entry = self._table == "history" and not ID.fullmatch(name)
        if not self._table or is_within_entry:
            return
        after = following.search(self._text, inside)
        lines = self._text[inside : after.start() if after else len(self._text)]
        self._broken.append(
            BrokenObject(self._table, name, self._line_at(start), lines[:_LONGEST_TEXT])
        )
        if self._table == "checksums":
            pairs = _CHECKSUM.findall(lines)
            self._loose_checksums.update((int(n), checksum) for n, checksum in pairs)
        is_record = self._table == "statements" and begins_line(self._text, start)
        if is_record and (fields := fields_in_lines(lines)):
            raw = encoded(encodable(fields))
            partial = SalvagedObject(name, raw, None, is_partial=True, text=lines)
            self._partial.append(partial)

    def _note_id(self, name: str) -> None:
        """Update the highest id if `name` is a higher id."""
        if ID.fullmatch(name):
            self._highest_id = max(self._highest_id, int(name))

    def _note_ids(self, fields: dict[str, Any]) -> None:
        """Update the highest id from the ids in the fields of an entry."""
        self._note_id(str(fields.get("last_id")))
        for kind in sorted(OF_A_CHANGE):
            if isinstance(touched := fields.get(kind), dict):
                for name in touched:
                    self._note_id(name)

    def _line_at(self, place: int) -> int:
        """Return the line number at the position `place`.

        Each call must have the same or a higher position than the call before.
        """
        self._line += self._text.count("\n", self._counted, place)
        self._counted = place
        return self._line


def table_of(fields: dict[str, Any]) -> str:
    """Return the name of the table to which an object with these fields belongs.

    Returns "" if the table is unknown.
    """
    names = fields.keys()
    if names >= _STATEMENT or len(names & _FIELDS_OF_A_STATEMENT) >= _ENOUGH:
        return "statements"
    if names >= _CHANGE or len(names & _FIELDS_OF_A_CHANGE) >= _ENOUGH:
        return "history"
    if fields and all(
        isinstance(c, str) and len(c) in _LENGTHS for c in fields.values()
    ):
        return "checksums" if all(map(ID.fullmatch, fields)) else ""
    return ""


def records_within(fields: dict[str, Any]) -> set[str]:
    """Return the keys of records, entries and tables inside a record or an entry.

    If there are any, the end of the record or entry is lost.
    """
    table = table_of(fields)
    if not table:
        return set()
    within = ((n, each) for n, each in fields.items() if isinstance(each, dict))
    return {
        name
        for name, each in within
        if (name in TABLES and not (table == "history" and _is_own(name, each)))
        or (ID.fullmatch(name) and table_of(each))
    }


def _is_own(name: str, value: dict[str, Any]) -> bool:
    """Return True if `value` is the field `archive` of an entry in the history.

    Return False for the table `archive`. The field contains pairs of values, and the
    table contains documents.
    """
    return name == "archive" and not any(isinstance(e, dict) for e in value.values())


def has_tables(fields: dict[str, Any]) -> bool:
    """Return whether an object contains tables and is neither a record nor an entry."""
    is_any = any(n in TABLES and isinstance(each, dict) for n, each in fields.items())
    return is_any and not table_of(fields)


def table_within(fields: dict[str, Any]) -> str:
    """Return the name of the table whose content is `fields`.

    The name may be lost in the file, so it is found from the first record in the
    content. Return "" if `fields` is not the content of a table.
    """
    tables = (table_of(each) for each in fields.values() if isinstance(each, dict))
    return next(filter(None, tables), "") if not table_of(fields) else ""
