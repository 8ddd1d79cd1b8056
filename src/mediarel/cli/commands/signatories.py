"""Implement `mediarel signatories`: list who signed, and join their different names."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediarel import errors
from mediarel.archive.session import open_session
from mediarel.archive.signatories import known_signatory, merge_names, split_names
from mediarel.cli import environment
from mediarel.cli.commands import reporting
from mediarel.cli.options import common, completion
from mediarel.cli.pager import paged
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import show_likely, show_signers
from mediarel.cli.terminal.wording import counted
from mediarel.index import crosstab
from mediarel.index.name_variants import FIELD
from mediarel.query.tree import Value, both
from mediarel.stats.likely import likely_in
from mediarel.stats.network import FORMATS, network
from mediarel.text.folding import folded_name
from mediarel.text.lines import harmless, with_full_stop
from mediarel.text.similarity import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.index.crosstab import Signer
    from mediarel.model.archive_settings import Organisation
    from mediarel.query.tree import Query


_FEWEST = 2  # names to join
# The supplied archive has no signatories yet.
EXAMPLES = (
    "mediarel signatories --year 2012 --sort newest",
    "mediarel signatories --format graphml > signed.graphml",
    "mediarel edit 7 --add-signatory CLEC && mediarel signatories --likely",
    "mediarel edit 7 --signatory A --signatory B && mediarel signatories merge A B",
)
MERGE, SPLIT = "merge", "split"
_FORMATS = ("graphml", "csv")
_MOST_COMPARED = 400  # signatories, to search for likely pairs without a request
_ORDERS: dict[str, Callable[[Signer], Any]] = {
    "most": lambda each: (-each.statements, each.name),
    "newest": lambda each: each.newest,
    "name": lambda each: each.name.casefold(),
}
Order = Enum("Order", {name: name for name in _ORDERS})  # type: ignore[misc]


@common.filtered
def run(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY… | merge NAME… | split NAME…]",
            help="Query for signed statements; or names to merge or split. Example:"
            " merge A B",
            autocompletion=completion.signatories,
        ),
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="NAME",
            help="Show who signed together with this organisation.",
            autocompletion=completion.signatories,
        ),
    ] = None,
    sort: Annotated[
        Order, typer.Option(metavar="ORDER", help=f"Order: {', '.join(_ORDERS)}.")
    ] = Order["most"],
    likely: Annotated[
        bool,
        typer.Option("--likely", help="Show names that may be one organisation."),
    ] = False,
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="Print the network of organisations that signed together: graphml or"
            " csv (edges).",
            autocompletion=lambda: list(_FORMATS),
        ),
    ] = None,
    filters: common.Filters = common.NO_FILTERS,
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Show who signed: number of statements, first and last date.

    An original and its translations count as one statement. If an organisation has
    several names, `merge` counts them together, under the first name; `split` undoes
    this. Statements do not change.
    """
    words = words or []
    action = words[0] if words else ""
    if action in {MERGE, SPLIT}:
        search = errors.Command("signatories", f"text:{action}")
        hint = errors.Hint("To search for the word: ", search)
        common.refuse_others(context, action, "words", hint=hint)
        (_merge if action == MERGE else _split)(context, archive, words[1:])
        return
    if words[1:] and (meant := nearest(action, (MERGE, SPLIT))):
        told = errors.Command("signatories", meant[0], *words[1:])
        environment.tell(
            errors.Hint(f"Searching for the word {action!r}. Did you mean: ", told)
        )
    if format is not None and format not in _FORMATS:
        raise errors.MisuseError(
            f"there is no network format {errors.shorten(format)!r}",
            f"The formats are: {' and '.join(_FORMATS)}.",
        )
    common.refuse_together(**{"with": beside, "likely": likely, "format": format})
    query = filters.query(words)
    with environment.archive(context, archive) as opened:
        if format is not None:
            _write_network(opened, query, format)
            return
        if likely:
            _show_likely(context, opened, query, no_pager=no_pager)
            return
        found, maybe = _found(opened, query, beside)
    ordered = sorted(found, key=_ORDERS[sort.value], reverse=sort.value == "newest")
    with paged(context, no_pager=no_pager):
        show_signers(ordered)
    _tell(ordered, maybe, beside, is_of_all=query == both())


