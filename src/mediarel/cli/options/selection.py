"""Find the statements that the user selects, or explain why a query finds nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import typer

from mediarel import errors
from mediarel.archive import lookup
from mediarel.archive.archive import Archive
from mediarel.archive.lookup import Merger, Removal, mergers_from, removal_of
from mediarel.cli import command_line
from mediarel.cli.environment import read_bare_date
from mediarel.cli.messages import GIVEN, notify
from mediarel.cli.options import completion
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.lines import local_time
from mediarel.cli.terminal.progress import working
from mediarel.index import search
from mediarel.index.protocol import Index
from mediarel.model.fields import BY_NAME
from mediarel.model.statement import Statement
from mediarel.query import tree
from mediarel.query.parser import parse
from mediarel.text import similarity
from mediarel.text.tokens import Term, is_unspaced, term, words_in

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
    if isinstance(query, tree.Everything):
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
    there = (
        {row.id for row in archive.page(tree.Numbered(single)).rows} if single else ()
    )
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
    if mergers and archive.page(tree.Numbered((mergers[-1].into,)), size=0).total:
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
    rows = archive.page(tree.Between(ids.first, ids.last), sort="id").rows
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


_MOST_SHOWN = 3
_YEAR = re.compile("(19|20)[0-9]{2}")
_ID = re.compile("[0-9]+(-[0-9]+)?")
_MOST_SOUGHT = 8  # parts of a query
_MOST_NEAR = 4
_MOST_SYLLABLES = 60
_SHORTEST_PART = 2  # characters


class Part(NamedTuple):
    """A word or value of a query, and the number of statements that contain it.

    If the number is 0, `found` has alternatives, each with its number of statements.
    `label` describes the alternatives, such as "similar".
    """

    sought: tree.Words | tree.Value
    total: int
    label: str = ""
    found: Sequence[tuple[str, int]] = ()

    @property
    def typed(self) -> str:
        """The word or value as it is shown in messages, such as `tag:land`."""
        sought = self.sought
        if isinstance(sought, tree.Value):
            return f"{BY_NAME[sought.field].word}:{_quoted(sought.folded)}"
        word = repr(errors.shorten(_word_of(sought.term)))
        return f"{BY_NAME[sought.field].word}:{word}" if sought.field else word

    @property
    def lacking(self) -> str:
        """The sentence for a word or value that no statement contains."""
        instead = ", ".join(f"{_quoted(text)} ({n:,})" for text, n in self.found)
        more = f"; {self.label}: {instead}" if instead else ""
        return f"No statement has {self.typed}{more}."


def hint_for(
    context: typer.Context, opened: Archive, query: tree.Query, words: Sequence[str]
) -> errors.Hint:
    """Return a hint on why the query finds nothing, and the next command.

    `words` are the typed words of the query.
    """
    if query == tree.both():
        import_ = errors.Command("import", "FILE")
        return errors.Hint(
            "The archive is empty. To fill it: ", errors.Command("add"), " or ", import_
        )
    return errors.Hint(
        _why_nothing(opened, query, words),
        command_line.value_whole(context)
        or year_meant(context, words)
        or ids_meant(context, words)
        or errors.Hint("To see all statements: ", errors.Command("list")),
    )


def _why_nothing(opened: Archive, query: tree.Query, words: Sequence[str]) -> str:
    """Return sentences on why the query finds nothing, or "" if no reason is known."""
    index = opened.index
    sought = [*_sought(query)][:_MOST_SOUGHT]
    parts = index.asked(lambda: [_part(index, each) for each in sought])
    reasons = [each.lacking for each in parts if not each.total][:_MOST_SHOWN]
    if "or" in words:
        reasons.append("To find any of the words, write OR in capital letters.")
    elif len(parts) > 1 and all(part.total for part in parts):
        each = ", ".join(f"{part.typed} ({part.total:,})" for part in parts)
        reasons.append(f"No statement has all of these: {each}.")
    return "".join(f"{each} " for each in reasons)


def year_meant(context: typer.Context, words: Sequence[str]) -> errors.Hint | None:
    """Return a hint to use `--year` if a word is a year, otherwise None."""
    year = next(filter(_YEAR.fullmatch, words), None)
    if year is None or "--year" in context.meta[GIVEN]:
        return None
    rest = [word for word in words if word != year and word.lower() != "year"]
    command = command_line.with_query(context, *rest, more=("--year", year))
    return errors.Hint(
        "As a year: ", command if rest else errors.Command("list", "--year", year)
    )


def ids_meant(context: typer.Context, words: Sequence[str]) -> errors.Hint | None:
    """Return a hint to search for `id:3` if all words are IDs, otherwise None."""
    if not words or not all(map(_ID.fullmatch, words)):
        return None
    ids = ",".join(words).replace("-", "..")
    return errors.Hint(
        "To find statements by ID: ", command_line.with_query(context, f"id:{ids}")
    )


def _quoted(value: str) -> str:
    value = errors.shorten(value)
    return f'"{value}"' if " " in value else value


def _word_of(word: Term) -> str:
    """Return the text of a word, joined from its tokens.

    In a script without spaces, tokens overlap: the tokens of `abc` are `ab` and `bc`.
    """
    *pairs, last = word.tokens
    return "".join([*(pair[0] for pair in pairs), last])


def _sought(query: tree.Query) -> Iterator[tree.Words | tree.Value]:
    """Yield each word and value of the query, except words after NOT."""
    match query:
        case tree.Words(whole, field):
            for word in words_in(whole):
                yield tree.Words(word, field)
        case tree.Value():
            yield query
        case tree.Both(parts) | tree.Either(parts):
            yield from dict.fromkeys(each for part in parts for each in _sought(part))


def _part(index: Index, sought: tree.Words | tree.Value) -> Part:
    count = search.count(index, sought)
    if count:
        return Part(sought, count)
    if isinstance(sought, tree.Value):
        return _value(index, sought)
    word = _word_of(sought.term)
    if is_unspaced(sought.term.tokens[0]):
        held = sorted(_held(index, word, sought.field), key=len, reverse=True)
        return Part(sought, 0, "existing parts", _counted(index, sought, held))
    # The word was not found in this field, but may be in a different field.
    others = (
        each for each in similarity.nearest(word, search.words(index)) if each != word
    )
    return Part(sought, 0, "similar", _counted(index, sought, others))


def _value(index: Index, sought: tree.Value) -> Part:
    counted = [each[1:] for each in search.counted(index, sought.field)]
    folded = {name: each for each, name, _ in reversed(counted)}
    near = similarity.nearest_names(sought.folded, folded)
    found = [(shown, n) for each in near for shown, name, n in counted if name == each]
    if found:
        return Part(sought, 0, "similar", found[:_MOST_NEAR])
    others = [(shown, n) for shown, _, n in counted[:_MOST_NEAR]]
    return Part(sought, 0, "existing values", others)


def _held(index: Index, run: str, field: str | None) -> list[str]:
    """Return the longest parts of `run` that statements contain.

    `run` is a text without spaces, such as Khmer. A part has only whole syllables.
    """
    edges = similarity.syllables(run)[:_MOST_SYLLABLES]
    held = []
    begin = 0
    while begin < len(edges) - 1:
        part = ""
        end = begin
        for edge in edges[begin + 1 :]:
            longer = run[edges[begin] : edge]
            if not search.has(index, _words(longer, field)):
                break
            part = longer
            end += 1
        if len(part) >= _SHORTEST_PART:
            held.append(part)
        begin = max(end, begin + 1)
    return held


def _counted(
    index: Index, sought: tree.Words, folded: Iterable[str]
) -> list[tuple[str, int]]:
    """Return words in `folded`, each with the number of statements that contain it.

    Words that no statement contains are left out. At most four words are returned.
    """
    found = []
    for word in folded:
        if count := search.count(index, _words(word, sought.field)):
            found.append((word, count))
        if len(found) == _MOST_NEAR:
            break
    return found


def _words(text: str, field: str | None) -> tree.Words:
    return tree.Words(term(text) or Term((text,)), field)
