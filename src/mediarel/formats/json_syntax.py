"""Write JSON, and parse the objects in JSON.

Invisible characters are always escaped.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, BinaryIO

import msgspec

from mediarel import errors
from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.entries import Entry, EntryOrError
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.text.lines import HARMFUL

_IS_FEED = re.compile(
    r'\s*+\{(?=.*?"version"\s{0,9}:\s{0,9}"https?:\\?/\\?/jsonfeed\.org)', re.DOTALL
)
# JSON allows most of these characters inside a string, but they are invisible.
_UNSEEN = re.compile(f"[{HARMFUL}]")


def encode(value: object, indent: int = 0) -> str:
    """Return a value as JSON: on one line, or indented.

    Non-ASCII characters are escaped only if they are invisible. The value must not
    contain file names that aren't in UTF-8: see `indented`.
    """
    encoded = msgspec.json.encode(value)
    return visible(msgspec.json.format(encoded, indent=indent).decode())


def indented(value: object, margin: str = "") -> str:
    """Return a value as indented JSON.

    Each line except the first begins with `margin`. This is slower than `encode`, but
    accepts file names that aren't in UTF-8.
    """
    encoded = json.dumps(value, ensure_ascii=False, indent=2)
    return visible(encoded.replace("\n", f"\n{margin}"))


def visible(encoded: str) -> str:
    """Escape the invisible characters in JSON, except line feeds."""
    if encoded.isprintable():  # ten times faster than a search for the characters
        return encoded
    return _UNSEEN.sub(lambda found: _escape(found[0]), encoded)


@cache
def _escape(character: str) -> str:
    # A character beyond U+FFFF becomes a surrogate pair (RFC 8259, 7).
    return json.dumps(character)[1:-1]


def write_list(values: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    """Write `values` to `out` as one list. Only one value is in memory at a time."""
    text = Utf8Writer(out)
    before = "["
    for value in values:
        encoded = encode(value, indent=2)
        text.write(f"{before}\n{encoded}".replace("\n", "\n  "))
        before = ","
    text.write("[]\n" if before == "[" else "\n]\n")


def is_json_feed(text: str) -> bool:
    """Return whether a file that begins with `text` is a JSON Feed."""
    return _IS_FEED.match(text) is not None


class Item(errors.Row):
    """The number of a statement in a list, from 1, or its ID in an archive."""

    @property
    def words(self) -> str:
        """The position as text for a message: "statement 3"."""
        return f"statement {int(self)}"


def check_syntax(text: str, source: str, line: int | None = None) -> Any:
    """Parse the JSON `text`, which is a whole file or the line with the number `line`.

    Raises UnreadableInputError with the line and column of a syntax error.
    """
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        raise errors.UnreadableInputError(
            source,
            (line or 1) + error.lineno - 1,
            f"is invalid JSON at column {error.colno}: {error.msg}",
            "Correct this line, or export the file again.",
        ) from error
    except errors.InvalidFieldError as error:
        reason, hint = error.problem, error.hint
        raise errors.UnreadableInputError(source, line, reason, hint) from error
    except RecursionError:
        reason = "has lists or objects that are nested too deep"
    except ValueError:  # Python refuses numbers of more than 4300 digits
        reason = "has a number that is too long"
    hint = "Use a list of statements, as in an export."
    raise errors.UnreadableInputError(source, line, reason, hint)


def entry_of(value: object, source: str, line: int) -> EntryOrError:
    """Return the entry for a JSON object.

    Return an error if `value` is not an object.
    """
    if not isinstance(value, dict):
        hint = 'Write each statement as {"date": …, "program": …, "text": …}.'
        return errors.UnreadableInputError(source, line, "is not an object", hint)
    # An object with a UUID comes from an archive. Its empty fields stay empty.
    said = frozenset(GIVEN_FIELDS) if value.get("uuid") else frozenset()
    return Entry(value, line, said=said)


def entries_of(values: Iterable[object], source: str) -> Iterator[EntryOrError]:
    """Yield an entry for each object in the list `values`."""
    for number, value in enumerate(values, 1):
        yield entry_of(value, source, Item(number))


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return `pairs` as a dict. Refuse a key that occurs twice (RFC 8259, 4).

    Raises InvalidFieldError.
    """
    fields = dict(pairs)
    if len(fields) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        doubled = next(name for name, count in counts.items() if count > 1)
        raise errors.InvalidFieldError(
            "key", doubled, "occurs twice", "Remove one of them."
        )
    return fields
