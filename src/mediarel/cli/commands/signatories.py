"""Implement `mediarel signatories`: list who signed, and join their different names."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mediarel.archive.session import open_session
from mediarel.archive.signatories import known_signatory, merge_names, split_names
from mediarel.cli import environment
from mediarel.cli.options import common, completion
from mediarel.cli.pager import paged
from mediarel.cli.terminal.lines import is_terminal
from mediarel.cli.terminal.progress import working
from mediarel.cli.terminal.tables import show_likely, show_signers
from mediarel.errors import Command, Hint, MisuseError, Placeholder, shorten
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
_BESIDE_NAMES = {"words", "no_pager", "archive"}
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
            help="What was signed; or names to join, or to take apart.",
            autocompletion=completion.signatories,
        ),
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="NAME",
            help="Who signed beside them, and how often.",
            autocompletion=completion.signatories,
        ),
    ] = None,
    sort: Annotated[
        Order, typer.Option(metavar="ORDER", help=f"{', '.join(_ORDERS)}.")
    ] = Order["most"],
    likely: Annotated[
        bool, typer.Option("--likely", help="Pairs that may be one organisation.")
    ] = False,
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="The network of who signed together: graphml, or csv with its edges.",
            autocompletion=lambda: list(_FORMATS),
        ),
    ] = None,
    filters: common.Filters = common.NO_FILTERS,
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Show who signed: how often, first and last; those that signed most first.

    An original and its translations count once. `merge` has one organisation under
    several names, the first of which is shown; `split` takes names out of it again.
    What statements print stays as it is.
    """
    if words and words[0] in {MERGE, SPLIT}:
        _refuse_options(context, words[0])
        change = merge if words[0] == MERGE else split
        change(context, archive, words[1:])
        return
    if words and words[1:] and (meant := nearest(words[0], (MERGE, SPLIT))):
        told = Command("signatories", meant[0], *words[1:])
        environment.tell(
            Hint(f"Looking for the word {words[0]}. If you meant it: ", told)
        )
    if format is not None and format not in _FORMATS:
        raise MisuseError(
            f"a network is not written as {shorten(format)!r}",
            f"Its formats are: {' and '.join(_FORMATS)}.",
        )
    _refuse_two(beside=beside, likely=likely, format=format)
    query = filters.query(words or ())
    with environment.archive(context, archive) as opened:
        if format is not None:
            _write_network(opened, query, format)
            return
        if likely:
            _show_likely(context, opened, query, no_pager=no_pager)
            return
        if beside is not None:
            signed = _signed_by(opened, beside)
            beside_it = crosstab.signers(opened.index, both(query, signed))
            found, maybe = _others(beside_it, signed), 0
        else:
            found, maybe = _with_likely(opened, query)
        ordered = sorted(found, key=_ORDERS[sort.value], reverse=sort.value == "newest")
    with paged(context, no_pager=no_pager):
        show_signers(ordered)
    _tell(ordered, maybe, beside, is_of_all=query == both())


def _refuse_options(context: typer.Context, action: str) -> None:
    """Refuse options that narrow a list if names are merged or split.

    Raises MisuseError.
    """
    for name in context.params.keys() - _BESIDE_NAMES:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise MisuseError(
                f"{action} takes names, and no option that narrows a list",
                Hint(
                    "Leave the options out; to look for the word: ",
                    Command("signatories", f"text:{action}"),
                ),
            )


def _refuse_two(**asked: object) -> None:
    """Raise MisuseError if more than one kind of result is requested."""
    names = {"beside": "--with", "likely": "--likely", "format": "--format"}
    given = [names[name] for name, value in asked.items() if value]
    if len(given) > 1:
        raise MisuseError(
            f"{given[0]} and {given[1]} do not go together", "Leave one out."
        )


def _signed_by(opened: Archive, name: str) -> Value:
    return Value(FIELD, known_signatory(opened.index, name))


def _others(found: Sequence[Signer], beside: Value) -> list[Signer]:
    """Return the signers `found`, without the one in `beside`."""
    return [each for each in found if beside.folded not in map(folded_name, each.names)]