def _found(
    opened: Archive, query: Query, beside: str | None
) -> tuple[Sequence[Signer], int]:
    """Return who signed, and on a terminal the number of pairs that may be the same.

    With `beside`, return who signed with this organisation. Pairs that signed together
    are not counted.
    """
    if beside is not None:
        signed = Value(FIELD, known_signatory(opened.index, beside))
        found = crosstab.signers(opened.index, both(query, signed))
        others = [e for e in found if signed.folded not in map(folded_name, e.names)]
        return others, 0
    if not is_terminal():
        return crosstab.signers(opened.index, query), 0
    found, pairs = likely_in(opened.index, query, _MOST_COMPARED)
    return found, sum(not pair.together for pair in pairs)


def _show_likely(
    context: typer.Context, opened: Archive, query: Query, *, no_pager: bool
) -> None:
    with working("Comparing the names"):
        _, pairs = likely_in(opened.index, query)
    with paged(context, no_pager=no_pager):
        show_likely(pairs)
    environment.tell(
        f"{counted(len(pairs), 'pair')} may be one organisation."
        if pairs
        else "No two names look like one organisation."
    )


def _write_network(opened: Archive, query: Query, wanted: str) -> None:
    """Write who signed together to stdout."""
    with working("Counting who signed together"):
        found = network(opened.index, query)
    lost: list[str] = []
    parts = FORMATS[wanted](found, lost.append)
    if is_terminal():
        for part in parts:
            print(harmless(part.replace("\r\n", "\n")), end="")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(part.encode() for part in parts)
    if lost:
        environment.tell(f"Left out, because {wanted} can't contain it: {lost[0]}.")
    pairs = counted(len(found.edges), "pair")
    nodes = counted(len(found.nodes), "organisation")
    environment.tell(f"{nodes}, {pairs} that signed together.")
    if wanted == "csv" and (alone := found.alone()):
        told = f"Left out: {counted(alone, 'organisation')} that signed alone."
        graphml = errors.Command("signatories", "--format", "graphml")
        environment.tell(errors.Hint(f"{told} To include them: ", graphml))


def _tell(
    shown: Sequence[Signer], maybe: int, beside: str | None, *, is_of_all: bool
) -> None:
    """Report how many signed, with the next step."""
    number = counted(len(shown), "organisation")
    told: str
    if beside is not None and not shown:
        told = with_full_stop(f"Nobody signed together with {beside}")
    elif not shown and not is_of_all:
        told = "No matching statement has signatories. To see all signatories: "
        told = errors.Hint(told, errors.Command("signatories"))
    elif not shown:
        add = errors.Command(
            "edit",
            errors.Placeholder("ID"),
            "--add-signatory",
            errors.Placeholder("NAME"),
        )
        told = errors.Hint("No statement has signatories. To add one: ", add)
    elif not is_terminal():
        return
    elif beside is not None:
        told = with_full_stop(f"{number} signed together with {beside}")
    elif maybe:
        pairs = f"{counted(maybe, 'pair')} may be one organisation: "
        told = errors.Hint(
            f"{number}. {pairs}", errors.Command("signatories", "--likely")
        )
    else:
        first = errors.Command("signatories", "--with", shown[0].name)
        told = errors.Hint(f"{number}. To see who signed with the first: ", first)
    environment.tell(told)


def _merge(context: typer.Context, archive: str | None, names: Sequence[str]) -> None:
    """Merge `names` into one organisation, and report its name.

    Raises MisuseError.
    """
    if len(names) < _FEWEST:
        raise errors.MisuseError("merge needs at least two names", _how(MERGE))
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "signatories merge") as session,
    ):
        joined = merge_names(session, names)
    if joined.is_new:
        _tell_names(joined.names)
    else:
        environment.tell("Nothing changed: these names are one organisation already.")


def _split(context: typer.Context, archive: str | None, names: Sequence[str]) -> None:
    """Remove names from an organisation, or dissolve it, and report the rest.

    `names` begin with any name of the organisation.

    Raises MisuseError.
    """
    if not names:
        raise errors.MisuseError("split needs a name", _how(SPLIT))
    organisation, *gone = names
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "signatories split") as session,
    ):
        parted = split_names(session, organisation, gone)
    if parted.names:
        _tell_names(parted.names)
    else:
        each = "; ".join(parted.before)
        reporting.tell_done(with_full_stop(f"These names count separately now: {each}"))


def _tell_names(names: Organisation) -> None:
    first, *others = names
    told = f"{first} now also includes: {'; '.join(others)}"
    reporting.tell_done(with_full_stop(told))


def _how(action: str) -> errors.Hint:
    names = [errors.Placeholder("NAME")] * _FEWEST
    return errors.Hint(
        "Enter the names: ",
        errors.Command("signatories", action, *names),
        " – to search for the word: ",
        errors.Command("signatories", f"text:{action}"),
    )
