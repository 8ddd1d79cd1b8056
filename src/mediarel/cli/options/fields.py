"""Define the options for the fields of a statement, for `add`, `edit` and `correct`.

Each field that has a help text in the table of fields has an option.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mediarel.cli import environment, input_files, normalising
from mediarel.cli.options import common, completion
from mediarel.cli.options.parameters import flag, option, parameter
from mediarel.dates.typed import DayOrder
from mediarel.model.fields import BY_NAME, FIELDS, URLS, Field

_PANEL = "Fields"

DAY_FIRST = flag("--day-first", "Read 03/04/2012 as 3 April 2012.")
MONTH_FIRST = flag("--month-first", "Read 03/04/2012 as 4 March 2012.")


class FieldOptions(NamedTuple):
    """The values of the field options, keyed by field name.

    `values` has the typed values to set. `added` has the items to add to lists.
    `dropped` has the items to remove from lists. `order` is the order of day and month
    in numeric dates.
    """

    values: dict[str, Any]
    added: dict[str, list[str]]
    dropped: dict[str, list[str]]
    order: DayOrder | None

    @property
    def are_used(self) -> bool:
        """Return whether any field has a new value."""
        return any(self[:3])


NO_OPTIONS = FieldOptions({}, {}, {}, None)


def field_options(
    *, changing: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that adds the field options to a command.

    The options replace the parameter of the type FieldOptions. The last two options are
    `--day-first` and `--month-first`. If `changing` is True, lists also have options to
    add and to remove items. A flag also has an opposite, such as --no-excerpt.
    """
    ways = {p.name: way for way, p in _parameters(changing=changing)}
    parameters = [
        *(p for _, p in _parameters(changing=changing)),
        parameter("day_first", bool, DAY_FIRST),
        parameter("month_first", bool, MONTH_FIRST),
    ]

    def options(values: dict[str, Any]) -> FieldOptions:
        order = environment.day_order(
            day_first=values.pop("day_first"), month_first=values.pop("month_first")
        )
        said = FieldOptions({}, {}, {}, order)
        for name, value in values.items():
            if value is None:
                continue
            part, field = ways[name]
            new: Any = value
            if BY_NAME[field].kind.is_flag:
                new = name == field
            (said.values, said.added, said.dropped)[part][field] = new
        return said

    return lambda run: common.expanded(run, FieldOptions, parameters, options)


def given(options: FieldOptions) -> dict[str, object]:
    """Convert the typed values of options to the JSON values of fields.

    Control characters are removed, and dates are parsed. If the text is `-`, it is read
    from stdin.

    Raises InvalidDateError, UnreadableInputError, or MisuseError, for example if the
    text is the name of a file.
    """
    fields = dict(options.values)
    for name, value in fields.items():
        kind = BY_NAME[name].kind
        if kind.is_date:
            fields[name] = str(environment.read_date(value, options.order))
        elif kind.is_long and value == "-":
            _, fields[name] = input_files.text_of(input_files.STDIN)
        elif kind.is_long:
            fields[name] = normalising.text_meant(value)
    normalising.normalise(fields)
    return fields


def _parameters(
    *, changing: bool
) -> Iterator[tuple[tuple[int, str], inspect.Parameter]]:
    """Yield pairs: the place of an option in FieldOptions, and the option.

    A place is a pair: the number of the dictionary (0 for `values`, 1 for `added`,
    2 for `dropped`), and the name of the field.
    """
    for field in FIELDS:
        if not field.help:
            continue
        yield (0, field.name), _parameter(field, field.word, field.help)
        if field.kind.is_flag:
            name = f"no_{field.name}"
            yield (0, field.name), _parameter(field, name, field.off_help)
        if changing and field.kind.is_list:
            noun = "URL" if field.kind is URLS else field.word.capitalize()
            for part, verb, word in ((1, "add", "add"), (2, "drop", "remove")):
                help_ = f"{noun} to {word}. Can be repeated."
                name = f"{verb}_{field.word}"
                yield (part, field.name), _parameter(field, name, help_)


def _parameter(field: Field, name: str, help_: str) -> inspect.Parameter:
    # The displayed name may differ from the name in data: both are options.
    names = field.words if name == field.word else (name,)
    is_new_url = field.kind is URLS and not name.startswith("drop_")
    usage = " ".join(f"--{word.replace('_', '-')}" for word in names)
    if field.kind.is_flag:
        return parameter(
            name, bool | None, flag(usage, help_, None, rich_help_panel=_PANEL)
        )
    kind = list[str] | None if field.kind.is_list else str | None
    usage = f"{usage} {field.kind.takes}"
    complete = completion.values_of(field.name) if field.is_whole else None
    parser = common.public_url if is_new_url else None
    declared = option(
        usage, help_, autocompletion=complete, parser=parser, rich_help_panel=_PANEL
    )
    return parameter(name, kind, declared)
