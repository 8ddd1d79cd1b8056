"""Implement `mediarel duplicates`: find statements with nearly the same text."""

import typer

from mediarel import errors
from mediarel.archive import lookup, near_duplicates
from mediarel.cli import environment, pager
from mediarel.cli.messages import counted, notify
from mediarel.cli.options import common, selection
from mediarel.cli.options.parameters import flag
from mediarel.cli.terminal.changes import Pair, show_pairs

EXAMPLES = (
    "mediarel duplicates",
    "mediarel duplicates year:2012",
    "mediarel duplicates --related",
)


def run(
    context: typer.Context,
    ids: common.SomeIds = None,
    related: bool = flag("--related", "Also show pairs that share only some text."),
) -> None:
    """Show pairs of statements with nearly the same text, most similar first.

    On a terminal, the words that differ are also shown. If you enter IDs or a query,
    each pair contains at least one of these statements.
    """
    with environment.archive(context) as opened:
        wanted = selection.chosen(context, opened, ids) if ids else None
        found = near_duplicates.near_pairs(opened, wanted)
        pairs = [pair for pair in found if related or not pair.is_related]
        numbers = dict.fromkeys(n for p in pairs for n in (p.one, p.other))
        there = {each.id: each for each in lookup.get(opened, list(numbers))}
    shown = [
        Pair(there[pair.one], there[pair.other], pair.sameness, pair.is_related)
        for pair in pairs
    ]
    with pager.paged(context):
        show_pairs(shown)
    near = sum(not pair.is_related for pair in found)
    message = f"{counted(near, 'pair')} with nearly the same text."
    if (others := len(found) - near) and not related:
        message += f" To see {counted(others, 'related pair')}, add --related."
    if shown and not shown[0].is_related:
        merge = errors.Command("merge", *sorted((shown[0].one.id, shown[0].other.id)))
        message = errors.Hint(f"{message} To merge the first pair: ", merge)
    notify(message)
