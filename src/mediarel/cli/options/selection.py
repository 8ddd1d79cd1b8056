"""Find the statements that the user selects by ID or by query."""

import re
from collections.abc import Callable, Sequence

import typer

from mediarel import errors
from mediarel.archive import lookup
from mediarel.archive.archive import Archive
from mediarel.archive.restore import Merger, Removal, mergers_from, removal_of
from mediarel.cli import command_line
from mediarel.cli.environment import read_bare_date
from mediarel.cli.messages import notify
from mediarel.cli.options import completion
from mediarel.cli.options.no_matches import hint_for
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.lines import local_time
from mediarel.cli.terminal.progress import working
from mediarel.model.statement import Statement
from mediarel.query.parser import parse
from mediarel.query.tree import Between, Everything, Numbered

ID = argument("ID", "ID of a statement. Example: 3", autocompletion=completion.ids)
# Words that are probably meant as IDs, and not as a query.
_NO_IDS = ("latest", "last", "newest", "first", "oldest", "all", "everything", "any")


def _in_words(mergers: Sequence[Merger]) -> str:
    """Describe a chain of merges: `statement 5 was merged into 4, then 2`."""
    into = ", then ".join(str(each.into) for each in mergers)
    return f"statement {mergers[0].id} was merged into {into}"


def chosen(
    context: typer.Context,
    archive: Archive,
    words: Sequence[str],
    *,
    follow: Callable[[Sequence[Merger]], object] | None = None,
) -> list[int]:
    """Return the IDs of the statements that the words of a command select.

    The words are IDs, such as `3`, `1-3` and `1,3`, or a query. IDs keep the typed
    order. Results of a query are sorted newest first.

    If `follow` is given, the ID of a merged statement selects the statement into which
    it was merged, and `follow` is called with the chain of merges.

    Raises NotFoundError, MisuseError or QueryError.
    """
    numbers = [word for word in words if command_line.are_ids(word)]
    if numbers and len(numbers) == len(words):
        return _existing(archive, command_line.ids_in(numbers), follow)
    if numbers := [word for word in numbers if re.search(r"\d", word)]:
        raise errors.MisuseError(
            f"the ID {numbers[0]} can't be combined with a query",
            command_line.value_whole(context)
            or f"In a query, write id:{numbers[0].replace('-', '..')}",
        )
    text = " ".join(words).strip()
    if text.lower() in _NO_IDS:
        raise errors.MisuseError(
            f"{text!r} is not an ID",
            *("To find the ID: ", errors.Command("list", "--all")),
            *(
                " – to search for the word: ",
                command_line.with_query(context, f"text:{text}"),
            ),
        )
    query = parse(text, read_date=read_bare_date)
    if isinstance(query, Everything):
        raise errors.MisuseError(
            "an empty query would select every statement",
            "Enter IDs or a query. For all statements, enter 'date:0001..'",
        )
    found = [row.id for row in archive.page(query).rows]
    if not found:
        raise errors.NotFoundError(
            f"no statement matches {text!r}", hint_for(context, archive, query, words)
        )
    return found


def statements(
    context: typer.Context,
    archive: Archive,
    words: Sequence[str],
    *,
    follow: bool = False,
) -> list[Statement]:
    """Return the statements that the words of a command select.

    If `follow` is true, the ID of a merged statement selects the statement into which
    it was merged, and a message reports this. Raises the errors of `chosen`.
    """
    followed: list[Sequence[Merger]] = []

    def read() -> list[Statement]:
        followed.clear()
        wanted = chosen(
            context, archive, words, follow=followed.append if follow else None
        )
        return lookup.get(archive, wanted)

    with working("Reading the statements"):
        found = archive.asked(read)
    for mergers in followed:
        message = f"{_in_words(mergers).capitalize()}. To see when: "
        notify(message, "log", mergers[0].id)
    return found


def by_query(words: Sequence[str]) -> bool:
    """Return whether the words are a query and not IDs."""
    return not all(map(command_line.are_ids, words))


