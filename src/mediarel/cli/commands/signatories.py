"""Implement `mediarel signatories`: list who signed, and merge names."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

import typer

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import known_signatory, merge_names, split_names
from mediarel.archive.session import open_session
from mediarel.cli import environment, output
from mediarel.cli.messages import counted, notify, report_done
from mediarel.cli.options import common, completion
from mediarel.cli.options.parameters import argument, flag, option
from mediarel.cli.terminal import lines, progress, tables
from mediarel.cli.visibility import warn_not_public
from mediarel.index import crosstab
from mediarel.index.sql import SIGNATORIES
from mediarel.query.tree import Query, Value, both
from mediarel.stats.likely import likely_in
from mediarel.stats.network import FORMATS, network
from mediarel.text.folding import folded_name
from mediarel.text.lines import with_full_stop

# The sample archive has no signatories, so some examples add signatories.
MERGE, SPLIT = "merge", "split"
_ORDERS: dict[str, Callable[[crosstab.Signer], Any]] = {
    "most": lambda each: (-each.statements, each.name),
    "newest": lambda each: each.newest,
    "name": lambda each: each.name.casefold(),
}
Order = Enum("Order", {name: name for name in _ORDERS})  # type: ignore[misc]
Format = Enum("Format", {name: name for name in FORMATS})  # type: ignore[misc]


@common.filtered
def run(
    context: typer.Context,
    words: list[str] | None = argument(
        "[QUERY… | merge NAME… | split NAME…]",
        "Query for statements, or names to merge or split. Example: merge A B",
        autocompletion=completion.signatories,
    ),
    beside: str | None = option(
        "--with NAME",
        "Show who signed together with this organisation.",
        autocompletion=completion.signatories,
    ),
    sort: Order = option(
        "--sort ORDER", f"Order: {', '.join(_ORDERS)}.", default=Order["most"]
    ),
    likely: bool = flag("--likely", "Suggest names that you may want to merge."),
    format: Format | None = option(
        "--format FORMAT",
        "Print the network of organisations that signed together: graphml or"
        " csv (one row for each pair).",
    ),
    filters: common.Filters = common.NO_FILTERS,
) -> None:
    """Show who signed: number of statements, first and last date.

    An original and its translations count as one statement. If an organisation has
    several names, use `merge` to count them together under the first name. To undo a
    merge, use `split`. Statements do not change.

    Examples:
      mediarel signatories --year 2012 --sort newest
      mediarel signatories --format graphml > signed.graphml
      mediarel edit 7 --add-signatory CLEC && mediarel signatories --likely
      mediarel edit 7 --signatory A --signatory B && mediarel signatories merge A B
    """
    words = words or []
    action = words[0] if words else ""
    if action in {MERGE, SPLIT}:
        common.refuse_others(context, action, "words")
        _change_names(context, action, words[1:])
        return
    common.refuse_together(**{"with": beside, "likely": likely, "format": format})
    query = filters.query(words)
    with environment.archive(context) as opened:
        if format is not None:
            warn_not_public(opened, "csv", [*filters.as_options(), *words])
            _write_network(opened, query, format.value)
            return
        if likely:
            with progress.working("Comparing the names"):
                pairs = likely_in(opened.index, query)
        else:
            found = _found(opened, query, beside)
    with output.paged(context):
        if likely:
            tables.show_likely(pairs)
        else:
            is_newest = sort.value == "newest"
            shown = sorted(found, key=_ORDERS[sort.value], reverse=is_newest)
            tables.show_table(tables.SIGNERS, shown)
    if likely:
        number = counted(len(pairs), "pair")
        notify(f"{number} of names may belong to the same organisation.")
    else:
        _report(shown, beside)


def _found(
    opened: Archive, query: Query, beside: str | None
) -> Sequence[crosstab.Signer]:
    """Return the organisations that signed.

    If `beside` is given, return only organisations that signed together with `beside`.
    """
    if beside is None:
        return crosstab.signers(opened.index, query)
    signed = Value(SIGNATORIES, known_signatory(opened.index, beside))
    found = crosstab.signers(opened.index, both(query, signed))
    return [e for e in found if signed.folded not in map(folded_name, e.names)]


def _write_network(opened: Archive, query: Query, wanted: str) -> None:
    """Write the organisations, and the pairs that signed together, to stdout."""
    with progress.working("Counting who signed together"):
        found = network(opened.index, query)
    lost: list[str] = []
    parts = FORMATS[wanted](found, lost.append)
    output.write_other(lambda out: out.writelines(map(str.encode, parts)), None)
    if lost:
        notify(f"Left out: {lost[0]}. The format {wanted} can't contain them.")
    pairs = counted(len(found.edges), "pair")
    nodes = counted(len(found.nodes), "organisation")
    notify(f"{nodes}, {pairs} that signed together.")
    if wanted == "csv" and (alone := found.alone()):
        message = f"Left out: {counted(alone, 'organisation')} that signed alone."
        notify(f"{message} To include them: ", "signatories", "--format", "graphml")


def _report(shown: Sequence[crosstab.Signer], beside: str | None) -> None:
    """Report the number of signatories, with a next step."""
    number = counted(len(shown), "organisation")
    if beside is not None:
        notify(with_full_stop(f"{number} signed together with {beside}"))
    elif not shown:
        add = ("edit", "ID", "--add-signatory", "NAME")
        notify("No matching statement has signatories. To add one: ", *add)
    elif lines.is_terminal():
        notify(f"{number}. To find names to merge: ", "signatories", "--likely")


def _change_names(context: typer.Context, action: str, names: Sequence[str]) -> None:
    """Merge or split the names of an organisation, and report the result.

    For a split, the first name identifies the organisation, and the other names are
    separated from it. If there is only one name, all names of the organisation are
    separated. Raises MisuseError if names are missing.
    """
    if len(names) < (2 if action == MERGE else 1):
        how = errors.Command("signatories", action, "NAME", "NAME")
        raise errors.MisuseError(
            f"{action} needs {'at least two names' if action == MERGE else 'a name'}",
            "Enter the names: ",
            how,
        )
    with (
        environment.archive(context) as opened,
        open_session(opened, f"signatories {action}") as session,
    ):
        if action == MERGE:
            merged = merge_names(session, names)
            is_new, now, before = merged.is_new, merged.names, merged.names
        else:
            parted = split_names(session, names[0], names[1:])
            is_new, now, before = True, parted.names, parted.before
    if not is_new:
        notify("Nothing changed: these names are already merged.")
        return
    if now:
        message = f"{now[0]} now also includes: {'; '.join(now[1:])}"
    else:
        message = f"These names are now counted separately: {'; '.join(before)}"
    report_done(with_full_stop(message))
