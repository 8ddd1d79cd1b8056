"""Define options that several commands share.

Each filter becomes a term of the query language: `--tag land` means `tag:land`.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import wraps
from typing import Any, NamedTuple, get_type_hints

import typer

from mediarel import errors
from mediarel.cli import environment
from mediarel.cli.options import completion, parameters
from mediarel.cli.options.parameters import argument, flag, number, option
from mediarel.dates.edtf import DateRange, KeptDate, ends_of_range
from mediarel.formats.table import WRITABLE
from mediarel.index.search import SORTS
from mediarel.model.fields import BY_NAME, LANGUAGE
from mediarel.model.readers import language_tag
from mediarel.query.tree import Condition, Dated, Query, Value, both, either
from mediarel.text.urls import without_login

Sort = Enum("Sort", {name: name for name in SORTS})  # type: ignore[misc]


def public_url(url: str) -> str:
    """Check a URL that will be published, and return it.

    Raises BadParameter if the URL contains a user name or a password.
    """
    masked = without_login(url, "***@")
    if masked != url:
        raise typer.BadParameter(
            f"{errors.shorten(masked)!r} contains a user name or password, which"
            " readers would see. Enter the URL without them"
        )
    return url


IDS = argument(
    "ID… | QUERY",
    "IDs of statements, or a query. Example: 3-5",
    autocompletion=completion.ids,
)
SOME_IDS = argument(
    "[ID… | QUERY]",
    "IDs of statements, or a query (default: all statements). Example: 3-5",
    autocompletion=completion.ids,
)
SIGNERS = option(
    "--signers FILE", "Trusted public keys: a file or folder. Example: allowed_signers"
)
QUERY_HELP = 'Words, "phrases" and fields. Example: tag:land'
WORDS = argument("[QUERY]…", QUERY_HELP)
PAGE = number("--page NUMBER", "Number of the page to show.", 1)
PER_PAGE = number(
    "--per-page NUMBER", "Statements per page (default: as many as fit the screen)."
)
ALL = flag("--all", "Show all statements on one page.")
FORMAT = option(
    "--format FORMAT",
    f"Print an export format: {', '.join(WRITABLE[:-1])} or {WRITABLE[-1]}.",
    autocompletion=lambda: list(WRITABLE),
)
COPY = flag("--copy", "Also copy the output to the clipboard.")
FORCE = flag("--force", "Replace an existing file without asking.")
JSON = flag("--json", "Print JSON for programs.")
YES = flag("--yes -y", "Don't ask for confirmation.")


def sort(usual: str) -> Any:
    """Declare the option `--sort` with the default `usual`."""
    return option("--sort ORDER", f"Order: {', '.join(SORTS)}.", default=Sort[usual])


def _filter(
    usage: str, help_: str, complete: Callable[..., list[str]] | None = None
) -> Any:
    return option(usage, help_, autocompletion=complete, rich_help_panel="Filters")


_FILTERS = {
    "year": _filter(
        "--year YEAR",
        "Only statements of this year or range. If repeated: of any of these."
        " Example: 2011..2013",
        completion.years,
    ),
    "program": _filter(
        "--issuer --program NAME",
        "Only statements of this issuer. If repeated: of any of these issuers.",
        completion.values_of("program"),
    ),
    "type": _filter(
        "--type TYPE",
        "Only statements of this type. If repeated: of any of these types.",
        completion.values_of("type"),
    ),
    "tag": _filter(
        "--tag TAG",
        "Only statements with this tag. If repeated: with all of these tags.",
        completion.values_of("tags"),
    ),
    "since": _filter(
        "--since DATE", "Only statements of this date or later. Example: 2012-07"
    ),
    "until": _filter(
        "--until DATE", "Only statements of this date or earlier. Example: 2012-07"
    ),
    "missing": _filter(
        "--missing LANGUAGE",
        "Only statements without a translation into this language. Example: km",
        completion.values_of("language"),
    ),
}


class Filters(NamedTuple):
    """The filter options of a command.

    A statement matches if it has one of the years, one of the issuers, one of the
    types, and all of the tags.
    """

    year: list[str] | None = None
    program: list[str] | None = None
    type: list[str] | None = None
    tag: list[str] | None = None
    since: str | None = None
    until: str | None = None
    missing: str | None = None

    def query(self, words: Iterable[str] = ()) -> Query:
        """Combine the filters and the words of the command into a query.

        Raises QueryError or InvalidDateError.
        """
        parts: list[Query] = []
        if text := " ".join(words):
            parts.append(_parsed(text))
        if self.year:
            parts.append(either(*map(_years_in, self.year)))
        if self.since is not None or self.until is not None:
            since, until = _date(self.since), _date(self.until)
            parts.append(Dated(DateRange.between(since, until)))
        for field, values in (("program", self.program), ("type", self.type)):
            if values:
                parts.append(either(*(_value(field, value) for value in values)))
        parts += [_value("tags", tag) for tag in self.tag or ()]
        if self.missing is not None:
            parts.append(missing_in(self.missing))
        return both(*parts)

    def as_options(self) -> list[str]:
        """Return the used filters as words of a command line: `--year`, `2012`."""
        return [
            word
            for name, given in self._asdict().items()
            for value in ([given] if isinstance(given, str) else given or ())
            if value
            for word in (f"--{name}", value)
        ]


NO_FILTERS = Filters()


def refuse_together(**options: object) -> None:
    """Raise MisuseError if more than one of these options is used."""
    given = [name for name, value in options.items() if value]
    if len(given) > 1:
        raise errors.MisuseError(
            f"--{given[0]} and --{given[1]} can't be combined", "Use one of them."
        )


def refuse_with(options: dict[str, Any], others: dict[str, Any]) -> None:
    """Raise MisuseError if an option in `others` is used with one of `options`.

    At most one of `options` can be used.
    """
    for name, value in others.items():
        refuse_together(**options, **{name: value})


def refuse_others(context: typer.Context, what: str, *allowed: str) -> None:
    """Raise MisuseError if the user typed options that can't be used with `what`.

    `what` is an option or an action, such as `--formats`. Only the options and
    arguments in `allowed` can be used with `what`.
    """
    for name in context.params.keys() - {*allowed}:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise errors.MisuseError(
                f"{what} can't be combined with other options",
                "Leave out the other options.",
            )


def expanded(
    run: Callable[..., None],
    kind: type,
    options: Sequence[inspect.Parameter],
    value_of: Callable[[dict[str, Any]], object],
) -> Callable[..., None]:
    """Return a command that calls `run`, but has `options` instead of one parameter.

    The replaced parameter has the type `kind`, such as Filters. `value_of` converts the
    values of the options to this type.
    """
    own = inspect.signature(run, eval_str=True).parameters.values()
    (taken_by,) = (each.name for each in own if each.annotation is kind)
    declared = [
        new for each in own for new in (options if each.name == taken_by else [each])
    ]

    @wraps(run)
    def command(**given: Any) -> None:
        values = {option.name: given.pop(option.name) for option in options}
        run(**given, **{taken_by: value_of(values)})

    # Typer reads this signature instead of the signature of `command`.
    command.__dict__["__signature__"] = inspect.Signature(declared)
    command.__annotations__ = {each.name: each.annotation for each in declared}
    return command


def filtered(run: Callable[..., None]) -> Callable[..., None]:
    """Replace the Filters parameter of a command function with the filter options."""
    kinds = get_type_hints(Filters)
    options = [
        parameters.parameter(name, kinds[name], each) for name, each in _FILTERS.items()
    ]
    return expanded(run, Filters, options, lambda values: Filters(**values))


def _parsed(text: str) -> Query:
    """Parse `text` in the query language.

    Raises QueryError.
    """
    # A simple list by year doesn't need the parser.
    from mediarel.query.parser import parse  # noqa: PLC0415

    return parse(text, read_date=environment.read_bare_date)


def _years_in(text: str) -> Query:
    ends = ends_of_range(text)
    if ends is None:
        return Dated(DateRange.of(environment.read_bare_date(text)))
    begin, end = (_date(each or None) for each in ends)
    return Dated(DateRange.between(begin, end))


def _date(text: str | None) -> KeptDate | None:
    return None if text is None else environment.read_bare_date(text)


def _value(field: str, text: str) -> Value:
    """Return a query term for a field, such as `tag:land`.

    If the text ends with a star, values that start with the text match. Raises
    MisuseError if the text is empty.
    """
    from mediarel.text.folding import folded_name  # noqa: PLC0415 - a plain list does without

    folded = folded_name(text.rstrip("*"))
    if not folded:
        what = BY_NAME[field].word
        raise errors.MisuseError(
            f"--{what} is empty", f"Enter the {what}, or leave out --{what}."
        )
    return Value(field, folded, is_prefix=text.endswith("*"))


def missing_in(language: str) -> Condition:
    """Return a query for statements that have no version in `language` (BCP 47).

    Raises MisuseError if `language` is not a language code.
    """
    if not re.fullmatch(LANGUAGE.pattern, language.strip()):
        raise errors.MisuseError(
            f"--missing {errors.shorten(language)!r} is not a language code (BCP 47)",
            "Enter the code of the missing language. Example: --missing km",
        )
    return Condition("missing", language_tag(language).lower())
