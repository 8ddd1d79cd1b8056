"""Find the statements that a command is about: by IDs, or by a query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.restore import mergers_from, removal_of
from mediarel.cli.command_line import value_whole, with_query
from mediarel.cli.environment import read_bare_date, tell
from mediarel.cli.options import completion
from mediarel.cli.options.ids import (
    NoSuchIdError,
    RangeTooLargeError,
    UnclearIdsError,
    are_ids,
    ids_in,
)
from mediarel.cli.options.no_matches import quotes_needed, told_mergers, why_nothing
from mediarel.cli.terminal import wording
from mediarel.errors import (
    Command,
    Hint,
    MisuseError,
    NoSuchStatementError,
    NotFoundError,
    after_options,
)
from mediarel.query.parser import parse
from mediarel.query.tree import Between, Everything, Numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.restore import Merger, Removal
    from mediarel.cli.options.ids import Ids
    from mediarel.query.tree import Query


Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The id of a statement.", autocompletion=completion.ids
    ),
]
_ONE = ("latest", "last", "newest", "recent", "first", "oldest", "next", "previous")
_ALL = ("all", "everything", "any")


class EmptyQueryError(MisuseError):
    """A change was requested with an empty query, which finds everything."""

    def __init__(self) -> None:
        super().__init__(
            "an empty query would mean every statement",
            "Name ids or a query; if all are meant: date:0001..",
        )


class IdAndQueryError(MisuseError):
    """IDs and a query are combined."""

    def __init__(self, ids: Ids, whole: Command | None) -> None:
        first, last = ids.first, ids.last
        hint = (
            "Give one or the other; in a query an id is written"
            f" id:{first}{f'..{last}' * ids.is_range}"
        )
        super().__init__(
            f"{first}{f'-{last}' * ids.is_range} is an id and the rest a query",
            Hint("A value of several words needs quotes: ", whole) if whole else hint,
        )


class NoIdError(MisuseError):
    """A word such as `latest` or `all` is used instead of IDs or a query."""

    def __init__(self, context: typer.Context, word: str, *, is_all: bool) -> None:
        find = Command("list", "--all") if is_all else Command("list")
        said = "Find the id: "
        if is_all:
            said = "If all are meant, write date:0001.. – or find their ids: "
        super().__init__(
            f"{word!r} is not an id",
            Hint(
                said,
                find,
                " – or look for the word: ",
                with_query(context, f"text:{word}"),
            ),
        )


def tried_first(why: Hint, words: Sequence[str], options: Sequence[str] = ()) -> Hint:
    """Return a hint for a query that finds nothing.

    It names the list, which explains more, unless `why` gives the reason.
    """
    if why:
        return Hint("See all: ", Command("list"))
    return Hint("Try it first: ", Command("list", *options, *after_options(*words)))


class RemovedError(NotFoundError):
    """The statement was removed, and can be restored."""

    def __init__(self, removal: Removal) -> None:
        change = removal.change
        how = "lost in a repair" if change.kind == "repair" else "removed"
        named = wording.named([removal.headline], 1) if removal.headline else ""
        super().__init__(
            f"statement {removal.id} was {how} {wording.local_time(change.at)}"
            f" by {change.who}, in change {change.number}{': ' * bool(named)}{named}",
            Hint(
                "Bring it back: ",
                Command("restore", removal.id),
                " – or see what else was removed: ",
                Command("list", "--removed"),
            ),
        )


class MergedError(NotFoundError):
    """A statement was merged into a different one.

    `command` is the typed command with the remaining statement; None if that is removed
    too.
    """

    def __init__(self, mergers: Sequence[Merger], command: Command | None) -> None:
        first, last = mergers[0], mergers[-1]
        instead = Hint("Name that: ", command) if command else _gone(last.into)
        super().__init__(
            f"{told_mergers(mergers)}: {wording.local_time(first.change.at)} by"
            f" {first.change.who}, in change {first.change.number}",
            Hint(
                instead,
                " – or take the merge back: ",
                Command("undo", first.change.number),
            ),
        )


def _gone(number: int) -> Hint:
    return Hint("That is gone too; bring it back: ", Command("restore", number))


def tell_mergers(followed: Sequence[Sequence[Merger]]) -> None:
    """Report which statement replaces each merged one."""
    for mergers in followed:
        told = f"{told_mergers(mergers).capitalize()}. How that came: "
        tell(Hint(told, Command("log", mergers[0].id)))


def chosen(
    context: typer.Context,
    archive: Archive,
    words: Sequence[str],
    *,
    follow: Callable[[Sequence[Merger]], object] | None = None,
) -> list[int]:
    """Return the IDs that `words` name: IDs such as `3`, `1-3` and `1,3`, or a query.

    IDs are in the given order, results of a query newest first. With `follow`, a merged
    statement is replaced by the one that it was merged into, and `follow` is called.

    Raises UnclearIdsError, IdAndQueryError, NoSuchIdError, NoSuchStatementError,
    MergedError, RemovedError, BackwardsError, RangeTooLargeError, NoIdError,
    NotFoundError, MisuseError, EmptyQueryError or QueryError.
    """
    numbers = [word for word in words if are_ids(word)]
    if numbers and len(numbers) == len(words):
        return _existing(context, archive, ids_in(numbers), follow)
    if numbers := [word for word in numbers if re.search(r"\d", word)]:
        raise IdAndQueryError(ids_in(numbers[:1])[0], value_whole(context))
    text = " ".join(words).strip()
    if (word := text.lower()) in _ONE or word in _ALL:
        raise NoIdError(context, text, is_all=word in _ALL)
    query = _read(text)
    found = [row.id for row in archive.page(query).rows]
    quotes = quotes_needed(archive, words, context)
    if not found:
        why = why_nothing(archive, query, words)
        raise NotFoundError(
            f"no statement matches {' '.join(words).strip()!r}",
            Hint(why, quotes or tried_first(why, words)),
        )
    if quotes:
        raise MisuseError(
            f"{' '.join(words)!r} is not one value and words beside it", quotes
        )
    return found


def by_query(words: Sequence[str]) -> bool:
    """Return whether `words` are a query; its result must be shown before a change."""
    return not all(map(are_ids, words))


def _read(text: str) -> Query:
    query = parse(text, read_date=read_bare_date)
    if isinstance(query, Everything):
        raise EmptyQueryError
    return query


def _existing(
    context: typer.Context,
    archive: Archive,
    named: Sequence[Ids],
    follow: Callable[[Sequence[Merger]], object] | None,
) -> list[int]:
    """Return the existing IDs among those `named`, without repetition.

    Raises NoSuchStatementError, also for an empty range, or RangeTooLargeError.
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
        raise _missing(context, archive, named, list(dict.fromkeys(missing)))
    return list(dict.fromkeys(found))


