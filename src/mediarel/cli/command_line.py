"""Parse the words of a command line: options, their values and queries.

Some functions build a command for a hint: the typed command with one change.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.cli.messages import GIVEN

OPTION, VALUE, LEFT_OUT, UNKNOWN, OTHER = "option", "value", "left out", "unknown", ""
_WITH_VALUE_BEHIND = 2  # characters of an option before its value: -o FILE
_QUERIES = {"words", "ids"}  # arguments that are or may be a query
_BY_ID = {"id", "ids", "words"}  # arguments that are or may be IDs
_OF_ONE_WORD = {
    *("format", "archive", "at", "year", "sort", "page", "per_page", "clear"),
    *("style", "lang"),
}


class Role(NamedTuple):
    """A word of a command line, and its kind.

    `what` is the kind, such as `OPTION` or `VALUE`. If the word is an option or the
    value of an option, `parameter` is the Typer object of the option.
    """

    word: str
    what: str
    parameter: Any = None


def roles(parameters: Sequence[Any], words: Sequence[str]) -> Iterator[Role]:
    """Yield the words that follow a command, and the kind of each word.

    `parameters` has the options and arguments of the command in Typer. Words after `--`
    are never options.
    """
    rest = iter(words)
    for word in rest:
        if word == "--":
            yield Role(word, OTHER)
            yield from (Role(each, OTHER) for each in rest)
            return
        parameter = _option(parameters, word)
        if parameter is not None:
            yield Role(word, OPTION, parameter)
            is_whole = (
                "=" not in word
                if word.startswith("--")
                else len(word) == _WITH_VALUE_BEHIND
            )
            has_value = is_whole and not getattr(parameter, "is_flag", False)
            if has_value and (value := next(rest, None)) is not None:
                yield Role(value, VALUE, parameter)
        elif is_left_out(word):
            yield Role(word, LEFT_OUT)
        elif word.startswith("-") and word != "-":
            yield Role(word, UNKNOWN)
        else:
            yield Role(word, OTHER)


def is_left_out(word: str) -> bool:
    """Return whether `word` is a query term like `-draft`, which excludes a word.

    Such a term starts with one hyphen. At least two characters follow, and they are not
    a number.
    """
    rest = word[1:]
    is_word = word.startswith("-") and not word.startswith("--")
    return is_word and len(rest) > 1 and not rest.isdecimal()


def _option(parameters: Sequence[Any], word: str) -> Any:
    """Return the Typer option that a word such as `--year=2012` uses.

    Return None if the command has no such option.
    """
    if not word.startswith("-"):
        return None
    name = word.partition("=")[0] if word.startswith("--") else word[:2]
    names = ((each, {*each.opts, *each.secondary_opts}) for each in parameters)
    return next((each for each, known in names if name in known), None)


def takes_query(parameters: Sequence[Any]) -> bool:
    """Return whether a command with these Typer parameters accepts a query."""
    return any(
        parameter.name in _QUERIES and "QUERY" in (parameter.metavar or "")
        for parameter in parameters
    )


def arranged(
    parameters: Sequence[Any], words: Sequence[str], *, alone: bool
) -> list[str]:
    """Reorder the words of a command line so that Typer reads `-draft` as a query.

    Typer would read `-draft` as the option `-d`. So if the query excludes a word, the
    query is moved to the end of the line, after `--`. If `alone` is False, a query that
    contains only excluded words is not moved.
    """
    found = list(roles(parameters, words))
    # An unknown option stays with the options, so that it is reported.
    options = [word for word, what, _ in found if what in {OPTION, VALUE, UNKNOWN}]
    left_out = [word for word, what, _ in found if what == LEFT_OUT]
    others = [word for word, what, _ in found if what in {LEFT_OUT, OTHER}]
    if "--" in others:
        others.remove("--")
    if not left_out or (len(others) == len(left_out) and not alone):
        return list(words)
    return [*options, "--", *others]


def path_of(context: Any) -> list[str]:
    """Return the words of a command's name, such as `publish` and `site`."""
    return [str(word) for word in context.command_path.split()[1:]]


def with_query(context: Any, *query: str, more: Sequence[str] = ()) -> errors.Command:
    """Return the typed command with a new query and more options."""
    found = roles(context.command.params, context.meta[GIVEN])
    options = [each.word for each in found if each.what in {OPTION, VALUE}]
    return errors.Command(
        *path_of(context), *options, *more, *errors.after_options(*query)
    )


def with_options(context: Any, *more: str) -> errors.Command:
    """Return the typed command with more options, which replace the same options."""
    kept = [
        each.word
        for each in roles(context.command.params, context.meta[GIVEN])
        if each.parameter is None or not {*more} & {*each.parameter.opts}
    ]
    return errors.Command(*path_of(context), *more, *kept)


def option_replaced(
    given: Sequence[str], name: str, here: Sequence[str]
) -> Iterator[str]:
    """Yield the words of a command line, but replace the option `name`.

    `here` has the words that replace the option. If the last of these words ends with
    a colon or an equals sign, the value of the option is added: `tag:` becomes
    `tag:land`.
    """
    option, *value = here
    rest = iter(given)
    for word in rest:
        if word.partition("=")[0] != name:
            yield word
        elif here[-1].endswith((":", "=")):  # a query term, or `--usual FIELD=`
            yield from here[:-1]
            yield here[-1] + (word.partition("=")[2] or next(rest, "…"))
        elif value or word == name:
            yield from here
        else:
            yield option + word.removeprefix(name)


