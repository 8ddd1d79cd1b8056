"""Words that a query leaves out, `-draft`, told from the options of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli.roles import (
    LEFT_OUT,
    OPTION,
    OTHER,
    UNKNOWN,
    VALUE,
    is_left_out,
    roles,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERIES = {"words", "ids"}  # the arguments that are a query, or may be one


def takes_query(parameters: Sequence[Any]) -> bool:
    """Tell whether a command with these `parameters` of Typer's takes a query."""
    return any(
        parameter.name in QUERIES and "QUERY" in (parameter.metavar or "")
        for parameter in parameters
    )


def arranged(
    parameters: Sequence[Any], words: Sequence[str], *, alone: bool
) -> list[str]:
    """Return the words of a command line so that `-draft` is not read as options.

    It is one where it begins as an option of the command, as `-yes` does. Where
    there is one, all that is no option goes to the end, behind a `--`. It may be the
    only such word if `alone`.
    """
    found = list(roles(parameters, words))
    # One that is unknown stands with the options, and is told as that.
    options = [word for word, what, _ in found if what in {OPTION, VALUE, UNKNOWN}]
    left_out = [word for word, what, _ in found if what == LEFT_OUT]
    others = [word for word, what, _ in found if what in {LEFT_OUT, OTHER}]
    if "--" in others:
        others.remove("--")
    if not left_out or (len(others) == len(left_out) and not alone):
        return list(words)
    return [*options, "--", *others]


def with_one_hyphen(parameters: Sequence[Any], words: Sequence[str]) -> str | None:
    """Return the word that names a long option but has one hyphen, `-year`.

    It would else be a word that is left out, or the options of its letters.
    """
    if not any(map(is_left_out, words)):
        return None
    from mediarel.cli import meant  # noqa: PLC0415 - few words begin so

    known = [name for each in parameters for name in each.opts]
    for word, what, _ in roles(parameters, words):
        may_be = what in {OPTION, LEFT_OUT, UNKNOWN} and is_left_out(word)
        if may_be and meant.exactly(word.partition("=")[0], known):
            return word
    return None
