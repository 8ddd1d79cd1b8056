"""Write JSON with invisible characters escaped, and read it with line numbers."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from mediarel import errors
from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.entries import Entry
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.text.lines import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_NEXT_ITEM = re.compile(r"[^\s,]")
_VALUE = re.compile(r"\s*:\s*")


_IS_FEED = re.compile(
    r'\s*+\{(?=.*?"version"\s{0,9}:\s{0,9}"https?:\\?/\\?/jsonfeed\.org)', re.DOTALL
)
_SHOWN = 100  # characters


# JSON allows most of these inside a string, but nobody would see them.
_UNSEEN = re.compile(f"[{HARMFUL}]")


def encode(value: object) -> str:
    """Return `value` as JSON: non-ASCII unescaped, invisible characters escaped."""
    return visible(json.dumps(value, ensure_ascii=False))


def on_one_line(value: object) -> str:
    """Return `value` like `encode`, but without spaces between its parts."""
    return visible(msgspec.json.encode(value).decode())


def indented(value: object, margin: str = "") -> str:
    """Return `value` as JSON, with `margin` before each line except the first."""
    encoded = json.dumps(value, ensure_ascii=False, indent=2)
    return visible(encoded.replace("\n", f"\n{margin}"))


def visible(encoded: str) -> str:
    """Return JSON with invisible characters escaped; line feeds are kept."""
    if encoded.isprintable():  # ten times faster than searching for each
        return encoded
    return _UNSEEN.sub(lambda found: _escape(found[0]), encoded)


@cache
def _escape(character: str) -> str:
    # Beyond U+FFFF it is a surrogate pair (RFC 8259, 7).
    return json.dumps(character)[1:-1]


def write_list(values: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    """Write `values` to `out` as one list, with only one in memory at a time."""
    text = Utf8Writer(out)
    before = "["
    for value in values:
        text.write(before + "\n  ")
        text.write(indented(value, "  "))
        before = ","
    text.write("[]\n" if before == "[" else "\n]\n")


def is_json_feed(text: str) -> bool:
    """Return whether `text` is the beginning of a JSON Feed."""
    return _IS_FEED.match(text) is not None


def check_syntax(text: str, source: str, first_line: int = 1) -> Any:
    """Return the value of the JSON `text`, which begins on `first_line` of `source`.

    Raises UnreadableInputError with the line and column of a syntax error.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise errors.UnreadableInputError(
            source,
            first_line + error.lineno - 1,
            f"is invalid JSON at column {error.colno}: {error.msg}",
            "Correct this line, or export the file again.",
        ) from error
    except RecursionError:
        reason = "has lists or objects that are nested too deep"
    except ValueError:  # Python refuses numbers of more than 4300 digits
        reason = "has a number that is too long"
    hint = "Use a list of statements, as in an export."
    raise errors.UnreadableInputError(source, first_line, reason, hint)


def read_object(
    text: str, start: int, source: str, line: int, name: str = ""
) -> tuple[Entry | errors.UnreadableInputError, int]:
    """Return the entry for the object at `start` in `text`, and the object's end.

    `name` is the object's name in errors. Check the syntax first.
    """
    try:
        value, end = _DECODER.raw_decode(text, start)
    except errors.InvalidFieldError as error:
        _, end = _LENIENT.raw_decode(text, start)
        return errors.UnreadableInputError(
            source, line, name + error.problem, error.hint
        ), end
    if not isinstance(value, dict):
        # A text may be as long as the file, and a list may be nested very deeply.
        shown = text[start : min(end, start + _SHOWN)]
        return errors.UnreadableInputError(
            source,
            line,
            f"{name}{errors.shorten(shown)} is not an object",
            'Write each statement as {"date": …, "program": …, "text": …}.',
        ), end
    # Fields that an archive recorded are final, even if they are empty.
    said = frozenset(GIVEN_FIELDS) if value.get("uuid") else frozenset()
    return Entry(value, line, name, said), end


def entries_in(
    text: str, source: str, path: tuple[str, ...] | None
) -> Iterator[Entry | errors.UnreadableInputError]:
    """Yield an entry for each object in the list to which the keys in `path` lead.

    If `path` is None, there is a single object. Check the syntax first.
    """
    # Parsed once more, item by item, so that an error has the line of the item.
    # The syntax is right, so only white space and commas are between items.
    if path is None:
        start = text.index("{")
        yield read_object(text, start, source, text.count("\n", 0, start) + 1)[0]
        return
    end = text.index("[", start_of(text, path)) + 1
    line, number = 1, 1
    counted = 0
    while (item := _NEXT_ITEM.search(text, end)) and item[0] != "]":
        line += text.count("\n", counted, item.start())
        counted = item.start()
        entry, end = read_object(
            text, item.start(), source, line, f"statement {number}: "
        )
        yield entry
        number += 1


def start_of(text: str, path: tuple[str, ...]) -> int:
    """Return the position in `text` of the value to which the keys in `path` lead.

    If a key is repeated, the last value counts, like in the parser.
    """
    start = 0
    for wanted in path:
        start = next(
            reversed([place for key, place in members(text, start) if key == wanted]),
            start,
        )
    return start


def members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield each key of the object at `start` in `text`, and the position of its value.

    Check the syntax first.
    """
    end = text.index("{", start) + 1
    while (item := _NEXT_ITEM.search(text, end)) and item[0] != "}":
        key, end = _LENIENT.raw_decode(text, item.start())
        value = _VALUE.match(text, end)
        end = value.end() if value else end
        yield key, end
        _, end = _LENIENT.raw_decode(text, end)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return `pairs` as a dict, refusing repeated names (RFC 8259, 4)."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        doubled = next(name for name, count in counts.items() if count > 1)
        raise errors.InvalidFieldError(
            doubled, None, "occurs twice", "Remove one of them."
        )
    return fields


_DECODER = json.JSONDecoder(object_pairs_hook=_without_duplicates)
_LENIENT = json.JSONDecoder()