def value_whole(context: Any) -> errors.Hint | None:
    """Return a hint to put quotes around a value of several words.

    `--title On land` becomes `--title "On land"`. IDs are never quoted together with a
    value. Options such as --year take only one word. Return None if no option has a
    value of several words.
    """
    parameters = context.command.params
    takes_ids = any(each.name in _BY_ID for each in parameters)
    words: list[str] = []
    others = joined = 0
    is_open = False  # the words that follow may belong to the last value
    for word, what, parameter in roles(parameters, context.meta[GIVEN]):
        if is_open and what == OTHER and not (takes_ids and are_ids(word)):
            words[-1] += f" {word}"
            joined += 1
            continue
        words.append(word)
        others += what == OTHER
        is_value = what == VALUE or (what == OPTION and "=" in word)
        is_open = is_value and parameter.name not in _OF_ONE_WORD
    if not joined:
        return None
    # A search without words is a list.
    is_list = context.info_name == "search" and not others
    command = errors.Command(*(["list"] if is_list else path_of(context)), *words)
    return errors.Hint("A value of several words needs quotes: ", command)


def refuse_repeated(context: Any, given: Sequence[str]) -> None:
    """Raise MisuseError if an option is repeated, or if two flags are opposites.

    Typer would silently use the last value. `given` has the typed words. Options that
    take several values can be repeated.
    """
    used: dict[Any, list[str]] = {}
    for word, what, parameter in roles(context.command.get_params(context), given):
        if what == OPTION:
            used.setdefault(parameter, []).append(word.partition("=")[0])
    for parameter, names in used.items():
        option = parameter.opts[0]
        if getattr(parameter, "is_flag", False):
            if len({name in parameter.secondary_opts for name in names}) > 1:
                message = " and ".join(dict.fromkeys(names))
                raise errors.MisuseError(
                    f"{message} contradict each other", "Use one of them."
                )
        elif len(names) > 1 and not getattr(parameter, "multiple", False):
            raise errors.MisuseError(
                f"{option} takes one value, but is used {len(names)} times",
                f"Use {option} only once.",
            )


_MOST_DIGITS = 18  # the limit of SQLite
# Dashes that are typed or printed instead of a hyphen.
_DASHES = r"\-\u2010-\u2015\u2212"
_UNSEEN = "\u200b-\u200d\u2060\ufeff"
_BETWEEN = rf"[{_DASHES}]|\.\."
_ONE = re.compile(rf"#?[0-9]+(?:(?:{_BETWEEN})#?[0-9]+)?")
_SPACED = re.compile(rf"\s+({_BETWEEN})\s+")  # a separate word
_SEPARATED = re.compile(r"\s*,\s*|\s+")
_LIKE_IDS = re.compile(rf"[\d\s#.,;/+&{_DASHES}{_UNSEEN}]*")
_DATE = re.compile(r"[12][0-9]{3}-[0-9]{1,2}(-[0-9]{1,2})?|[0-9/.-]*[12][0-9]{3}")
_MONTH = re.compile("[12][0-9]{3}-(0[1-9]|1[0-2])")


class Ids(NamedTuple):
    """A range of IDs, including both ends. For a single ID, both ends are equal."""

    first: int
    last: int
    is_range: bool


class UnclearIdsError(errors.MisuseError):
    """A word looks like IDs, but is malformed."""

    def __init__(self, written: str) -> None:
        hint = "Examples of IDs: 3 for one, 1,3 for several, 1-3 for a range"
        if _DATE.fullmatch(written):
            hint = f"To search for a date, write date:{written}"
        super().__init__(f"{errors.shorten(written)!r} is not an ID", hint)


def are_ids(word: str) -> bool:
    """Return whether `word` is probably meant as IDs, even if it is malformed."""
    return bool(word.strip()) and _LIKE_IDS.fullmatch(word) is not None


def ids_in(words: Sequence[str]) -> list[Ids]:
    """Parse the words as IDs and ranges of IDs, and return them in the typed order.

    Raises MisuseError or NoSuchStatementError.
    """
    written = " ".join(words)
    found: list[Ids] = []
    if not words:
        return found
    for one in _SEPARATED.split(_plain(written).removesuffix(",")):
        if not _ONE.fullmatch(one) or _MONTH.fullmatch(one):
            raise UnclearIdsError(written.strip())
        first, *last = map(number_of, re.split(_BETWEEN, one.replace("#", "")))
        if last and last[0] < first:
            raise errors.MisuseError(
                f"the range {errors.shorten(one)} is backwards",
                f"Write the lower ID first: {last[0]}-{first}",
            )
        found.append(Ids(first, last[0] if last else first, bool(last)))
    return found


def _plain(written: str) -> str:
    """Convert typed digits to ASCII, and remove invisible characters."""
    seen = re.sub(f"[{_UNSEEN}]", "", written).strip()
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in seen)
    return _SPACED.sub(r"\1", digits)


def number_of(word: str) -> int:
    """Parse `word` as an ID.

    Raises NoSuchStatementError if the number is 0 or too high.
    """
    digits = word.lstrip("0")
    if not 0 < len(digits) <= _MOST_DIGITS:
        raise errors.NoSuchStatementError([word])
    return int(digits)


def change_named(word: str) -> int:
    """Parse `word` as the number of a change.

    Raises MisuseError.
    """
    if not (word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS):
        raise errors.MisuseError(
            f"{errors.shorten(word)!r} is not the number of a change",
            "To find the number: ",
            errors.Command("log"),
        )
    return int(word)