def _existing(
    archive: Archive,
    named: Sequence[command_line.Ids],
    follow: Callable[[Sequence[Merger]], object] | None,
) -> list[int]:
    """Return the IDs of existing statements, without duplicates.

    Raises NotFoundError if an ID does not exist, or if a range contains no statement.
    """
    found: list[int] = []
    missing: list[int] = []
    single = tuple(ids.first for ids in named if not ids.is_range)
    there = {row.id for row in archive.page(Numbered(single)).rows} if single else ()
    for ids in named:
        if ids.is_range:
            found += _in_range(archive, ids)
        elif ids.first in there:
            found.append(ids.first)
        elif follow and (mergers := _mergers_to_present(archive, ids.first)):
            follow(mergers)
            found.append(mergers[-1].into)
        else:
            missing.append(ids.first)
    if missing:
        raise _missing(archive, list(dict.fromkeys(missing)))
    return list(dict.fromkeys(found))


def _mergers_to_present(archive: Archive, number: int) -> list[Merger]:
    """Return the chain of merges from a merged statement to an existing statement.

    Return an empty list if the statement was not merged, or if the last statement of
    the chain was removed.
    """
    mergers = mergers_from(archive, number)
    if mergers and archive.page(Numbered((mergers[-1].into,)), size=0).total:
        return mergers
    return []


def _missing(archive: Archive, ids: Sequence[int]) -> errors.NotFoundError:
    """Return the error for IDs that don't exist.

    If a statement was merged or removed, the error says so.
    """
    for number in ids:
        if mergers := mergers_from(archive, number):
            return _merged(mergers)
        if removal := removal_of(archive, number):
            return _removed(removal)
    return errors.NoSuchStatementError(ids)


def _removed(removal: Removal) -> errors.NotFoundError:
    """Return the error for a removed statement, with the command that restores it."""
    change = removal.change
    named = f": {wording.named([removal.headline], 1)}" if removal.headline else ""
    return errors.NotFoundError(
        f"statement {removal.id} was removed {local_time(change.at)} by"
        f" {change.who}, in change {change.number}{named}",
        "To restore it: ",
        errors.Command("restore", removal.id),
        " – to see all removed statements: ",
        errors.Command("list", "--removed"),
    )


def _merged(mergers: Sequence[Merger]) -> errors.NotFoundError:
    """Return the error for a statement that was merged into another statement."""
    change = mergers[0].change
    return errors.NotFoundError(
        f"{_in_words(mergers)}: {local_time(change.at)} by {change.who}, in"
        f" change {change.number}",
        *("Use that statement: ", errors.Command("show", mergers[-1].into)),
        *(" – to undo the merge: ", errors.Command("undo", change.number)),
    )


def _in_range(archive: Archive, ids: command_line.Ids) -> list[int]:
    rows = archive.page(Between(ids.first, ids.last), sort="id").rows
    if not rows:
        raise errors.NoSuchStatementError([f"{ids.first}-{ids.last}"])
    return [row.id for row in rows]


def one_chosen(context: typer.Context, archive: Archive, word: str) -> int:
    """Return the ID of the single statement that `word` selects.

    Raises MisuseError or NotFoundError.
    """
    if not command_line.are_ids(word):
        raise command_line.UnclearIdsError(word)
    ids = chosen(context, archive, [word])
    if len(ids) > 1:
        raise errors.MisuseError(
            f"{word!r} selects several statements, but this command needs one",
            "Use a separate command for each statement.",
        )
    return ids[0]


def past_and_present(
    archive: Archive, named: Sequence[command_line.Ids], *, only_removed: bool = False
) -> list[int]:
    """Return the typed IDs, and replace each range with the IDs in the range.

    A range includes only the IDs of existing and removed statements. If `only_removed`
    is True, a range includes only removed statements, if there are any.

    Raises NoSuchStatementError if a range contains no statement.
    """
    found: list[int] = []
    for ids in named:
        if not ids.is_range:
            found.append(ids.first)
            continue
        there, removed = lookup.known_ids(archive, ids.first, ids.last)
        if not there + removed:
            raise errors.NoSuchStatementError([f"{ids.first}-{ids.last}"])
        # If none was removed, the caller explains what to do with existing statements.
        found += (removed if only_removed else sorted(there + removed)) or there
    return list(dict.fromkeys(found))