def _with_likely(opened: Archive, query: Query) -> tuple[list[Signer], int]:
    """Return the signers, and on a terminal the number of pairs that may be the same.

    Pairs that signed together are not counted.
    """
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
    number = len(pairs)
    environment.tell(
        f"{number:,} pair{'' if number == 1 else 's'} may be one organisation."
        " Nothing is joined unasked."
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
        environment.tell(f"Not all of it is in {wanted}, which can't hold: {lost[0]}.")
    edges = len(found.edges)
    pairs = f"{edges:,} pair{'' if edges == 1 else 's'}"
    environment.tell(f"{_counted(len(found.nodes))}, {pairs} that signed together.")
    alone = found.alone()
    if wanted == "csv" and alone:
        environment.tell(
            Hint(
                f"{_counted(alone)} signed with no other, and so",
                " have no edge and are not in it. With all of them: ",
                Command("signatories", "--format", "graphml"),
            )
        )


def _tell(
    shown: Sequence[Signer], maybe: int, beside: str | None, *, is_of_all: bool
) -> None:
    if not shown:
        _tell_nobody(beside, is_of_all=is_of_all)
        return
    if not is_terminal():
        return
    said = _counted(len(shown))
    if beside is not None:
        environment.tell(with_full_stop(f"{said} beside {beside}"))
    elif maybe:
        pairs = f"{maybe} pair{'' if maybe == 1 else 's'}"
        environment.tell(
            Hint(
                f"{said}. {pairs} may be one organisation: ",
                Command("signatories", "--likely"),
            )
        )
    else:
        beside_first = Command("signatories", "--with", shown[0].name)
        environment.tell(Hint(f"{said}. Who signed beside the first: ", beside_first))


def _tell_nobody(beside: str | None, *, is_of_all: bool) -> None:
    if beside is not None:
        environment.tell(with_full_stop(f"Nobody signed beside {beside}"))
        return
    if not is_of_all:
        hint = Hint("No statement that matches is signed. See all who signed: ")
        environment.tell(Hint(hint, Command("signatories")))
        return
    add = Command("edit", Placeholder("ID"), "--add-signatory", Placeholder("NAME"))
    environment.tell(Hint("No statement is signed. To say who signed one: ", add))


def _counted(number: int) -> str:
    return f"{number:,} organisation{'' if number == 1 else 's'}"


def merge(context: typer.Context, archive: str | None, names: Sequence[str]) -> None:
    """Join `names` to one organisation, and report its name.

    Raises MisuseError.
    """
    if len(names) < _FEWEST:
        raise MisuseError("merge needs two names or more", _how("merge"))
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "signatories merge") as session,
    ):
        joined = merge_names(session, names)
    if not joined.is_new:
        environment.tell("Nothing changed: they are one organisation already.")
        return
    _report(_as_one(joined.names))


def split(context: typer.Context, archive: str | None, names: Sequence[str]) -> None:
    """Remove names from an organisation, or dissolve it, and report the rest.

    `names` begin with any name of the organisation.

    Raises MisuseError.
    """
    if not names:
        raise MisuseError("split needs a name", _how("split"))
    organisation, *gone = names
    with (
        environment.archive(context, archive) as opened,
        open_session(opened, "signatories split") as session,
    ):
        parted = split_names(session, organisation, gone)
    if parted.names:
        _report(_as_one(parted.names))
    else:
        names = "; ".join(parted.before)
        _report(f"Taken apart, each of these counts by itself now: {names}")


def _as_one(names: Organisation) -> str:
    first, *others = names
    return f"{first} is one organisation now with: {'; '.join(others)}"


def _report(what: str) -> None:
    """Report what was done, and how to undo it."""
    environment.tell(Hint(f"{with_full_stop(what)} To take it back: ", Command("undo")))


def _how(action: str) -> Hint:
    names = [Placeholder("NAME")] * _FEWEST
    return Hint(
        "Give the names: ",
        Command("signatories", action, *names),
        " – or, to look for the word: ",
        Command("signatories", f"text:{action}"),
    )
