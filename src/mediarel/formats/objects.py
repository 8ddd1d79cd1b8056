"""Plain objects of JSON as statements: their keys are columns.

A key within an object has a name of both, `title.rendered`, and `--map` takes it in by
that. Numbers are text; lists may be written as in the cells of a table.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.formats.cells import FOREIGN, complete
from mediarel.formats.columns import columns_of
from mediarel.formats.date_cells import DATES, DateCell, date_reader
from mediarel.formats.reading import Entry, Reading
from mediarel.formats.undated import with_dates
from mediarel.model.fields import EARLIER_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.formats.reading import ReadOptions

_DEEPEST = 5  # objects within each other whose keys are told apart


class _Rules(NamedTuple):
    """How the objects of a source are read."""

    fields: Mapping[str, str | None]
    is_ours: bool
    is_export: bool
    """Whether each key is the field that it names."""
    is_excerpt: bool
    read_date: Callable[[str, str], str]
    source: str


def read_objects(
    found: Callable[[], Iterable[Entry | UnreadableInputError]],
    source: str,
    options: ReadOptions,
) -> Reading:
    """Return what the objects say that `found` gives, as entries, anew at each call.

    Raises UnreadableInputError.
    """
    names: dict[str, None] = {}
    first_error = None
    for each in found():
        if isinstance(each, Entry):
            names.update(dict.fromkeys(_flat(each.fields)))
        else:
            first_error = first_error or each
    if not names:
        if first_error is not None:
            raise first_error
        return Reading(())
    columns = columns_of(list(names), options.columns, source, word="key")
    fields = dict(zip(names, columns.fields, strict=True))

    def dates() -> Iterator[DateCell]:
        for each in found():
            if isinstance(each, Entry):
                values = _flat(each.fields).items()
                cells = (_plain(value) for key, value in values if fields[key] in DATES)
                yield from (DateCell(c, each.line) for c in cells if isinstance(c, str))

    rules = _Rules(
        fields,
        columns.is_ours,
        columns.is_ours and all(name == field for name, field in fields.items()),
        columns.is_excerpt,
        date_reader(dates, source, options.order),
        source,
    )
    entries = (_entry(each, rules) for each in found())
    return Reading(
        with_dates(entries, source, undated=options.undated),
        columns.pattern,
        notes=columns.notes,
    )


def _entry(
    found: Entry | UnreadableInputError, rules: _Rules
) -> Entry | UnreadableInputError:
    """Return what an object says, by the fields that its keys stand for."""
    if not isinstance(found, Entry) or (found.said and rules.is_export):
        return found
    said: dict[str, object] = {}
    # Some programs write an empty list for any value that is not there.
    empty: tuple[object, ...] = (None, "", *(() if rules.is_ours else ([], {})))
    try:
        for key, value in _flat(found.fields).items():
            field = rules.fields[key]
            if field in EARLIER_NAMES and isinstance(value, list):
                field = EARLIER_NAMES[field]
            if field and value not in empty:
                said[field] = _value(field, value, rules)
    except InvalidFieldError as error:
        problem = found.name + error.problem
        return UnreadableInputError(rules.source, found.line, problem, error.hint)
    complete(said, is_ours=rules.is_ours, is_excerpt=rules.is_excerpt)
    return found._replace(fields=said)


def _value(field: str, value: object, rules: _Rules) -> object:
    """Return the value of `field` that an object gives."""
    plain = _plain(value)
    if isinstance(plain, list):
        return [_plain(item) for item in plain]
    if not isinstance(plain, str):
        return plain
    if field in DATES:
        return rules.read_date(field, plain)
    return plain if rules.is_ours else FOREIGN.get(field, str)(plain)


def _plain(value: object) -> object:
    """Return `value`, a number as text."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_endless = isinstance(value, float) and not isfinite(value)
    return str(value) if is_number and not is_endless else value


def _flat(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Return `fields` with the keys of objects within it behind those of the object."""
    if not any(isinstance(value, dict) for value in fields.values()):
        return fields
    flat: dict[str, object] = {}
    for key, value in fields.items():
        _flatten(key, value, _DEEPEST, flat)
    return flat


def _flatten(key: str, value: object, depth: int, flat: dict[str, object]) -> None:
    if isinstance(value, dict) and value and depth:
        for name, inner in value.items():
            _flatten(f"{key}.{name}", inner, depth - 1, flat)
    else:
        flat[key] = value