def _mergers_to_present(archive: Archive, number: int) -> list[Merger]:
    """Return the mergers of `number` into an existing statement, else nothing."""
    mergers = mergers_from(archive, number)
    return mergers if mergers and _is_there(archive, mergers[-1].into) else []


def _is_there(archive: Archive, number: int) -> bool:
    return bool(archive.page(Numbered((number,)), size=0).total)


def _missing(
    context: typer.Context,
    archive: Archive,
    named: Sequence[Ids],
    ids: Sequence[int],
) -> NotFoundError:
    """Return the error for IDs that don't exist.

    Merged and removed statements have their own errors.
    """
    for number in ids:
        if mergers := mergers_from(archive, number):
            into = mergers[-1].into
            words = [_written(each, number, into) for each in named]
            command = with_query(context, *dict.fromkeys(words))
            return MergedError(mergers, command if _is_there(archive, into) else None)
    removals = (removal_of(archive, number) for number in ids)
    removal = next((each for each in removals if each is not None), None)
    return NoSuchStatementError(ids) if removal is None else RemovedError(removal)


def _written(ids: Ids, number: int, into: int) -> str:
    """Return IDs as the user types them, with `into` instead of `number`."""
    if ids.is_range:
        return f"{ids.first}-{ids.last}"
    return str(into if ids.first == number else ids.first)


def _in_range(archive: Archive, ids: Ids) -> list[int]:
    total = archive.page(Everything(), size=0).total
    highest = archive.page(Everything(), sort="id", start=max(0, total - 1), size=1)
    last = highest.rows[0].id if highest.rows else 0
    if ids.last > last:
        raise RangeTooLargeError(ids, last)
    rows = archive.page(Between(ids.first, ids.last), sort="id").rows
    if not rows:
        raise NoSuchIdError(f"{ids.first}-{ids.last}")
    return [row.id for row in rows]


def one_chosen(context: typer.Context, archive: Archive, word: str) -> int:
    """Return the id that `word` names.

    Raises UnclearIdsError, MisuseError, NoSuchStatementError or RemovedError.
    """
    if not are_ids(word):
        raise UnclearIdsError(word)
    ids = chosen(context, archive, [word])
    if len(ids) > 1:
        raise MisuseError(
            f"{word!r} are several statements, and this is about one at a time",
            Hint("Give a command for each; the ids are in: ", Command("list", "--all")),
        )
    return ids[0]
